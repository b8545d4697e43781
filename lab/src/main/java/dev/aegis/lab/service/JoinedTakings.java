package dev.aegis.lab.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Joins requests that take the same item at the same time into one transaction: whoever gets the
 * item's turn takes for all who wait, and they find theirs done.
 */
final class JoinedTakings {
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /** Takes a number of one item in one transaction. */
  interface Taking<E extends Exception> {
    void take(long count) throws E;
  }

  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock(true);
    long asked;
    long done;
  }

  <E extends Exception> void take(String sku, Taking<E> taking) throws E {
    Turn turn = turns.computeIfAbsent(sku, _ -> new Turn());
    long ticket;
    synchronized (turn) {
      ticket = ++turn.asked;
    }
    turn.lock.lock();
    try {
      long upTo;
      synchronized (turn) {
        upTo = turn.asked;
      }
      if (ticket > turn.done) {
        long count = upTo - turn.done;
        turn.done = upTo;
        taking.take(count);
      }
    } finally {
      turn.lock.unlock();
    }
  }
}

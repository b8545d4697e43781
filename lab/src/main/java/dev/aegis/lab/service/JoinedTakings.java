package dev.aegis.lab.service;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Joins requests that take the same item at the same time into one transaction: whoever gets the
 * item's turn takes for all who wait, and they find theirs done.
 */
final class JoinedTakings {
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /** Takes a number of one item in one transaction. */
  interface Taking {
    Answer take(long count) throws SQLException, InterruptedException;
  }

  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock(true);
    final AtomicLong asked = new AtomicLong();
    long done;
    Answer answer = Answer.ok("nothing was asked\n");
  }

  /** Returns what the transaction answered that this request was part of, or a later one. */
  Answer take(String sku, Taking taking) throws SQLException, InterruptedException {
    Turn turn = turns.computeIfAbsent(sku, _ -> new Turn());
    long ticket = turn.asked.incrementAndGet();
    turn.lock.lock();
    try {
      if (ticket > turn.done) {
        long upTo = turn.asked.get();
        turn.answer = taking.take(upTo - turn.done);
        // Only now: where it failed, those who wait have to try themselves.
        turn.done = upTo;
      }
      return turn.answer;
    } finally {
      turn.lock.unlock();
    }
  }
}

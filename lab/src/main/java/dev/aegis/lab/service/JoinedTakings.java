package dev.aegis.lab.service;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Joins requests that take the same item at the same time into one transaction: whoever gets the
 * item's turn takes for all who wait, and they find theirs done. Where that transaction fails, only
 * the request that ran it fails: the others stay asked for and try it themselves, without it.
 */
final class JoinedTakings {
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /** Takes a number of one item in one transaction. */
  interface Taking {
    Answer take(long count) throws SQLException, InterruptedException;
  }

  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock(true);
    private List<Request> asked = new ArrayList<>();

    synchronized void ask(Request request) {
      asked.add(request);
    }

    /** Those who have asked by now; whoever asks from here on is none of them. */
    synchronized List<Request> handOver() {
      List<Request> now = asked;
      asked = new ArrayList<>();
      return now;
    }

    synchronized void giveBack(List<Request> requests) {
      asked.addAll(0, requests);
    }
  }

  /** One who asks; answered by whoever holds the turn, and read under the same lock. */
  private static final class Request {
    @Nullable Answer answer;
  }

  /** Returns what the transaction answered that this request was part of. */
  Answer take(String sku, Taking taking) throws SQLException, InterruptedException {
    Turn turn = turns.computeIfAbsent(sku, _ -> new Turn());
    Request own = new Request();
    turn.ask(own);
    turn.lock.lock();
    try {
      Answer already = own.answer;
      return already == null ? takeForAll(turn, own, taking) : already;
    } finally {
      turn.lock.unlock();
    }
  }

  private static Answer takeForAll(Turn turn, Request own, Taking taking)
      throws SQLException, InterruptedException {
    List<Request> all = turn.handOver();
    boolean taken = false;
    try {
      Answer answer = taking.take(all.size());
      all.forEach(each -> each.answer = answer);
      taken = true;
      return answer;
    } finally {
      if (!taken) {
        all.remove(own);
        turn.giveBack(all);
      }
    }
  }
}

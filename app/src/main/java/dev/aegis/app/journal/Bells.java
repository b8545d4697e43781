package dev.aegis.app.journal;

import dev.aegis.room.RoomId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Tells those who wait for a room's next message that its log has grown. */
final class Bells {
  private final Map<RoomId, Bell> bells = new ConcurrentHashMap<>();

  Bell of(RoomId room) {
    return bells.computeIfAbsent(room, key -> new Bell());
  }

  /** The bell of one room. It remembers the end of the log, so that no stroke is missed. */
  static final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition struck = lock.newCondition();
    private long end;

    /** The log now ends with this entry. */
    void ring(long seq) {
      lock.lock();
      try {
        end = Math.max(end, seq);
        struck.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Lets everybody who waits look again whether to wait. */
    void wake() {
      ring(0);
    }

    /** Returns when the log is known to have an entry after this one, or waiting is over. */
    void await(long afterSeq, BooleanSupplier over) {
      lock.lock();
      try {
        while (end <= afterSeq && !over.getAsBoolean()) {
          struck.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}

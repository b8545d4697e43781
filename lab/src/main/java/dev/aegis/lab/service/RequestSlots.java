package dev.aegis.lab.service;

import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests a pod works on at once, in what order the others wait, and how many may. */
final class RequestSlots {
  private final Semaphore free;
  private final int slots;
  private final int queueLimit;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private long finishedNanos;
  private long busyStartsNanos;
  private int busy;

  RequestSlots(int slots, int queueLimit) {
    this.free = new Semaphore(slots, true);
    this.slots = slots;
    this.queueLimit = queueLimit;
  }

  /** Waits for a slot and says since when it is held; empty when too many wait already. */
  OptionalLong enter() throws InterruptedException {
    if ((waiting.get() > 0 || !free.tryAcquire()) && !queued()) {
      refused.incrementAndGet();
      return OptionalLong.empty();
    }
    long now = System.nanoTime();
    begin(now);
    return OptionalLong.of(now);
  }

  private boolean queued() throws InterruptedException {
    if (waiting.incrementAndGet() > queueLimit) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      free.acquire();
      return true;
    } finally {
      waiting.decrementAndGet();
    }
  }

  private synchronized void begin(long now) {
    busy++;
    busyStartsNanos += now;
  }

  /**
   * Gives a slot back.
   *
   * @param sinceNanos when it was entered
   */
  void leave(long sinceNanos) {
    finish(sinceNanos, System.nanoTime());
    free.release();
  }

  private synchronized void finish(long sinceNanos, long now) {
    busy--;
    busyStartsNanos -= sinceNanos;
    finishedNanos += now - sinceNanos;
  }

  int slots() {
    return slots;
  }

  int waiting() {
    return waiting.get();
  }

  long refused() {
    return refused.get();
  }

  /** Slot time used so far, that of requests still being worked on included. */
  synchronized double busySeconds() {
    return (finishedNanos + busy * System.nanoTime() - busyStartsNanos) / 1e9;
  }
}

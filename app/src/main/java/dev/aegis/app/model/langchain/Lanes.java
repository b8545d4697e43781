package dev.aegis.app.model.langchain;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What may run at the same time at one provider, counted in its units. Thread-safe. */
final class Lanes {
  private final Semaphore free;

  Lanes(int units) {
    this.free = new Semaphore(units, true);
  }

  /** Takes units, first come first served; false where they did not become free in time. */
  boolean take(int units, Duration within) throws InterruptedException {
    return free.tryAcquire(units, within.toNanos(), TimeUnit.NANOSECONDS);
  }

  void giveBack(int units) {
    free.release(units);
  }
}

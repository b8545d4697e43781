package dev.aegis.lab.plant;

import java.util.concurrent.locks.LockSupport;

/** Waits between two looks at a condition. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }
}

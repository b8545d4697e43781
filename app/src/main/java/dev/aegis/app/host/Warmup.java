package dev.aegis.app.host;

import dev.aegis.app.evidence.EvidenceFile;

/**
 * Loads the evidence's database, a library of 70 MB, on a thread of its own while there is other
 * work to do. Closing waits for it: a process must not end while a library is being loaded.
 */
public final class Warmup implements AutoCloseable {
  private final Thread thread;

  private Warmup(Thread thread) {
    this.thread = thread;
  }

  /** Begins. */
  public static Warmup begin() {
    return new Warmup(Thread.ofPlatform().daemon().name("warm-up").start(Warmup::load));
  }

  private static void load() {
    try {
      EvidenceFile.preload();
    } catch (RuntimeException | LinkageError _) {
      // The first query fails in the same way, and says so where it is needed.
    }
  }

  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

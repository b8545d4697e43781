package dev.aegis.app.bandbus;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tries until it succeeds, waiting longer each time. A trouble is said once, and once that it is
 * over. Used by one thread; closed by another.
 */
final class Trying implements AutoCloseable {
  private final Rhythm rhythm;
  private final Consumer<String> notices;
  private final Semaphore closing = new Semaphore(0);
  private volatile boolean closed;
  private boolean said;

  /**
   * @param notices takes one sentence
   */
  Trying(Rhythm rhythm, Consumer<String> notices) {
    this.rhythm = rhythm;
    this.notices = notices;
  }

  boolean isClosed() {
    return closed;
  }

  /** What the work gives when it succeeds; empty when this was closed before. */
  <T> Optional<T> until(Supplier<T> work) {
    for (int failures = 1; !closed; failures++) {
      try {
        T done = work.get();
        if (said) {
          notices.accept("Band answers again, and what waited is carried there");
          said = false;
        }
        return Optional.of(done);
      } catch (BandFailure e) {
        if (closed) {
          return Optional.empty();
        }
        say(e);
        pause(rhythm.retry(failures, e.askedWait()));
      }
    }
    return Optional.empty();
  }

  private void say(BandFailure e) {
    if (!said) {
      notices.accept(
          "expected Band to take what is said, found that "
              + e.getMessage()
              + "; the incident goes on here, and Band is told later");
      said = true;
    }
  }

  private void pause(Duration wait) {
    try {
      if (closing.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        closing.release();
      }
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    closing.release();
  }
}

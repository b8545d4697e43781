package dev.aegis.app.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an endpoint from being asked while it fails: after {@value #FAILURES} failures in a row, or
 * one that will last, it is left alone for a minute; then one call tries. Thread-safe.
 */
public final class Breaker {
  static final int FAILURES = 3;
  static final Duration LEFT_ALONE = Duration.ofMinutes(1);

  private int failures;
  private @Nullable Instant openUntil;

  /** Whether a call may be made now. The first one after the pause counts as the try. */
  public synchronized boolean admits(Instant now) {
    Instant until = openUntil;
    if (until == null) {
      return true;
    }
    if (now.isBefore(until)) {
      return false;
    }
    openUntil = now.plus(LEFT_ALONE);
    return true;
  }

  /** An answer came. */
  public synchronized void succeeded() {
    failures = 0;
    openUntil = null;
  }

  /**
   * None came.
   *
   * @param lasting whether it is known to go on, as with a wrong key or a cold model
   */
  public synchronized void failed(Instant now, boolean lasting) {
    failures++;
    if (lasting || failures >= FAILURES) {
      openUntil = now.plus(LEFT_ALONE);
    }
  }
}

package dev.aegis.app.bandbus;

import java.time.Duration;

/** Band refused something, or did not answer. It is worth another try, later. */
final class BandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean undone;
  private final int status;
  private final Duration wait;

  /**
   * @param status of the answer; 0 where there was none
   * @param undone whether what was asked for was surely not done
   * @param wait that Band asks for; zero for none
   */
  BandFailure(String message, int status, boolean undone, Duration wait, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.undone = undone;
    this.wait = wait;
  }

  BandFailure(String message, int status, boolean undone, Duration wait) {
    super(message);
    this.status = status;
    this.undone = undone;
    this.wait = wait;
  }

  int status() {
    return status;
  }

  /** Whether it can be asked for again without a look whether it was done. */
  boolean surelyUndone() {
    return undone;
  }

  Duration askedWait() {
    return wait;
  }
}

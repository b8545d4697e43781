package dev.aegis.lab.plant;

/**
 * How much of its load a region gets while its processes are cold: more as long as answers come,
 * less when they fail, and all of it for good once all of it was carried. Without it the first
 * seconds of a cold start can tip the region into an overload that feeds itself by retries, which
 * is a fault to be injected and not a way to begin.
 */
final class WarmUp {
  private static final double FIRST = 0.1;
  private static final double GROWTH_PER_SECOND = 0.15;
  private static final double SHRINK_PER_SECOND = 0.4;
  private static final double GOOD = 0.97;
  private static final double BAD = 0.8;
  private static final double MEMORY = 0.97;

  private double share = FIRST;
  private double success = 1;
  private long answers;
  private long lastNanos;
  private boolean over;

  WarmUp(long nowNanos) {
    this.lastNanos = nowNanos;
  }

  /** One attempt has ended. */
  synchronized void attempt(boolean succeeded) {
    answers++;
    success = MEMORY * success + (succeeded ? 1 - MEMORY : 0);
  }

  /** The share of the load that is sent now, above 0 to 1. */
  synchronized double share(long nowNanos) {
    double seconds = (nowNanos - lastNanos) / 1e9;
    lastNanos = nowNanos;
    if (!over && success > GOOD && answers > 0) {
      share = Math.min(1, share + GROWTH_PER_SECOND * seconds);
      over = share >= 1;
    } else if (!over && success < BAD) {
      share = Math.max(FIRST, share - SHRINK_PER_SECOND * seconds);
    }
    return share;
  }

  /** Whether all of the load has been carried, and nearly all of it is answered now. */
  synchronized boolean flowing() {
    return over && success > GOOD;
  }
}

package dev.aegis.app.score.nezha;

/**
 * The time round an onset that may be looked at: nothing of what comes later than three minutes
 * after it.
 *
 * @param onset in epoch seconds
 */
record Around(double onset) {
  static final double SINCE = 180;

  /** Metrics of so long before the onset; more would reach into whatever went on then. */
  private static final double METRICS_BEFORE = 5 * 60;

  /** Spans and log lines of so long before the onset. */
  static final double BEFORE = 120;

  /** A sample of a minute belongs to the time in which the larger part of its minute lies. */
  private static final double HALF_A_SAMPLE = 30;

  /** Metrics of the hour before that, for how much they vary. */
  boolean metricUsual(double at) {
    return at >= onset - 3600 && at < onset - METRICS_BEFORE;
  }

  boolean metricBefore(double at) {
    return at >= onset - METRICS_BEFORE && at < onset;
  }

  boolean metricSince(double at) {
    return at >= onset + HALF_A_SAMPLE && at < onset + SINCE;
  }

  boolean before(double at) {
    return at >= onset - BEFORE && at < onset;
  }

  boolean since(double at) {
    return at >= onset && at < onset + SINCE;
  }
}

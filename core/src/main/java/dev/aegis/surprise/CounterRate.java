package dev.aegis.surprise;

/**
 * Turns a counter, which only grows, into its growth per second. A value below the one before means
 * that the counter began again at 0 (the process restarted), so that the value itself is the
 * growth: the rule of Prometheus' {@code rate}. Not thread-safe.
 */
public final class CounterRate {
  private static final double MILLIS = 1000;
  private long lastMillis = Long.MIN_VALUE;
  private double lastTotal = Double.NaN;

  /**
   * Takes the next reading.
   *
   * @return growth per second since the last reading; NaN for the first, for a gap, and for a
   *     reading that is not newer
   */
  public double offer(long epochMillis, double total) {
    if (!Double.isFinite(total) || epochMillis <= lastMillis) {
      return Double.NaN;
    }
    double grown = total < lastTotal ? total : total - lastTotal;
    double rate = grown * MILLIS / (epochMillis - lastMillis);
    boolean first = Double.isNaN(lastTotal);
    lastMillis = epochMillis;
    lastTotal = total;
    return first ? Double.NaN : rate;
  }
}

package dev.aegis.surprise;

/**
 * A value beyond the highest or the lowest so far. How far matters, in ranges: an overshoot of a
 * twentieth of the range is as surprising as one point in a thousand. In a young series every other
 * value is a record, so the surprise grows with what is known, up to {@value #KNOWN} points.
 */
final class Extremes {
  private static final int WARM_UP = 30;
  private static final double KNOWN = 150;
  private static final double NOTABLE = 0.05;
  private static final double AT_NOTABLE = 3;
  private static final double PER_DECADE = 1.5;

  private double low;
  private double high;
  private long points;

  /** Takes the next point; its surprise. */
  double offer(double value) {
    points++;
    if (points == 1) {
      low = value;
      high = value;
      return 0;
    }
    double beyond = Math.max(value - high, low - value);
    if (!(beyond > 0)) {
      return 0;
    }
    double range = high - low;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (points <= WARM_UP || range == 0) {
      return 0;
    }
    double surprise = AT_NOTABLE + PER_DECADE * Math.log10(beyond / range / NOTABLE);
    return Math.max(0, surprise) * Math.min(1, points / KNOWN);
  }
}

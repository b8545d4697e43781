package dev.aegis.surprise;

/**
 * How far the level lately is from the level in the long run, in standard deviations of the latter;
 * both exponentially weighted.
 */
final class Departure {
  private static final int WARM_UP = 20;

  private final double fast;
  private final double slow;
  private double lately;
  private double usually;
  private double variance;

  /**
   * @param points about how many "lately" means
   * @param longPoints about how many "in the long run" means
   */
  Departure(double points, double longPoints) {
    fast = 1 / points;
    slow = 1 / longPoints;
  }

  /**
   * Takes the next point.
   *
   * @param count of points so far, this one included
   * @param inverse one over that
   * @return above 0 when the level is higher than usual
   */
  double offer(double value, long count, double inverse) {
    lately += Math.max(fast, inverse) * (value - lately);
    double departure =
        count >= WARM_UP && variance > 0 ? (lately - usually) / Math.sqrt(variance) : 0;
    double rate = Math.max(slow, inverse);
    double deviation = value - usually;
    usually += rate * deviation;
    variance += rate * (deviation * (value - usually) - variance);
    return departure;
  }

  /** The level in the long run. */
  double usual() {
    return usually;
  }
}

package dev.aegis.surprise;

/**
 * How much rougher or smoother a series runs than it used to: the logarithm of the mean step
 * between neighbouring points lately over the same in the long run. Above 0 when rougher. A level
 * that changes does not move it; noise that stops, or begins, does.
 */
final class Roughness {
  private static final int WARM_UP = 40;
  // Keeps the logarithm finite where a series stands still.
  private static final double FLOOR = 0.05;

  private final double fast;
  private final double slow;
  private double lately;
  private double usually;

  /**
   * @param points about how many "lately" means
   * @param longPoints about how many "in the long run" means
   */
  Roughness(double points, double longPoints) {
    fast = 1 / points;
    slow = 1 / longPoints;
  }

  /**
   * Takes the next step.
   *
   * @param step between this point and the one before, 0 or more
   * @param count of points so far, this one included
   * @param inverse one over that
   */
  double offer(double step, long count, double inverse) {
    if (count < 2) {
      return 0;
    }
    lately += Math.max(fast, inverse) * (step - lately);
    double change = 0;
    if (count >= WARM_UP && usually > 0) {
      change = Math.log((lately + FLOOR * usually) / ((1 + FLOOR) * usually));
    }
    usually += Math.max(slow, inverse) * (step - usually);
    return change;
  }
}

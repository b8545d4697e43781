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
  private final TwoTails tails;
  private double lately;
  private double usually;

  /**
   * @param points about how many "lately" means
   * @param longPoints about how many "in the long run" means
   * @param tails of the logarithm
   */
  Roughness(double points, double longPoints, TwoTails tails) {
    this.tails = tails;
    fast = 1 / points;
    slow = 1 / longPoints;
  }

  /**
   * Takes the next step.
   *
   * @param step between this point and the one before, 0 or more
   * @param count of points so far, this one included
   * @param inverse one over that
   * @return how surprising the change of roughness is
   */
  double offer(double step, long count, double inverse) {
    if (count < 2) {
      return tails.offer(0);
    }
    lately += Math.max(fast, inverse) * (step - lately);
    double floor = FLOOR * usually;
    double surprise =
        count >= WARM_UP && usually > 0
            ? tails.offerLogarithm(lately + floor, usually + floor)
            : tails.offer(0);
    usually += Math.max(slow, inverse) * (step - usually);
    return surprise;
  }
}

package dev.aegis.surprise;

/** How large a step between neighbouring points is, in usual steps. */
final class Steps {
  private static final double RATE = 1 / 300.0;
  // A wild step counts in the usual one as at most so many.
  private static final double CLIP = 8;

  private double usual;

  /**
   * Takes the next step.
   *
   * @param step between this point and the one before, 0 or more
   * @param inverse one over the count of points so far
   */
  double offer(double step, double inverse) {
    double size = usual > 0 ? step / usual : 0;
    double clipped = usual > 0 ? Math.min(step, CLIP * usual) : step;
    usual += Math.max(RATE, inverse) * (clipped - usual);
    return size;
  }
}

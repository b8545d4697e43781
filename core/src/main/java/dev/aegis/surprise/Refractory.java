package dev.aegis.surprise;

/**
 * Raises a surprise once: it holds down what follows. The next one is raised only when it exceeds,
 * by {@value #MARGIN} and more, what is left of the one before, which fades by {@value #FADING} a
 * point in a series of {@value #REFERENCE} points, and the slower the longer the series is known,
 * by the root of its length.
 */
final class Refractory {
  private static final double MARGIN = 0.8;
  private static final double FADING = 0.018;
  private static final double REFERENCE = 4000;
  private static final double SHORTEST = 500;

  private double held;
  private double heldAt;

  /**
   * The surprise when it is to be raised, else 0.
   *
   * @param points so far
   */
  double raised(double surprise, long points) {
    double known = points;
    double fading = FADING * Math.sqrt(REFERENCE / Math.max(SHORTEST, known));
    held = Math.max(0, held - fading * (known - heldAt));
    heldAt = known;
    if (surprise <= held + (held > 0 ? MARGIN : 0)) {
      return 0;
    }
    held = surprise;
    return surprise;
  }
}

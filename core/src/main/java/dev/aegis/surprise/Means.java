package dev.aegis.surprise;

/**
 * Means of one series over four lengths, each four times the one before: 4, 16, 64 and 256 points,
 * exponentially weighted. The difference of neighbours is what changed at that pace: a Haar wavelet
 * that leans on its past.
 */
final class Means {
  /** How many lengths there are. */
  static final int LENGTHS = 4;

  private static final double SHORTEST = 4;
  private static final double RATIO = 4;
  private static final int WARM_UP = 20;

  private final double[] means = new double[LENGTHS];
  private long points;

  /**
   * Takes the next point.
   *
   * @param inverse one over the count of points so far, this one included
   */
  void offer(double value, double inverse) {
    points++;
    double rate = 1 / SHORTEST;
    for (int length = 0; length < LENGTHS; length++) {
      means[length] += Math.max(rate, inverse) * (value - means[length]);
      rate /= RATIO;
    }
  }

  /** The mean of one length less that of the next; 0 while too little is known. */
  double change(int length) {
    return points <= WARM_UP ? 0 : means[length] - means[length + 1];
  }

  /** The mean over the longest. */
  double usual() {
    return means[LENGTHS - 1];
  }
}

package dev.aegis.lab.score;

/**
 * The exact upper confidence bound of a binomial proportion (C. J. Clopper and E. S. Pearson,
 * <i>The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial</i>,
 * Biometrika 26, 1934): the rate p at which so few hits or fewer would be seen with probability 1 −
 * confidence. One-sided. Without a hit it is {@code 1 − (1 − confidence)^(1/n)}, about 3/n at 95 %.
 */
final class ClopperPearson {
  /** Halvings of 0 to 1: more than a double can tell apart. */
  private static final int HALVINGS = 60;

  private ClopperPearson() {}

  /**
   * The bound, from 0 to 1.
   *
   * @param hits 0 to {@code trials}
   * @param trials independent ones; none gives NaN
   * @param confidence between 0 and 1
   */
  static double upper(int hits, int trials, double confidence) {
    if (trials == 0) {
      return Double.NaN;
    }
    if (hits == trials) {
      return 1;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (atMost(hits, trials, middle) > 1 - confidence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** P(X ≤ hits) of a binomial; each term from the one before, in logarithms against underflow. */
  private static double atMost(int hits, int trials, double p) {
    double logTerm = trials * Math.log1p(-p);
    double sum = Math.exp(logTerm);
    for (int k = 1; k <= hits; k++) {
      logTerm += Math.log((double) (trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
      sum += Math.exp(logTerm);
    }
    return sum;
  }
}

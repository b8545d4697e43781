package dev.aegis.twin;

import java.util.Arrays;

/**
 * How much the parts of a request vary when only the 99th percentile of their sum is known. Each
 * part is lognormal, and they are independent; the parts that are not known share one coefficient
 * of variation, found by bisection. The percentile of the sum comes from a lattice of points that
 * fill the cube evenly (Richtmyer's additive recurrence with the square roots of primes; see
 * Niederreiter, Random Number Generation and Quasi-Monte Carlo Methods, 1992).
 */
final class Spread {
  private static final int POINTS = 4_001;
  private static final double MOST = 5;
  private static final int HALVINGS = 30;
  private static final int[] PRIMES = {
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71
  };

  private Spread() {}

  /**
   * The coefficient of variation that the unknown parts share.
   *
   * @param means of the parts, in milliseconds; parts of 0 do not count
   * @param known their coefficients of variation; NaN for those to be found
   * @param p99 of the sum, in milliseconds
   * @return 0 to {@value #MOST}; the nearest of these where none gives that percentile
   */
  static double unknown(double[] means, double[] known, double p99) {
    double low = 0;
    double high = MOST;
    // A lognormal's percentile falls again where it varies beyond exp(z² / 2): one side is enough.
    if (p99(means, known, high) <= p99) {
      return high;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (p99(means, known, middle) < p99) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The 99th percentile of the sum when the unknown parts vary by {@code cv}. */
  static double p99(double[] means, double[] known, double cv) {
    double[] sums = new double[POINTS];
    for (int k = 0; k < means.length; k++) {
      double of = Double.isNaN(known[k]) ? cv : known[k];
      double variance = Math.log1p(of * of);
      double sigma = Math.sqrt(variance);
      double step = Math.sqrt(PRIMES[k % PRIMES.length]);
      for (int i = 0; i < POINTS; i++) {
        double u = (i + 0.5) * step % 1;
        sums[i] += means[k] * Math.exp(sigma * Normal.quantile(u) - variance / 2);
      }
    }
    Arrays.sort(sums);
    return sums[(int) Math.floor(0.99 * POINTS)];
  }
}

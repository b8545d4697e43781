package dev.aegis.twin;

import java.util.Arrays;

/**
 * Random numbers that are looked up, not drawn in turn: each is a hash of a key and a request's
 * number (Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, 2011; the hash is the
 * finaliser of SplitMix64, Steele, Lea, Flood 2014). The same request is therefore served for as
 * long in every future, whatever else a fix has changed before it.
 *
 * <p>Exponential and lognormal numbers come from a table of the inverse distribution function with
 * straight lines between its points, exact where the lines would be wrong: in the upper tail.
 */
final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int BITS = 11;
  private static final int POINTS = 1 << BITS;

  /** The top share of the table is computed exactly, where the curve bends too much for lines. */
  private static final int EXACT_FROM = POINTS - POINTS / 128;

  private static final double UNIT = 0x1p-32;

  private Draws() {}

  /** 64 well mixed bits for a number under a key. */
  static long bits(long key, long number) {
    long z = key + number * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The upper half of the bits as a number above 0 and below 1. */
  static double upper(long bits) {
    return ((bits >>> 32) + 0.5) * UNIT;
  }

  /** The lower half of the bits as a number above 0 and below 1. */
  static double lower(long bits) {
    return ((bits & 0xFFFFFFFFL) + 0.5) * UNIT;
  }

  /** A distribution with mean 1 by its inverse distribution function. */
  static final class Shape {
    private final double[] quantiles;
    private final double sigma;

    private Shape(double[] quantiles, double sigma) {
      this.quantiles = quantiles;
      this.sigma = sigma;
    }

    static Shape exponential() {
      double[] q = new double[POINTS + 1];
      for (int i = 0; i < POINTS; i++) {
        q[i] = -Math.log1p(-i / (double) POINTS);
      }
      q[POINTS] = Double.POSITIVE_INFINITY;
      return new Shape(q, -1);
    }

    /** Lognormal with mean 1 and this coefficient of variation; the constant 1 for 0. */
    static Shape lognormal(double cv) {
      double sigma = Math.sqrt(Math.log1p(cv * cv));
      double[] q = new double[POINTS + 1];
      for (int i = 1; i < POINTS; i++) {
        q[i] = Math.exp(sigma * Normal.quantile(i / (double) POINTS) - sigma * sigma / 2);
      }
      q[0] = sigma == 0 ? 1 : 0;
      q[POINTS] = Double.POSITIVE_INFINITY;
      if (sigma == 0) {
        Arrays.fill(q, 1);
      }
      return new Shape(q, sigma);
    }

    /** The quantile of a number above 0 and below 1. */
    double at(double u) {
      double position = u * POINTS;
      int i = (int) position;
      if (i >= EXACT_FROM) {
        return tail(u);
      }
      double low = quantiles[i];
      return low + (position - i) * (quantiles[i + 1] - low);
    }

    private double tail(double u) {
      if (sigma < 0) {
        return -Math.log1p(-u);
      }
      return Math.exp(sigma * Normal.quantile(u) - sigma * sigma / 2);
    }
  }
}

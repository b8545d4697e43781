package dev.aegis.surprise;

/**
 * Deviations in sigmas from an exponentially weighted mean and variance: the cheapest detector
 * there is, in a few nanoseconds a point and forty bytes a series. Most points are told from normal
 * ones without a root or a division: only beyond {@value #SIGMAS} sigmas is the score worked out.
 *
 * <p>{@code m += a (x - m)}, {@code v = (1 - a) (v + a (x - m)^2)} (Finch, <i>Incremental
 * Calculation of Weighted Mean and Variance</i>, 2009).
 */
public final class ZScore implements StreamDetector {
  /** Where scores begin. */
  public static final double SIGMAS = 3;

  private static final double RATE = 1.0 / 32;
  private static final int WARM_UP = 16;

  private double mean;
  private double variance;
  private long lastMillis = Long.MIN_VALUE;
  private int warmUp;

  @Override
  public double offer(long epochMillis, double value) {
    double deviation = value - mean;
    // Not finite: neither is the difference to a finite mean.
    if (epochMillis < lastMillis || !(Math.abs(deviation) <= Double.MAX_VALUE)) {
      return 0;
    }
    lastMillis = epochMillis;
    if (warmUp < WARM_UP) {
      return warmUp(deviation);
    }
    double squared = deviation * deviation;
    double before = variance;
    mean += RATE * deviation;
    variance = (1 - RATE) * (before + RATE * squared);
    return squared <= SIGMAS * SIGMAS * before ? 0 : score(squared, before);
  }

  private double warmUp(double deviation) {
    warmUp++;
    double rate = Math.max(RATE, 1.0 / warmUp);
    mean += rate * deviation;
    variance = (1 - rate) * (variance + rate * deviation * deviation);
    return 0;
  }

  private static double score(double squared, double variance) {
    return Math.min(HIGHEST, Math.sqrt(squared / variance));
  }

  // Off the scale: a series that stood still has no sigma to measure with.
  private static final double HIGHEST = 1000;
}

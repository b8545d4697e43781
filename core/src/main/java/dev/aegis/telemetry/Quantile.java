package dev.aegis.telemetry;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Quantiles of a handful of figures, by linear interpolation between order statistics (type 7 of
 * Hyndman and Fan, <i>Sample Quantiles in Statistical Packages</i>, 1996). Whatever is not finite
 * is left out; nothing left gives NaN.
 */
public final class Quantile {
  private Quantile() {}

  /** The middle one, or the mean of the middle two. */
  public static double median(double[] values) {
    return of(values, 0.5);
  }

  /** The middle one, or the mean of the middle two. */
  public static double median(DoubleStream values) {
    return median(values.toArray());
  }

  /**
   * The quantile.
   *
   * @param values in any order; stays as it is
   * @param q 0 to 1
   */
  public static double of(double[] values, double q) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

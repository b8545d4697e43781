package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;

/**
 * How well the median of a short stretch of a series is known, when neighbouring points are alike:
 * the moving-block bootstrap (Künsch, The Jackknife and the Bootstrap for General Stationary
 * Observations, Annals of Statistics 17, 1989), with blocks of about n^(1/3) points (Hall, Horowitz
 * and Jing, On Blocking Rules for the Bootstrap with Dependent Data, Biometrika 82, 1995).
 */
final class BlockBootstrap {
  private static final int RESAMPLES = 400;
  private static final long KEY = 31;

  private BlockBootstrap() {}

  /**
   * Medians that the series could as well have had.
   *
   * @param values in time order; what is not finite is left out
   * @param count how many, equally likely
   * @return ascending: the middles of so many equal shares of the distribution; the median itself
   *     that often where there are fewer than two values
   */
  static double[] medians(double[] values, int count) {
    double[] seen = Arrays.stream(values).filter(Double::isFinite).toArray();
    double[] medians = new double[count];
    if (seen.length < 2) {
      Arrays.fill(medians, Quantile.median(seen));
      return medians;
    }
    int block = Math.max(1, (int) Math.round(Math.cbrt(seen.length)));
    int starts = seen.length - block + 1;
    double[] found = new double[RESAMPLES];
    double[] resample = new double[seen.length];
    for (int b = 0; b < RESAMPLES; b++) {
      for (int i = 0; i < resample.length; i += block) {
        double u = Draws.upper(Draws.bits(KEY, (long) b * seen.length + i));
        int from = (int) (u * starts);
        for (int k = 0; k < block && i + k < resample.length; k++) {
          resample[i + k] = seen[from + k];
        }
      }
      found[b] = Quantile.median(resample);
    }
    for (int k = 0; k < count; k++) {
      medians[k] = Quantile.of(found, (k + 0.5) / count);
    }
    return medians;
  }
}

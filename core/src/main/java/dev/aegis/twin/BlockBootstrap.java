package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How well the medians of a short stretch of series are known, when neighbouring points are alike:
 * the moving-block bootstrap (Künsch, The Jackknife and the Bootstrap for General Stationary
 * Observations, Annals of Statistics 17, 1989), with blocks of about n^(1/3) points (Hall, Horowitz
 * and Jing, On Blocking Rules for the Bootstrap with Dependent Data, Biometrika 82, 1995).
 */
final class BlockBootstrap {
  private static final int RESAMPLES = 400;
  private static final long KEY = 31;

  private BlockBootstrap() {}

  /**
   * Medians that two figures of the same points could as well have had together.
   *
   * @param first in time order; points at which one of both is not finite are left out
   * @param second of the same points
   * @param count how many pairs, equally likely
   * @return pairs of medians, ascending by the first; each time the same pair where fewer than two
   *     points are left
   */
  static double[][] medians(double[] first, double[] second, int count) {
    int n = 0;
    double[] a = new double[first.length];
    double[] b = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      if (Double.isFinite(first[i]) && Double.isFinite(second[i])) {
        a[n] = first[i];
        b[n++] = second[i];
      }
    }
    double[][] found = new double[n < 2 ? 1 : RESAMPLES][2];
    if (n < 2) {
      found[0] = new double[] {Quantile.median(first), Quantile.median(second)};
    } else {
      resample(Arrays.copyOf(a, n), Arrays.copyOf(b, n), found);
    }
    double[][] medians = new double[count][];
    for (int k = 0; k < count; k++) {
      medians[k] = found[(int) ((k + 0.5) / count * found.length)];
    }
    return medians;
  }

  private static void resample(double[] first, double[] second, double[][] found) {
    int n = first.length;
    int block = Math.max(1, (int) Math.round(Math.cbrt(n)));
    int starts = n - block + 1;
    double[] a = new double[n];
    double[] b = new double[n];
    for (int k = 0; k < found.length; k++) {
      for (int i = 0; i < n; i += block) {
        double u = Draws.upper(Draws.bits(KEY, (long) k * n + i));
        int from = (int) (u * starts);
        int length = Math.min(block, n - i);
        System.arraycopy(first, from, a, i, length);
        System.arraycopy(second, from, b, i, length);
      }
      found[k] = new double[] {Quantile.median(a), Quantile.median(b)};
    }
    Arrays.sort(found, Comparator.comparingDouble(pair -> pair[0]));
  }
}

package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;

/** Robust and constrained fits of a few parameters. */
final class Fits {
  private Fits() {}

  /**
   * Least squares with coefficients of 0 or more, by cyclic coordinate descent (Franc, Hlavac,
   * Navara, Sequential Coordinate-Wise Algorithm for the Non-negative Least Squares Problem, 2005):
   * {@code x_k ← max(0, x_k − (Hx − f)_k / H_kk)}. Columns are scaled to unit length first.
   *
   * @param rows one row an observation
   * @param y what is to be explained
   */
  static double[] nonNegative(double[][] rows, double[] y) {
    int k = rows.length == 0 ? 0 : rows[0].length;
    double[][] h = new double[k][k];
    double[] f = new double[k];
    for (int i = 0; i < rows.length; i++) {
      for (int a = 0; a < k; a++) {
        f[a] += rows[i][a] * y[i];
        for (int b = 0; b < k; b++) {
          h[a][b] += rows[i][a] * rows[i][b];
        }
      }
    }
    double[] scale = new double[k];
    for (int a = 0; a < k; a++) {
      scale[a] = h[a][a] > 0 ? 1 / Math.sqrt(h[a][a]) : 0;
    }
    double[] x = new double[k];
    for (int round = 0; round < 20_000; round++) {
      double moved = 0;
      for (int a = 0; a < k; a++) {
        double gradient = -f[a] * scale[a];
        for (int b = 0; b < k; b++) {
          gradient += h[a][b] * scale[a] * scale[b] * x[b];
        }
        double next = scale[a] == 0 ? 0 : Math.max(0, x[a] - gradient);
        moved = Math.max(moved, Math.abs(next - x[a]));
        x[a] = next;
      }
      if (moved < 1e-12) {
        break;
      }
    }
    for (int a = 0; a < k; a++) {
      x[a] *= scale[a];
    }
    return x;
  }

  /**
   * The Theil-Sen slope: the median slope of all pairs in the same segment (Sen, 1968), with the 5
   * % quantile of the slopes.
   *
   * @param x abscissae
   * @param y ordinates; NaN is left out
   * @param segment pairs count only inside one
   */
  static Slope theilSen(double[] x, double[] y, int[] segment) {
    double[] slopes = new double[x.length * (x.length - 1) / 2];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        if (segment[i] == segment[j]
            && Double.isFinite(y[i])
            && Double.isFinite(y[j])
            && x[j] > x[i]) {
          slopes[n++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    double[] found = Arrays.copyOf(slopes, n);
    return new Slope(
        Quantile.of(found, 0.05), Quantile.of(found, 0.5), Quantile.of(found, 0.95), n);
  }

  /**
   * A slope and what nine in ten pairs of points say.
   *
   * @param low 5 % quantile
   * @param median the slope; NaN without pairs
   * @param high 95 % quantile
   * @param pairs how many pairs there were
   */
  record Slope(double low, double median, double high, int pairs) {}
}

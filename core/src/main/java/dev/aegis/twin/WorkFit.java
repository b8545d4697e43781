package dev.aegis.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * What a request costs, by the utilisation law: busy slots over completions is the time that one
 * request holds a slot (Denning and Buzen, The Operational Analysis of Queueing Network Models,
 * 1978). Less the time of the dependency it is the request's own work, which is explained by the
 * versions' shares of the traffic and by the collector: {@code own = Σ share_v · a_v + b · f / (1 −
 * f)}, fitted by non-negative least squares on relative errors.
 *
 * @param base the version whose slowdown is 1
 * @param millis own work of the base version on an empty heap
 * @param gcCost b over {@code millis}; 0 when the heap did not vary enough to tell
 * @param slowdown by version
 * @param measured by version, whether its share of the traffic ever sufficed to tell
 * @param misfit median relative error of the fit
 * @param points points used
 */
record WorkFit(
    int base,
    double millis,
    double gcCost,
    double[] slowdown,
    boolean[] measured,
    double misfit,
    int points) {
  /** The collector's cost shows only where f / (1 − f) has moved by this much. */
  private static final double LEAST_HEAP_RANGE = 0.3;

  /** Above it the collector is about to give up and averages over pods mislead. */
  private static final double FULL = 0.97;

  static WorkFit of(History h, int base, int slots) {
    int versions = h.versions.size();
    List<double[]> rows = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    boolean[] measured = new boolean[versions];
    for (int i = 0; i < h.size(); i++) {
      double held = 1000 * slots * h.pods[i] * h.utilisation[i] / h.completions[i];
      double y = held - (Double.isNaN(h.dependency[i]) ? 0 : h.dependency[i]);
      double x = burden(h, i);
      if (!h.steady(i)
          || !(y > 0)
          || !(h.completions[i] > 0)
          || Double.isNaN(h.share[0][i])
          || x < 0) {
        continue;
      }
      double[] row = new double[versions + 1];
      for (int v = 0; v < versions; v++) {
        row[v] = h.share[v][i];
        measured[v] |= row[v] > 0.5;
      }
      row[versions] = x;
      low = Math.min(low, x);
      high = Math.max(high, x);
      rows.add(row);
      own.add(y);
    }
    boolean collector = high - low >= LEAST_HEAP_RANGE;
    double[][] scaled = new double[rows.size()][];
    double[] ones = new double[rows.size()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = rows.get(i).clone();
      for (int k = 0; k <= versions; k++) {
        scaled[i][k] /= own.get(i);
      }
      if (!collector) {
        scaled[i][versions] = 0;
      }
      ones[i] = 1;
    }
    double[] a = Fits.nonNegative(scaled, ones);
    double[] misfits = new double[scaled.length];
    for (int i = 0; i < misfits.length; i++) {
      double sum = 0;
      for (int k = 0; k <= versions; k++) {
        sum += a[k] * scaled[i][k];
      }
      misfits[i] = Math.abs(sum - 1);
    }
    double millis = a.length == 0 ? Double.NaN : a[base];
    double[] slowdown = new double[versions];
    for (int v = 0; v < versions; v++) {
      slowdown[v] = measured[v] && a[v] > 0 && millis > 0 ? a[v] / millis : 1;
    }
    double cost = collector && millis > 0 ? a[versions] / millis : 0;
    return new WorkFit(base, millis, cost, slowdown, measured, Fits.median(misfits), scaled.length);
  }

  /**
   * Mean of f / (1 − f) over the pods; 0 when the heap was not recorded, below 0 when it is full.
   */
  private static double burden(History h, int i) {
    double sum = 0;
    for (int v = 0; v < h.versions.size(); v++) {
      double f = History.between(h.heap[v], i);
      if (h.share[v][i] > 0 && Double.isFinite(f)) {
        if (f > FULL) {
          return -1;
        }
        sum += h.share[v][i] * f / (1 - f);
      }
    }
    return sum;
  }
}

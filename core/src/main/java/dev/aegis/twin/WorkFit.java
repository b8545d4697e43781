package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request costs, by the utilisation law: busy slots over completions is the time that one
 * request holds a slot (Denning and Buzen, The Operational Analysis of Queueing Network Models,
 * 1978). Less the time of its calls it is the request's own work, which is explained by the
 * versions' shares of the traffic and by the collector, which takes the share {@code g = k · f / (1
 * − f)} of the time: {@code own · (1 − g) = Σ share_v · a_v}, fitted by non-negative least squares
 * on relative errors. Where requests share processors, own work is what it would be alone, see
 * {@link Sharing#alone}.
 *
 * @param names of the versions, in the order of the columns
 * @param base the version whose slowdown is 1
 * @param millis own work of the base version on an empty heap
 * @param gcCost k; 0 when the heap did not vary enough to tell
 * @param slowdown by version
 * @param measured by version, whether its share of the traffic ever sufficed to tell
 * @param misfit median relative error of the fit
 * @param points points used
 * @param cores that the requests of a pod share; 0 where they share none
 */
// Columns of figures that nobody compares or prints.
@SuppressWarnings("ArrayRecordComponent")
record WorkFit(
    List<String> names,
    int base,
    double millis,
    double gcCost,
    double[] slowdown,
    boolean[] measured,
    double misfit,
    int points,
    double cores) {
  /** The collector's cost shows only where f / (1 − f) has moved by this much. */
  private static final double LEAST_HEAP_RANGE = 0.3;

  /** Above it the collector is about to give up and averages over pods mislead. */
  private static final double FULL = 0.97;

  /** Slots that are busier than this are hardly ever free. */
  private static final double SATURATED = 0.9;

  /** A version with less of the traffic than this cannot be told from noise of the utilisation. */
  private static final double LEAST_SHARE = 0.2;

  /**
   * Fits it from the points at which no pod came or went, or, while that leaves a version
   * unmeasured, from all at which none died.
   */
  static WorkFit of(History h, int base, int slots, double cores) {
    WorkFit steady = of(h, base, slots, cores, true);
    for (int v = 0; v < h.versions.size(); v++) {
      if (!steady.measured[v]) {
        return of(h, base, slots, cores, false);
      }
    }
    return steady;
  }

  private static WorkFit of(History h, int base, int slots, double cores, boolean steady) {
    int versions = h.versions.size();
    List<double[]> rows = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    boolean[] measured = new boolean[versions];
    for (int i = 0; i < h.size(); i++) {
      double held = heldMillis(h, i, slots);
      double calls = h.callMillis(i);
      double y = alone(h, i, held - (Double.isNaN(calls) ? 0 : calls), cores);
      double x = burden(h, i);
      boolean usable = !h.blind[i] && (steady ? h.steady(i) : !(h.died[i] > 0));
      if (!usable || !(y > 0) || !(h.completions[i] > 0) || Double.isNaN(h.share[0][i]) || x < 0) {
        continue;
      }
      double[] row = new double[versions + 1];
      double shares = 0;
      for (int v = 0; v < versions; v++) {
        row[v] = h.share[v][i];
        shares += row[v];
        measured[v] |= row[v] > LEAST_SHARE;
      }
      if (!(shares > 0)) {
        continue;
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
      for (int k = 0; k < versions; k++) {
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
    double cost = collector && millis > 0 ? a[versions] : 0;
    return new WorkFit(
        h.versions,
        base,
        millis,
        cost,
        slowdown,
        measured,
        Quantile.median(misfits),
        scaled.length,
        cores);
  }

  /** Where slots are full, processors are busy all the time: no queue of any length is needed. */
  private static double alone(History h, int i, double millis, double cores) {
    double full = 1000 * cores / perPod(h, i);
    return cores > 0 && h.utilisation[i] > SATURATED && millis > full
        ? full
        : Sharing.alone(millis, perPod(h, i), cores, History.between(h.pods, i));
  }

  /** Completions of a pod, per second. */
  private static double perPod(History h, int i) {
    return h.completions[i] / History.between(h.pods, i);
  }

  /** Time for which a request held a slot, by the utilisation law; NaN where that is not known. */
  static double heldMillis(History h, int i, int slots) {
    return 1000 * slots * History.between(h.pods, i) * h.utilisation[i] / h.completions[i];
  }

  /** How long the fit says that a request's own work took at a point, in milliseconds. */
  double ownMillis(History h, int i) {
    double mean = 0;
    double shares = 0;
    for (int v = 0; v < h.versions.size(); v++) {
      mean += h.share[v][i] * slowdown(h.versions.get(v));
      shares += h.share[v][i];
    }
    // A point in which a setting changed belongs to no column.
    mean = shares > 0 || Double.isNaN(shares) ? mean : 1;
    double collected = Math.min(ServiceModel.MOST_COLLECTING, gcCost * Math.max(0, burden(h, i)));
    return Sharing.shared(
        millis * mean / (1 - collected), perPod(h, i), cores, History.between(h.pods, i));
  }

  /** The factor of a version, or of a version under settings; 1 for what was never seen. */
  double slowdown(String name) {
    int v = names.indexOf(name);
    return v < 0 ? 1 : slowdown[v];
  }

  boolean measured(String name) {
    int v = names.indexOf(name);
    return v >= 0 && measured[v];
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

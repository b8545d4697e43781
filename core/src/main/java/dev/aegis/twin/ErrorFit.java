package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import java.util.Arrays;

/** How often a version fails by its own fault. */
final class ErrorFit {
  /** Below this share of the timeout the 99th percentile shows that hardly anything timed out. */
  static final double IN_TIME = 0.8;

  /** Fuller pods may refuse, and refusals are no fault of the version. */
  private static final double NOT_FULL = 0.95;

  private static final double LEAST = 1e-4;

  private ErrorFit() {}

  /**
   * The median error ratio at the points where answers came in time, no pod died, and the version
   * did most of the work. Where versions share one error series, points at which pods may have
   * refused do not count either, nor where changes of settings are told apart: a service counts its
   * refusals among its errors, and what a setting made slow refuses.
   *
   * @return 0 to 1; NaN when there is no such point
   */
  static double of(History h, int v, double timeoutSeconds) {
    double limit = IN_TIME * 1000 * timeoutSeconds;
    double[] own = h.table.column(Metric.ERROR_RATIO, h.runs.get(v));
    boolean bySetting = h.versions.size() > h.runs.stream().distinct().count();
    boolean apart = !Double.isNaN(Quantile.median(own));
    double[] kept = new double[h.size()];
    Arrays.fill(kept, Double.NaN);
    for (int i = 0; i < kept.length; i++) {
      boolean inTime = !(h.p99[i] > limit) && h.steady(i);
      boolean fromPods = apart && !bySetting || !(h.utilisation[i] > NOT_FULL);
      if (inTime && fromPods && h.share[v][i] > (apart ? 0.1 : 0.5)) {
        double ofPods = h.odd.isPresent() ? h.odd.get().errorRatio(i) : 0;
        kept[i] = without(h.callErrors(i), without(ofPods, apart ? own[i] : h.errors[i]));
      }
    }
    double found = Quantile.median(kept);
    return found < LEAST ? 0 : found;
  }

  /** What is left of a share of failures when requests fail this often for something else. */
  static double without(double otherwise, double failed) {
    return otherwise < 1 ? Math.max(0, 1 - (1 - failed) / (1 - otherwise)) : Double.NaN;
  }
}

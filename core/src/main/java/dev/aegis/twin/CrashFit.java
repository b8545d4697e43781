package dev.aegis.twin;

/**
 * The share of requests that end their pod, where pods die that are not full: deaths over requests
 * begun, in the time in which a version served under given settings. A death while nobody was
 * served belongs to no version.
 */
final class CrashFit {
  /** Fewer deaths may have any cause. */
  private static final int LEAST_DEATHS = 3;

  /** A pod this full dies of its heap. */
  private static final double FULL = 0.7;

  private static final double LEAST_SHARE = 0.5;

  /** So many points later a death may be counted. */
  private static final int COUNTED_LATE = 6;

  private CrashFit() {}

  /** Fits it for one column of a history: 0 to 1; 0 where hardly any pod died. */
  static double of(History h, int column, int slots) {
    double begun = 0;
    double deaths = 0;
    for (int i = 0; i < h.size(); i++) {
      if (!(h.share[column][i] > LEAST_SHARE) || wasFull(h, column, i)) {
        continue;
      }
      double died = Double.isNaN(h.died[i]) ? 0 : h.died[i];
      double served = Double.isNaN(h.completions[i]) ? 0 : h.completions[i] * h.table.lengths[i];
      deaths += died;
      begun += served + died * inPod(h, i, slots);
    }
    return deaths < LEAST_DEATHS ? 0 : Math.min(1, deaths / begun);
  }

  /** A death is counted when the pod is back, or when nobody answers: what was before tells why. */
  private static boolean wasFull(History h, int column, int i) {
    for (int j = Math.max(0, i - COUNTED_LATE); j <= i; j++) {
      if (h.heap[column][j] > FULL) {
        return true;
      }
    }
    return false;
  }

  /** Requests that a pod has, which die with it. */
  private static double inPod(History h, int i, int slots) {
    double waiting = h.pods[i] > 0 ? h.waiting[i] / h.pods[i] : 0;
    double working = slots * h.utilisation[i];
    return 1 + (Double.isNaN(waiting) ? 0 : waiting) + (Double.isNaN(working) ? 0 : working);
  }

  /** Seconds from the death of a pod until it answers again; NaN where too few died to tell. */
  static double restartSeconds(History h, double usualPods) {
    double missing = 0;
    double deaths = 0;
    for (int i = 0; i < h.size(); i++) {
      deaths += Double.isNaN(h.died[i]) ? 0 : h.died[i];
      if (deaths > 0 && h.pods[i] < usualPods) {
        missing += (usualPods - h.pods[i]) * h.table.lengths[i];
      }
    }
    return deaths < LEAST_DEATHS ? Double.NaN : missing / deaths;
  }
}

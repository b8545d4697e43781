package dev.aegis.twin;

/**
 * Versions whose pods are ready, are given requests, and answer next to none of them. No rate can
 * be fitted to that; what is known is that whoever is sent to them gets no answer.
 */
final class SilentFit {
  /** Ready at fewer points a pod may not have been asked yet. */
  private static final int LEAST_POINTS = 2;

  /** Where so few requests fail, most are answered by somebody. */
  private static final double FAILING = 0.02;

  /** A pod may have answered so many of its requests before it stopped. */
  private static final double NEXT_TO_NOTHING = 0.05;

  private SilentFit() {}

  /** Whether a version answers nothing; the history must not be split. */
  static boolean is(History h, int v) {
    int points = 0;
    double given = 0;
    double answered = 0;
    for (int i = 0; i < h.size(); i++) {
      double seconds = h.table.lengths[i];
      double done = h.share[v][i] * h.completions[i] * seconds;
      answered += done > 0 ? done : 0;
      if (h.ready[v][i] > 0 && h.offered[i] > 0) {
        // Whoever is ready is given requests in turn.
        given += h.offered[i] * seconds * h.ready[v][i] / Math.max(h.ready[v][i], h.pods[i]);
        points += h.errors[i] > FAILING ? 1 : 0;
      }
    }
    return h.versions.size() > 1 && points >= LEAST_POINTS && answered <= NEXT_TO_NOTHING * given;
  }

  /** By point, whether pods of such a version are ready. */
  static boolean[] blind(History h) {
    boolean[] blind = new boolean[h.size()];
    for (int v = 0; v < h.versions.size(); v++) {
      boolean silent = is(h, v);
      for (int i = 0; i < blind.length; i++) {
        blind[i] |= silent && h.ready[v][i] > 0;
      }
    }
    return blind;
  }

  /**
   * How its pods took the place of the others, by how many of these were still ready.
   *
   * @param from first point of the replay
   * @param to last point that nobody's own action had changed yet
   */
  static Fitted.Past.Deployed rollout(History h, int v, int from, int to) {
    double before = h.pods[from];
    int first = from;
    while (first < to && others(h, v, first) >= before) {
      first++;
    }
    int last = first;
    while (last < to && others(h, v, last) > 0) {
      last++;
    }
    int answering = first;
    while (answering < to && !(h.ready[v][answering] > 0)) {
      answering++;
    }
    double exchanged = before - others(h, v, last);
    double between = exchanged > 1 ? (h.seconds(last) - h.seconds(first)) / (exchanged - 1) : 0;
    return new Fitted.Past.Deployed(
        h.region,
        h.versions.get(v),
        Math.max(h.seconds(from), h.seconds(first) - h.table.step / 2),
        between,
        h.seconds(answering) - h.seconds(first));
  }

  private static double others(History h, int v, int i) {
    double sum = 0;
    for (int w = 0; w < h.ready.length; w++) {
      sum += w != v && h.ready[w][i] > 0 ? h.ready[w][i] : 0;
    }
    return sum;
  }
}

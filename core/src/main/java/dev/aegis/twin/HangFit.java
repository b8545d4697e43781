package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The share of requests that are never answered and hold their slot for good. Slots held beyond
 * what answered requests account for, by Little's law, grow with the requests begun, while those
 * that are answered take as long as before: the Theil-Sen slope of the one over the other.
 *
 * @param perRequest 0 to 1; 0 where nothing hangs or slowness explains it as well
 * @param fromSeconds when it began, in the history's seconds
 */
record HangFit(double perRequest, double fromSeconds) {
  static final HangFit NONE = new HangFit(0, Double.NEGATIVE_INFINITY);

  /** A rise of fewer slots may be chance. */
  private static final double LEAST_SLOTS = 1.5;

  /** Slots that answered requests may hold more or less by chance, at least. */
  private static final double NEXT_TO_NOTHING = 1;

  /** The median of absolute errors is this much smaller than the standard deviation. */
  private static final double MEDIAN_TO_DEVIATION = 1.48;

  private static final int LEAST_POINTS = 3;

  /** Slots fuller than this hold no more, whatever hangs. */
  private static final double FULL = 0.97;

  /** Half of the requests may take this much longer before it is called slowness. */
  private static final double AS_FAST = 1.25;

  private static final double LEAST_SHARE = 0.9;

  /**
   * Fits it for one column of a history.
   *
   * @param quiet points of the quiet time, which say how long requests take
   */
  static HangFit of(History h, int column, int quiet, int slots) {
    double usual = usual(h, quiet, slots);
    double p50 = Quantile.median(Arrays.copyOf(h.p50, quiet));
    List<Integer> used = new ArrayList<>();
    for (int i = quiet; i < h.size(); i++) {
      if (h.share[column][i] > LEAST_SHARE
          && h.utilisation[i] < FULL
          && h.steady(i)
          && !h.blind[i]) {
        used.add(i);
      }
    }
    double[] stuck = used.stream().mapToDouble(i -> beyond(h, i, slots, usual)).toArray();
    double chance =
        MEDIAN_TO_DEVIATION
            * Quantile.median(
                IntStream.range(0, quiet).mapToDouble(i -> Math.abs(beyond(h, i, slots, usual))));
    double nothing = Math.max(NEXT_TO_NOTHING, 2 * chance);
    int from = rising(stuck, nothing);
    List<Integer> risen = used.subList(from, used.size());
    if (risen.size() < LEAST_POINTS || !(usual > 0) || !asFast(h, risen, p50)) {
      return NONE;
    }
    double[] begun = begun(h, risen);
    Fits.Slope slope =
        Fits.theilSen(begun, Arrays.copyOfRange(stuck, from, stuck.length), new int[begun.length]);
    double rise = slope.median() * (begun[begun.length - 1] - begun[0]);
    return slope.low() > 0
            && rise >= Math.max(LEAST_SLOTS, 4 * chance)
            && failed(h, risen) > slope.median() / 2
        ? new HangFit(
            Math.min(1, slope.median()),
            // What hung already when it was first seen alone has done so from the start.
            stuck[from] < nothing ? h.seconds(risen.getFirst()) : Double.NEGATIVE_INFINITY)
        : NONE;
  }

  /** Slots held beyond what answered requests account for. */
  private static double beyond(History h, int i, int slots, double usual) {
    return slots * h.pods[i] * h.utilisation[i] - h.completions[i] * usual / 1000;
  }

  /**
   * The last point at which next to nothing was stuck: what hangs may begin to do so at any time.
   */
  private static int rising(double[] stuck, double nothing) {
    for (int j = stuck.length - 1; j > 0; j--) {
      if (stuck[j] < nothing) {
        return j;
      }
    }
    return 0;
  }

  /** Requests begun between the first of the points and each of them. */
  private static double[] begun(History h, List<Integer> points) {
    double[] begun = new double[points.size()];
    double sum = 0;
    for (int j = 1; j < begun.length; j++) {
      for (int k = points.get(j - 1) + 1; k <= points.get(j); k++) {
        sum += h.offered[k] * h.table.lengths[k];
      }
      begun[j] = sum;
    }
    return begun;
  }

  /**
   * Whoever is never answered gives up after a while: what hangs shows among the errors as well.
   */
  private static double failed(History h, List<Integer> points) {
    return points.stream().mapToDouble(i -> h.errors[i]).filter(Double::isFinite).max().orElse(0);
  }

  private static double usual(History h, int quiet, int slots) {
    double[] held = new double[quiet];
    for (int i = 0; i < quiet; i++) {
      held[i] = WorkFit.heldMillis(h, i, slots);
    }
    return Quantile.median(held);
  }

  private static boolean asFast(History h, List<Integer> used, double p50) {
    double now = Quantile.median(used.stream().mapToDouble(i -> h.p50[i]));
    return Double.isNaN(p50) || Double.isNaN(now) || now < AS_FAST * p50;
  }
}

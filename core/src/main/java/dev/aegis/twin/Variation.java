package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.List;

/** How much calls vary since they are not as usual, where queues are short enough to tell. */
final class Variation {
  /** Busier slots make requests wait, and their percentile tells of the waiting. */
  private static final double BUSY = 0.7;

  /** Answers this close to the time-out are cut off by it. */
  private static final double IN_TIME = 0.8;

  private static final int LEAST_POINTS = 2;

  private Variation() {}

  /**
   * The coefficient of variation that the changed calls share, such that the 99th percentile of a
   * request is that seen since; in the median over the points.
   *
   * @param cv of own work and of the calls that are as usual
   * @return NaN where it cannot be told
   */
  static double ofChanged(
      List<CallFit> fits, History h, WorkFit work, double cv, double timeoutSeconds) {
    double changed =
        fits.stream()
            .mapToDouble(CallFit::changedAt)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.POSITIVE_INFINITY);
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < h.size() && Double.isFinite(changed); i++) {
      boolean told =
          h.seconds(i) > changed + h.table.step
              && h.utilisation[i] < BUSY
              && h.p99[i] < IN_TIME * 1000 * timeoutSeconds;
      if (told) {
        found.add(at(fits, h, i, work, cv));
      }
    }
    return found.size() < LEAST_POINTS
        ? Double.NaN
        : Quantile.median(found.stream().mapToDouble(Double::doubleValue));
  }

  private static double at(List<CallFit> fits, History h, int i, WorkFit work, double cv) {
    double[] means = new double[1 + fits.size()];
    double[] known = new double[means.length];
    means[0] = work.ownMillis(h, i);
    known[0] = cv;
    for (int k = 0; k < fits.size(); k++) {
      String to = fits.get(k).to();
      means[k + 1] =
          h.calls.stream()
              .filter(c -> c.to().equals(to))
              .mapToDouble(c -> c.millis()[i])
              .filter(Double::isFinite)
              .findFirst()
              .orElse(0);
      known[k + 1] = fits.get(k).changed() ? Double.NaN : cv;
    }
    return Spread.unknown(means, known, h.p99[i]);
  }
}

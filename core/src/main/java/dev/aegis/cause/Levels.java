package dev.aegis.cause;

import dev.aegis.telemetry.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is normal and what is now, for each metric of the region.
 *
 * @param evidence id; empty when nothing is recorded
 * @param calls the time of calls to the dependency
 * @param byMetric by the metric's name
 */
record Levels(String evidence, Metric calls, Map<String, Level> byMetric) {
  private static final Level ABSENT = new Level(Double.NaN, Double.NaN, 0);
  private static final double HALF_BELIEVED_POINTS = 1;

  /**
   * One metric.
   *
   * @param before its median before the cut; NaN when not recorded
   * @param newest its median now; NaN when not recorded
   * @param points the fewer of the points behind either
   */
  record Level(double before, double newest, double points) {
    boolean known() {
      return Double.isFinite(before) && Double.isFinite(newest);
    }

    /** How well a comparison of the two is known, 0 to 1. */
    double reliability() {
      return points / (points + HALF_BELIEVED_POINTS);
    }

    /**
     * What is gone of what was, at most 1 and below 0 for more; NaN when either is not recorded.
     */
    double lostShare() {
      return before > 0 ? 1 - newest / before : Double.NaN;
    }

    /** Natural logarithm of newest over before; NaN when either is not recorded or not above 0. */
    double logRatio() {
      return before > 0 && newest > 0 ? Math.log(newest / before) : Double.NaN;
    }
  }

  static Levels ask(Inquiry inquiry, Exhibits exhibits) {
    String query = Queries.levels(inquiry);
    Sql.Rows rows = exhibits.ask(query);
    Map<String, Level> byMetric = new TreeMap<>();
    for (List<String> row : rows.rows()) {
      byMetric.put(
          rows.text(row, "metric"),
          new Level(
              rows.number(row, "before"),
              rows.number(row, "newest"),
              Math.min(rows.number(row, "points_before"), rows.number(row, "points_newest"))));
    }
    return new Levels(exhibits.keep(finding(byMetric), query, rows), inquiry.calls(), byMetric);
  }

  Level of(Metric metric) {
    return byMetric.getOrDefault(metric.name(), ABSENT);
  }

  /**
   * What people ask for: requests without those that clients sent again, which are a consequence of
   * trouble and not its cause. All requests where repetitions are not recorded.
   */
  Level traffic() {
    Level all = of(Metric.REQUEST_RATE);
    Level again = of(Metric.RETRY_RATIO);
    return again.known()
        ? new Level(
            all.before() * (1 - again.before()),
            all.newest() * (1 - again.newest()),
            Math.min(all.points(), again.points()))
        : all;
  }

  /**
   * The time of a call to the dependency as its callers measured it, less what their own
   * collections add: who stands still for the share g of the time finds every answer late by {@code
   * 1 / (1 - g)}.
   */
  Level dependency() {
    Level measured = of(calls);
    double collecting = of(Metric.GC_RATIO).newest();
    return collecting > 0
        ? new Level(
            measured.before(), measured.newest() * (1 - Math.min(1, collecting)), measured.points())
        : measured;
  }

  /** Response time of the typical request: the mean, else the median; ABSENT when neither. */
  Level typicalLatency() {
    Level mean = of(Metric.LATENCY_MEAN);
    return mean.known() ? mean : of(Metric.LATENCY_P50);
  }

  private static String finding(Map<String, Level> byMetric) {
    String moved =
        byMetric.entrySet().stream()
            .filter(e -> Math.abs(e.getValue().logRatio()) > Math.log(1.2))
            .map(e ->
                e.getKey()
                    + " "
                    + Words.plain(e.getValue().before())
                    + " → "
                    + Words.plain(e.getValue().newest()))
            .collect(Collectors.joining(", "));
    return moved.isEmpty()
        ? "no median of the region moved by a fifth or more"
        : "against normal: " + moved;
  }
}

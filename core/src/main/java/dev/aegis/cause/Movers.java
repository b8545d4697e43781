package dev.aegis.cause;

import dev.aegis.telemetry.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What latency follows, and what moved first.
 *
 * @param followsEvidence id of the correlations; empty when none could be computed
 * @param withGc correlation of the logarithm of p99 with garbage collection, -1 to 1; NaN when
 *     unknown
 * @param withTraffic with traffic
 * @param withDependency with the dependency's response time
 * @param movedEvidence id of the order of movements; empty when nothing moved
 * @param movedAt by metric: seconds from the onset until it first left its band
 */
record Movers(
    String followsEvidence,
    double withGc,
    double withTraffic,
    double withDependency,
    String movedEvidence,
    Map<String, Double> movedAt) {
  private static final double FEW = 8;

  static Movers ask(Inquiry inquiry, Exhibits exhibits) {
    String followsQuery = Queries.whatLatencyFollows(inquiry);
    Sql.Rows follows = exhibits.ask(followsQuery);
    double gc = correlation(follows, "with_gc", "gc_points");
    double traffic = correlation(follows, "with_traffic", "traffic_points");
    double dependency = correlation(follows, "with_dependency", "dependency_points");
    boolean any = !(Double.isNaN(gc) && Double.isNaN(traffic) && Double.isNaN(dependency));
    String followsId =
        any
            ? exhibits.keep(
                "p99 goes with garbage collection "
                    + said(gc)
                    + ", with traffic "
                    + said(traffic)
                    + ", with the dependency "
                    + said(dependency),
                followsQuery,
                follows)
            : "";
    String movedQuery = Queries.firstToMove(inquiry);
    Sql.Rows moved = exhibits.ask(movedQuery);
    Map<String, Double> movedAt = new TreeMap<>();
    for (List<String> row : moved.rows()) {
      movedAt.put(moved.text(row, "metric"), moved.number(row, "seconds_from_onset"));
    }
    String order =
        moved.rows().stream()
            .limit(4)
            .map(r -> moved.text(r, "metric"))
            .collect(Collectors.joining(", "));
    return new Movers(
        followsId,
        gc,
        traffic,
        dependency,
        exhibits.keep("left their normal band in this order: " + order, movedQuery, moved),
        movedAt);
  }

  /**
   * A quantity that stands still while p99 moves has no correlation; then p99 does not follow it.
   */
  private static double correlation(Sql.Rows rows, String column, String points) {
    if (rows.rows().isEmpty()) {
      return Double.NaN;
    }
    List<String> row = rows.rows().getFirst();
    if (!(rows.number(row, points) >= FEW)) {
      return Double.NaN;
    }
    double value = rows.number(row, column);
    return Double.isNaN(value) ? 0 : value;
  }

  private static String said(double correlation) {
    return Double.isNaN(correlation) ? "(not known)" : Words.plain(correlation);
  }

  /** Seconds by which the metric moved before latency did; NaN unless both moved. */
  double leadOver(Metric metric) {
    Double latency = movedAt.get(Metric.LATENCY_P99.name());
    Double other = movedAt.get(metric.name());
    return latency == null || other == null ? Double.NaN : latency - other;
  }
}

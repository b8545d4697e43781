package dev.aegis.cause;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How live heap grows, by version.
 *
 * @param evidence id; empty when nothing is recorded
 * @param lines one a metric, version, phase and level
 */
record Heap(String evidence, List<Line> lines) {
  private static final double FEW_POINTS = 5;
  private static final double UNSURE_RISE = 0.08;
  private static final double SHORTEST_SECONDS = 120;

  /**
   * The middle of the lines fitted to the lives of one version's pods.
   *
   * @param metric {@code heap_ratio} or the weaker {@code memory_ratio}
   * @param version empty for the region as a whole
   * @param after whether it lies after the cut
   * @param ofPods whether pods were fitted one by one
   * @param lives how many lines there are
   * @param points under the typical line
   * @param seconds that the typical line spans
   * @param growthPerMinute share of the heap a minute
   * @param r2 share of the variance that the typical line explains
   */
  record Line(
      String metric,
      String version,
      boolean after,
      boolean ofPods,
      double lives,
      double points,
      double seconds,
      double growthPerMinute,
      double r2) {

    /**
     * How much of the heap it takes over the span of the line, or over two minutes where the line
     * is shorter: a leak that was watched for ten seconds has not risen yet, and is one all the
     * same.
     */
    double rise() {
      return growthPerMinute * Math.max(seconds, SHORTEST_SECONDS) / 60;
    }

    /**
     * The slope over its standard error, lives taken as independent; infinite for a perfect line.
     */
    double tStatistic() {
      double single = Math.sqrt(r2 * (points - 2) / (1 - r2));
      return Math.copySign(single * Math.sqrt(lives), growthPerMinute);
    }

    /** 0 to 1: falls with few points and with a standard error of the rise that is large. */
    double reliability() {
      double t = Math.abs(tStatistic());
      double standardError = t > 0 ? Math.abs(rise()) / t : 0;
      return lives * points / (lives * points + FEW_POINTS) / (1 + standardError / UNSURE_RISE);
    }

    /**
     * A figure after collection tells a leak; memory in use also holds what is not collected yet.
     */
    double trust() {
      return metric.equals(Metric.HEAP_RATIO.name()) ? 1 : 0.5;
    }
  }

  static Heap ask(Inquiry inquiry, Exhibits exhibits) {
    String query = Queries.heapByVersion(inquiry);
    Sql.Rows rows = exhibits.ask(query);
    List<Line> lines = new ArrayList<>();
    for (List<String> row : rows.rows()) {
      lines.add(
          new Line(
              rows.text(row, "metric"),
              rows.text(row, "version"),
              rows.text(row, "phase").equals("after"),
              rows.text(row, "level").equals("pod"),
              rows.number(row, "lives"),
              rows.number(row, "points_a_life"),
              rows.number(row, "seconds"),
              rows.number(row, "growth_per_minute"),
              rows.number(row, "r2")));
    }
    Heap unnamed = new Heap("", List.copyOf(lines));
    return new Heap(
        exhibits.keep(unnamed.finding(inquiry.suspectedDeploy()), query, rows), unnamed.lines());
  }

  /**
   * The line that shows what runs since the cut: the new version where a deploy tells it apart. A
   * setting changes all versions alike.
   */
  Optional<Line> current(Optional<Change> deploy) {
    if (deploy.filter(Changes::isSetting).isPresent()) {
      return best(l -> l.after() && l.version().isEmpty()).or(() -> best(Line::after));
    }
    String version = deploy.map(Change::version).orElse("");
    return best(l -> l.after() && !version.isEmpty() && l.version().equals(version))
        .or(() -> best(l -> l.after() && l.version().isEmpty()));
  }

  /** The line that shows what ran before the cut. */
  Optional<Line> former(Optional<Change> deploy) {
    if (deploy.filter(Changes::isSetting).isPresent()) {
      return best(l -> !l.after() && l.version().isEmpty()).or(() -> best(l -> !l.after()));
    }
    String version = deploy.map(Change::previous).orElse("");
    return best(l -> !l.after() && !version.isEmpty() && l.version().equals(version))
        .or(() -> best(l -> !l.after() && l.version().isEmpty()));
  }

  private Optional<Line> best(Predicate<Line> condition) {
    return pick(condition, Metric.HEAP_RATIO, true)
        .or(() -> pick(condition, Metric.HEAP_RATIO, false))
        .or(() -> pick(condition, Metric.MEMORY_RATIO, true))
        .or(() -> pick(condition, Metric.MEMORY_RATIO, false));
  }

  private Optional<Line> pick(Predicate<Line> condition, Metric metric, boolean ofPods) {
    return lines.stream()
        .filter(condition)
        .filter(l -> l.metric().equals(metric.name()) && l.ofPods() == ofPods)
        .filter(l -> Double.isFinite(l.growthPerMinute()) && Double.isFinite(l.r2()))
        .findFirst();
  }

  private String finding(Optional<Change> deploy) {
    return current(deploy)
        .map(l ->
            "heap "
                + (l.version().isEmpty() ? "" : "on " + Words.name(l.version()) + " ")
                + "moves by "
                + Words.percent(l.growthPerMinute())
                + " of its limit a minute")
        .orElse("too few points of heap since the change for a line");
  }
}

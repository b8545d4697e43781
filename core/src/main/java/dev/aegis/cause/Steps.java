package dev.aegis.cause;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Response times and errors by version, before the cut, in its first minute, and now.
 *
 * @param evidence id; empty when nothing is recorded
 * @param rows one a metric and version
 */
record Steps(String evidence, List<Row> rows) {

  /** One metric of one version; NaN where there is no point. */
  record Row(String metric, String version, double before, double firstMinute, double newest) {}

  /**
   * A comparison of what ran before with what runs since.
   *
   * @param before of the old version, before the cut
   * @param first of the new version, in its first minute
   * @param newest of the new version, now
   */
  record Step(double before, double first, double newest) {
    boolean known() {
      return Double.isFinite(before) && Double.isFinite(first);
    }
  }

  static Steps ask(Inquiry inquiry, Exhibits exhibits) {
    String query = Queries.byVersion(inquiry);
    Sql.Rows answer = exhibits.ask(query);
    List<Row> rows = new ArrayList<>();
    for (List<String> row : answer.rows()) {
      rows.add(
          new Row(
              answer.text(row, "metric"),
              answer.text(row, "version"),
              answer.number(row, "before"),
              answer.number(row, "first_minute"),
              answer.number(row, "newest")));
    }
    return new Steps(exhibits.keep(finding(rows), query, answer), List.copyOf(rows));
  }

  private static String finding(List<Row> rows) {
    long versions = rows.stream().map(Row::version).filter(v -> !v.isEmpty()).distinct().count();
    return versions > 0
        ? "response times and errors of " + versions + " versions, before and after the change"
        : "response times and errors before and after; versions are not told apart";
  }

  /** The step from the version before to the version since, or of the region where none is told. */
  Optional<Step> of(Metric metric, Optional<Change> release) {
    Optional<Row> region = row(metric, "");
    Optional<Change> deploy = release.filter(c -> !Changes.isSetting(c));
    Optional<Row> old = deploy.map(Change::previous).flatMap(v -> row(metric, v)).or(() -> region);
    Optional<Row> young = deploy.map(Change::version).flatMap(v -> row(metric, v)).or(() -> region);
    return old.flatMap(o -> young.map(y -> new Step(o.before(), y.firstMinute(), y.newest())))
        .filter(Step::known);
  }

  /**
   * Two versions side by side, while a deploy has reached some of the pods.
   *
   * @param old what ran before the change and still runs
   * @param young what the change brought
   */
  record Contrast(double old, double young) {}

  /** Both versions now, where a deploy tells them apart and both still answer. */
  Optional<Contrast> contrast(Metric metric, Optional<Change> release) {
    Optional<Change> deploy = release.filter(c -> !Changes.isSetting(c));
    Optional<Row> old = deploy.map(Change::previous).flatMap(v -> row(metric, v));
    Optional<Row> young = deploy.map(Change::version).flatMap(v -> row(metric, v));
    return old.flatMap(o -> young.map(y -> new Contrast(o.newest(), y.newest())))
        .filter(c -> Double.isFinite(c.old()) && Double.isFinite(c.young()));
  }

  private Optional<Row> row(Metric metric, String version) {
    return rows.stream()
        .filter(r -> r.metric().equals(metric.name()) && r.version().equals(version))
        .findFirst();
  }
}

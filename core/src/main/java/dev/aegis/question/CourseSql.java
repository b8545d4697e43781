package dev.aegis.question;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of courses in time: shapes, slopes, budgets and gaps. */
final class CourseSql {
  private final Clauses clauses;

  CourseSql(Clauses clauses) {
    this.clauses = clauses;
  }

  String histogram(Measure.Histogram histogram) {
    String column = Sql.name(histogram.metric().column());
    String condition = Sql.both(clauses.rowsInSpan(), column + " IS NOT NULL");
    return "WITH bounds AS (\n  SELECT min("
        + column
        + ") AS low, max("
        + column
        + ") AS high"
        + "\n  FROM "
        + clauses.table()
        + Sql.where(condition).replace("\n", "\n  ")
        + ")"
        + "\nSELECT low + step * (high - low) / 10 AS from_value,"
        + "\n  low + (step + 1) * (high - low) / 10 AS to_value, count(*) AS samples"
        + "\nFROM (\n  SELECT least(9, CASE WHEN high > low THEN floor(10 * ("
        + column
        + " - low) / (high - low)) ELSE 0 END) AS step, low, high"
        + "\n  FROM "
        + clauses.table()
        + ", bounds"
        + Sql.where(condition).replace("\n", "\n  ")
        + ")"
        + "\nGROUP BY step, low, high\nORDER BY step";
  }

  String peak(Measure.Peak peak) {
    String column = Sql.name(peak.metric().column());
    String extreme = peak.highest() ? "max" : "min";
    String title = Sql.name(extreme + "_" + peak.metric().column());
    return Clauses.selected(
            clauses.keys(),
            (peak.highest() ? "arg_max(ts, " : "arg_min(ts, ") + column + ") AS peak_at",
            extreme + "(" + column + ") AS " + title)
        + "\nFROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan())
        + clauses.groupBy()
        + "\nHAVING count("
        + column
        + ") > 0"
        + clauses.orderBy(title)
        + clauses.limit();
  }

  /** The mean of all series at each instant, which a straight line is laid through. */
  private String course(MetricColumn metric) {
    String column = Sql.name(metric.column());
    List<String> keys = new ArrayList<>();
    keys.add("ts");
    clauses.question().by().forEach(d -> keys.add(Sql.name(d)));
    return "\nFROM (\n  SELECT "
        + String.join(", ", keys)
        + ", avg("
        + column
        + ") AS level"
        + "\n  FROM "
        + clauses.table()
        + Sql.where(Sql.both(clauses.rowsInSpan(), column + " IS NOT NULL")).replace("\n", "\n  ")
        + "\n  GROUP BY "
        + String.join(", ", keys)
        + ")";
  }

  String trend(Measure.Trend trend) {
    return Clauses.selected(
            clauses.keys(),
            "regr_slope(level, epoch(ts) / 60) AS slope_per_minute",
            "regr_r2(level, epoch(ts) / 60) AS r2",
            "arg_min(level, ts) AS first_value",
            "arg_max(level, ts) AS last_value")
        + course(trend.metric())
        + clauses.groupBy()
        + "\nHAVING count(*) > 1"
        + clauses.orderBy("slope_per_minute")
        + clauses.limit();
  }

  String timeTo(Measure.TimeTo time) {
    String slope = "regr_slope(level, epoch(ts) / 60)";
    String left =
        "CASE WHEN arg_max(level, ts) >= "
            + Sql.number(time.level())
            + " THEN 0 WHEN "
            + slope
            + " > 0 THEN ("
            + Sql.number(time.level())
            + " - arg_max(level, ts)) / "
            + slope
            + " END AS minutes_left";
    return Clauses.selected(
            clauses.keys(),
            left,
            slope + " AS slope_per_minute",
            "arg_max(level, ts) AS last_value")
        + course(time.metric())
        + clauses.groupBy()
        + "\nHAVING count(*) > 1"
        + clauses.orderBy("minutes_left")
        + clauses.limit();
  }

  String budget(Measure.Budget budget) {
    String burn =
        "avg(" + Sql.name(budget.errors().column()) + ") / " + Sql.number(budget.allowed());
    String title = budget.way() == Measure.Budget.Spend.LEFT ? "budget_left" : "burn_rate";
    return Clauses.selected(
            clauses.keys(),
            (budget.way() == Measure.Budget.Spend.LEFT ? "1 - " : "") + burn + " AS " + title,
            "avg("
                + Sql.name(budget.errors().column())
                + ") AS "
                + Sql.name("mean_" + budget.errors().column()))
        + "\nFROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan())
        + clauses.groupBy()
        + "\nHAVING count("
        + Sql.name(budget.errors().column())
        + ") > 0"
        + clauses.orderBy(title)
        + clauses.limit();
  }

  /**
   * What the period allows less what the data show was spent of it, over how fast it is spent in
   * the span. Time before the data is taken to have spent nothing.
   */
  String exhaustion(Measure.Exhaustion exhaustion) {
    String errors = "avg(" + Sql.name(exhaustion.errors().column()) + ")";
    Schema schema = clauses.schema();
    String seconds =
        "(epoch(max(ts)) - epoch(min(ts)) + " + Sql.number(schema.step().toMillis() / 1000.0) + ")";
    String during = Sql.during(clauses.question().span());
    String pace = errors + (during.isEmpty() ? "" : " FILTER (WHERE " + during + ")");
    String left =
        "greatest(0, "
            + Sql.number(exhaustion.allowed())
            + " * "
            + exhaustion.period().toSeconds()
            + " - "
            + errors
            + " * "
            + seconds
            + ") / nullif("
            + pace
            + ", 0) / 60 AS minutes_left";
    String recent = "ts > " + Sql.instant(schema.to().minus(exhaustion.period()));
    return Clauses.selected(
            clauses.keys(), left, pace + " AS " + Sql.name("mean_" + exhaustion.errors().column()))
        + "\nFROM "
        + clauses.table()
        + Sql.where(Sql.both(clauses.rows(), recent))
        + clauses.groupBy()
        + "\nHAVING count("
        + Sql.name(exhaustion.errors().column())
        + ") > 0"
        + clauses.orderBy("minutes_left")
        + clauses.limit();
  }

  String freshness() {
    String labels = clauses.labels();
    String window = "(" + clauses.partition() + "ORDER BY ts)";
    String group =
        clauses.question().by().isEmpty() ? "" : "\nGROUP BY " + labels.replaceAll(", $", "");
    return "SELECT "
        + labels
        + "max(epoch(ts) - epoch(before)) AS longest_gap_seconds,"
        + " arg_max(before, epoch(ts) - epoch(before)) AS gap_from, max(ts) AS newest,"
        + " count(*) AS instants"
        + "\nFROM (\n  SELECT *, lag(ts) OVER "
        + window
        + " AS before"
        + "\n  FROM (SELECT DISTINCT "
        + labels
        + "ts FROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan()).replace("\n", " ")
        + "))"
        + group
        + "\nORDER BY longest_gap_seconds DESC NULLS LAST"
        + clauses.question().by().stream()
            .map(d -> ", " + Sql.name(d))
            .collect(Collectors.joining());
  }
}

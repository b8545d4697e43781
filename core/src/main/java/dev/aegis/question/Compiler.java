package dev.aegis.question;

import dev.aegis.question.Measure.Beyond;
import dev.aegis.question.Measure.Figure;
import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a question into one SELECT over the tables {@code metrics}, {@code logs} and {@code
 * changes}, with the row that answers first on top. Ties are broken by the labels, so that the same
 * data give the same rows.
 */
final class Compiler {
  private static final String BUCKET = "bucket";

  private final Question question;
  private final Schema schema;

  private Compiler(Question question, Schema schema) {
    this.question = question;
    this.schema = schema;
  }

  static String compile(Question question, Schema schema) {
    return new Compiler(question, schema).select();
  }

  private String select() {
    return switch (question.measure()) {
      case Measure.Figures figures -> figures(figures.figures());
      case Measure.Ratio ratio -> ratio(ratio);
      case Beyond beyond -> beyond(beyond);
      case Measure.Histogram histogram -> histogram(histogram);
      case Measure.Peak peak -> peak(peak);
      case Measure.Trend trend -> trend(trend);
      case Measure.TimeTo time -> timeTo(time);
      case Measure.Movers movers -> new Comparing(question, this).movers(movers);
      case Measure.Companions companions -> new Comparing(question, this).companions(companions);
      case Measure.Lead lead -> new Comparing(question, this).lead(lead);
      case Measure.Attributes attributes -> new Comparing(question, this).attributes(attributes);
      case Measure.Rows _ -> counted("count(*) AS count");
      case Measure.Distinct distinct ->
          counted(
              "count(DISTINCT "
                  + Sql.name(distinct.dimension())
                  + ") AS "
                  + Sql.name("distinct_" + distinct.dimension()));
      case Measure.Values values -> values(values);
      case Measure.Listing listing -> listing(listing);
      case Measure.Patterns patterns -> patterns(patterns);
      case Measure.Budget budget -> budget(budget);
      case Measure.Freshness _ -> freshness();
    };
  }

  // ---- the parts that most questions have

  String table() {
    return switch (question.source()) {
      case METRICS -> "metrics";
      case LOGS -> "logs";
      case CHANGES -> "changes";
    };
  }

  /** What holds for every row: filters, labels that have to be there, totals that must not. */
  String rows() {
    String condition = "";
    for (Filter filter : question.filters()) {
      condition = Sql.both(condition, Sql.matches(filter));
    }
    for (String dimension : question.by()) {
      condition = Sql.both(condition, Sql.name(dimension) + " IS NOT NULL");
    }
    return Sql.both(condition, withoutDoubleCounting());
  }

  private String withoutDoubleCounting() {
    String condition = "";
    if (question.source() == Source.METRICS) {
      for (Schema.Dimension dimension : schema.dimensions()) {
        String column = dimension.column();
        boolean named =
            question.by().contains(column)
                || question.filters().stream().anyMatch(f -> f.column().equals(column));
        if (dimension.totalled() && !named) {
          condition = Sql.both(condition, Sql.name(column) + " IS NULL");
        }
      }
    }
    return condition;
  }

  String rowsInSpan() {
    return Sql.both(rows(), Sql.during(question.span()));
  }

  String rowsInEither(Span baseline) {
    Span span = question.span();
    if (span.isAll() || baseline.isAll()) {
      return rows();
    }
    return Sql.both(rows(), "((" + Sql.during(span) + ") OR (" + Sql.during(baseline) + "))");
  }

  /** The labels and the step in time, as they are selected. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    if (question.bucket() != null) {
      keys.add("time_bucket(" + Sql.interval(question.bucket()) + ", ts) AS " + BUCKET);
    }
    question.by().forEach(dimension -> keys.add(Sql.name(dimension)));
    return keys;
  }

  private List<String> keyNames() {
    List<String> names = new ArrayList<>();
    if (question.bucket() != null) {
      names.add(BUCKET);
    }
    question.by().forEach(dimension -> names.add(Sql.name(dimension)));
    return names;
  }

  String groupBy() {
    return keyNames().isEmpty() ? "" : "\nGROUP BY " + String.join(", ", keyNames());
  }

  String orderBy(String value) {
    List<String> order = new ArrayList<>();
    if (question.order() == Order.NATURAL) {
      order.addAll(keyNames());
    } else {
      order.add(value + (question.order() == Order.HIGHEST ? " DESC" : " ASC") + " NULLS LAST");
      order.addAll(keyNames());
    }
    return keyNames().isEmpty() || order.isEmpty() ? "" : "\nORDER BY " + String.join(", ", order);
  }

  String limit() {
    return question.limit() > 0 && !keyNames().isEmpty() ? "\nLIMIT " + question.limit() : "";
  }

  static String selected(List<String> keys, String... values) {
    List<String> all = new ArrayList<>(keys);
    all.addAll(List.of(values));
    return "SELECT " + String.join(",\n  ", all);
  }

  // ---- figures

  /** A column as one number, over the rows for which the condition holds. */
  String value(Figure figure, String condition) {
    String filter = condition.isEmpty() ? "" : " FILTER (WHERE " + condition + ")";
    String column = Sql.name(figure.metric().column());
    if (!Double.isNaN(figure.quantile())) {
      return "quantile_cont(" + column + ", " + Sql.number(figure.quantile()) + ")" + filter;
    }
    return switch (figure.function()) {
      case MEAN -> "avg(" + column + ")" + filter;
      case MAX -> "max(" + column + ")" + filter;
      case MIN -> "min(" + column + ")" + filter;
      case SUM -> "sum(" + column + ")" + filter;
      case MEDIAN -> "median(" + column + ")" + filter;
      case RANGE -> "max(" + column + ")" + filter + " - min(" + column + ")" + filter;
      case STDDEV -> "stddev_samp(" + column + ")" + filter;
      case INCREASE -> "sum(" + Sql.name(grown(figure)) + ")" + filter;
      case LAST -> "arg_max(" + column + ", ts)" + filter;
      case FIRST -> "arg_min(" + column + ", ts)" + filter;
      case PER_SECOND -> perSecond(column, filter, 1);
      case PER_MINUTE -> perSecond(column, filter, 60);
      case SAMPLES -> "count(" + column + ")" + filter;
    };
  }

  private String perSecond(String column, String filter, int factor) {
    double seconds = Math.max(schema.step().toMillis(), 1) / 1000.0;
    return (factor == 1 ? "" : factor + ".0 * ")
        + "sum("
        + column
        + ")"
        + filter
        + " / nullif(count(DISTINCT ts)"
        + filter
        + " * "
        + Sql.number(seconds)
        + ", 0)";
  }

  private static String grown(Figure figure) {
    return "grown_" + figure.metric().column();
  }

  /** The table, with a column more for each counter that is asked for its increase. */
  String from(List<Figure> figures, String condition) {
    List<Figure> counters =
        figures.stream().filter(f -> f.function() == Function.INCREASE).distinct().toList();
    if (counters.isEmpty()) {
      return "\nFROM " + table() + Sql.where(condition);
    }
    String series =
        schema.dimensions().stream()
            .filter(Schema.Dimension::inMetrics)
            .map(d -> Sql.name(d.column()))
            .collect(Collectors.joining(", "));
    String window =
        "OVER (" + (series.isEmpty() ? "" : "PARTITION BY " + series + " ") + "ORDER BY ts)";
    String columns =
        counters.stream()
            .map(f -> {
              String column = Sql.name(f.metric().column());
              String before = "lag(" + column + ") " + window;
              return "CASE WHEN "
                  + column
                  + " >= "
                  + before
                  + " THEN "
                  + column
                  + " - "
                  + before
                  + " WHEN "
                  + column
                  + " < "
                  + before
                  + " THEN "
                  + column
                  + " ELSE 0 END AS "
                  + Sql.name(grown(f));
            })
            .collect(Collectors.joining(",\n    "));
    String present =
        counters.stream()
            .map(f -> Sql.name(f.metric().column()) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "\nFROM (\n  SELECT *,\n    "
        + columns
        + "\n  FROM "
        + table()
        + Sql.where(Sql.both(condition, present)).replace("\n", "\n  ")
        + ")";
  }

  private String figures(List<Figure> figures) {
    if (question.baseline() != null) {
      return new Comparing(question, this).figures(figures, question.baseline());
    }
    String[] values =
        figures.stream()
            .map(f -> value(f, "") + " AS " + Sql.name(f.title()))
            .toArray(String[]::new);
    String some = Sql.name(figures.getFirst().metric().column());
    return selected(keys(), values)
        + from(figures, rowsInSpan())
        + groupBy()
        + "\nHAVING count("
        + some
        + ") > 0"
        + orderBy(Sql.name(figures.getFirst().title()))
        + limit();
  }

  private String ratio(Measure.Ratio ratio) {
    if (question.baseline() != null) {
      return new Comparing(question, this).ratio(ratio, question.baseline());
    }
    String title = Sql.name(title(ratio));
    return selected(
            keys(),
            over(ratio, "") + " AS " + title,
            "sum("
                + Sql.name(ratio.part().column())
                + ") AS "
                + Sql.name("sum_" + ratio.part().column()),
            "sum("
                + Sql.name(ratio.whole().column())
                + ") AS "
                + Sql.name("sum_" + ratio.whole().column()))
        + "\nFROM metrics"
        + Sql.where(rowsInSpan())
        + groupBy()
        + "\nHAVING count("
        + Sql.name(ratio.part().column())
        + ") > 0"
        + orderBy(title)
        + limit();
  }

  static String title(Measure.Ratio ratio) {
    return ratio.part().column() + "_per_" + ratio.whole().column();
  }

  static String over(Measure.Ratio ratio, String condition) {
    String filter = condition.isEmpty() ? "" : " FILTER (WHERE " + condition + ")";
    return "sum("
        + Sql.name(ratio.part().column())
        + ")"
        + filter
        + " / nullif(sum("
        + Sql.name(ratio.whole().column())
        + ")"
        + filter
        + ", 0)";
  }

  // ---- thresholds

  private String beyond(Beyond beyond) {
    String column = Sql.name(beyond.metric().column());
    String is = column + " " + beyond.comparison().sign() + " " + Sql.number(beyond.threshold());
    String some = "\nHAVING count(" + column + ") > 0";
    String from = "\nFROM metrics" + Sql.where(rowsInSpan());
    return switch (beyond.way()) {
      case SHARE ->
          selected(
                  keys(),
                  "count(*) FILTER (WHERE " + is + ") / nullif(count(" + column + "), 0) AS share",
                  "count(*) FILTER (WHERE " + is + ") AS samples_beyond",
                  "count(" + column + ") AS samples")
              + from
              + groupBy()
              + some
              + orderBy("share")
              + limit();
      case SAMPLES ->
          selected(keys(), "count(*) FILTER (WHERE " + is + ") AS samples_beyond")
              + from
              + groupBy()
              + some
              + orderBy("samples_beyond")
              + limit();
      case ANY ->
          selected(
                  keys(),
                  "count(*) AS samples_beyond",
                  (above(beyond) ? "max(" : "min(")
                      + column
                      + ") AS "
                      + Sql.name((above(beyond) ? "max_" : "min_") + beyond.metric().column()))
              + "\nFROM metrics"
              + Sql.where(Sql.both(rowsInSpan(), is))
              + groupBy()
              + "\nHAVING count(*) > 0"
              + orderBy("samples_beyond")
              + limit();
      case FIRST, LAST -> edge(beyond, is);
      case RECOVERED -> recovered(beyond);
      case LONGEST -> longest(beyond);
      case MINUTES ->
          selected(
                  keys(),
                  "count(*) FILTER (WHERE "
                      + worst(beyond)
                      + ") * "
                      + stepMinutes()
                      + " AS minutes_beyond")
              + fromInstants(beyond)
              + groupBy()
              + orderBy("minutes_beyond")
              + limit();
    };
  }

  private String edge(Beyond beyond, String is) {
    boolean first = beyond.way() == Beyond.Way.FIRST;
    String title = first ? "first_at" : "last_at";
    String column = Sql.name(beyond.metric().column());
    return selected(
            keys(),
            (first ? "min(ts)" : "max(ts)") + " AS " + title,
            (first ? "arg_min(" : "arg_max(") + column + ", ts) AS " + column)
        + "\nFROM metrics"
        + Sql.where(Sql.both(rowsInSpan(), is))
        + groupBy()
        + "\nHAVING count(*) > 0"
        + orderBy(title)
        + limit();
  }

  private static boolean above(Beyond beyond) {
    return switch (beyond.comparison()) {
      case ABOVE, AT_LEAST -> true;
      case BELOW, AT_MOST, EQUAL -> false;
    };
  }

  /** One row an instant and label: the worst of the series that were measured then. */
  private String fromInstants(Beyond beyond) {
    String column = Sql.name(beyond.metric().column());
    List<String> keys = new ArrayList<>();
    keys.add("ts");
    question.by().forEach(d -> keys.add(Sql.name(d)));
    return "\nFROM (\n  SELECT "
        + String.join(", ", keys)
        + ", "
        + (above(beyond) ? "max(" : "min(")
        + column
        + ") AS worst\n  FROM metrics"
        + Sql.where(Sql.both(rowsInSpan(), column + " IS NOT NULL")).replace("\n", "\n  ")
        + "\n  GROUP BY "
        + String.join(", ", keys)
        + ")";
  }

  private static String worst(Beyond beyond) {
    return "worst " + beyond.comparison().sign() + " " + Sql.number(beyond.threshold());
  }

  private String stepMinutes() {
    return Sql.number(schema.step().toMillis() / 60_000.0);
  }

  private String partition() {
    return question.by().isEmpty()
        ? ""
        : "PARTITION BY "
            + question.by().stream().map(Sql::name).collect(Collectors.joining(", "))
            + " ";
  }

  private String recovered(Beyond beyond) {
    String inner =
        "SELECT *, max(CASE WHEN "
            + worst(beyond)
            + " THEN ts END) OVER ("
            + partition().strip()
            + ") AS last_beyond"
            + fromInstants(beyond);
    return selected(
            keys(),
            "min(ts) FILTER (WHERE ts > last_beyond) AS recovered_at",
            "any_value(last_beyond) AS last_beyond")
        + "\nFROM (\n  "
        + inner.replace("\n", "\n  ")
        + ")"
        + groupBy()
        + "\nHAVING any_value(last_beyond) IS NOT NULL"
        + orderBy("recovered_at")
        + limit();
  }

  private String longest(Beyond beyond) {
    String labels =
        question.by().stream().map(d -> Sql.name(d) + ", ").collect(Collectors.joining());
    String numbered =
        "SELECT *, row_number() OVER ("
            + partition()
            + "ORDER BY ts) - row_number() OVER ("
            + "PARTITION BY "
            + labels
            + worst(beyond)
            + " ORDER BY ts) AS run"
            + fromInstants(beyond);
    return "SELECT "
        + labels
        + "count(*) * "
        + stepMinutes()
        + " AS minutes, min(ts) AS first_at,"
        + " max(ts) AS last_at"
        + "\nFROM (\n  "
        + numbered.replace("\n", "\n  ")
        + ")"
        + "\nWHERE "
        + worst(beyond)
        + "\nGROUP BY "
        + labels
        + "run"
        + "\nORDER BY minutes DESC, first_at"
        + "\nLIMIT "
        + (question.limit() > 0 ? question.limit() : question.by().isEmpty() ? 1 : 20);
  }

  // ---- courses

  private String histogram(Measure.Histogram histogram) {
    String column = Sql.name(histogram.metric().column());
    String condition = Sql.both(rowsInSpan(), column + " IS NOT NULL");
    return "WITH bounds AS (\n  SELECT min("
        + column
        + ") AS low, max("
        + column
        + ") AS high"
        + "\n  FROM metrics"
        + Sql.where(condition).replace("\n", "\n  ")
        + ")"
        + "\nSELECT low + step * (high - low) / 10 AS from_value,"
        + "\n  low + (step + 1) * (high - low) / 10 AS to_value, count(*) AS samples"
        + "\nFROM (\n  SELECT least(9, CASE WHEN high > low THEN floor(10 * ("
        + column
        + " - low) / (high - low)) ELSE 0 END) AS step, low, high"
        + "\n  FROM metrics, bounds"
        + Sql.where(condition).replace("\n", "\n  ")
        + ")"
        + "\nGROUP BY step, low, high\nORDER BY step";
  }

  private String peak(Measure.Peak peak) {
    String column = Sql.name(peak.metric().column());
    String extreme = peak.highest() ? "max" : "min";
    String title = Sql.name(extreme + "_" + peak.metric().column());
    return selected(
            keys(),
            (peak.highest() ? "arg_max(ts, " : "arg_min(ts, ") + column + ") AS peak_at",
            extreme + "(" + column + ") AS " + title)
        + "\nFROM metrics"
        + Sql.where(rowsInSpan())
        + groupBy()
        + "\nHAVING count("
        + column
        + ") > 0"
        + orderBy(title)
        + limit();
  }

  /** The mean of all series at each instant, which a straight line is laid through. */
  private String course(MetricColumn metric) {
    String column = Sql.name(metric.column());
    List<String> keys = new ArrayList<>();
    keys.add("ts");
    question.by().forEach(d -> keys.add(Sql.name(d)));
    return "\nFROM (\n  SELECT "
        + String.join(", ", keys)
        + ", avg("
        + column
        + ") AS level"
        + "\n  FROM metrics"
        + Sql.where(Sql.both(rowsInSpan(), column + " IS NOT NULL")).replace("\n", "\n  ")
        + "\n  GROUP BY "
        + String.join(", ", keys)
        + ")";
  }

  private String trend(Measure.Trend trend) {
    return selected(
            keys(),
            "regr_slope(level, epoch(ts) / 60) AS slope_per_minute",
            "regr_r2(level, epoch(ts) / 60) AS r2",
            "arg_min(level, ts) AS first_value",
            "arg_max(level, ts) AS last_value")
        + course(trend.metric())
        + groupBy()
        + "\nHAVING count(*) > 1"
        + orderBy("slope_per_minute")
        + limit();
  }

  private String timeTo(Measure.TimeTo time) {
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
    return selected(
            keys(), left, slope + " AS slope_per_minute", "arg_max(level, ts) AS last_value")
        + course(time.metric())
        + groupBy()
        + "\nHAVING count(*) > 1"
        + orderBy("minutes_left")
        + limit();
  }

  // ---- rows

  private String counted(String value) {
    String title = value.substring(value.lastIndexOf(" AS ") + 4);
    Span baseline = question.baseline();
    if (baseline != null) {
      String aggregate = value.substring(0, value.lastIndexOf(" AS "));
      return new Comparing(question, this)
          .pair(
              title,
              condition -> aggregate + " FILTER (WHERE " + condition + ")",
              baseline,
              List.of(),
              "");
    }
    return selected(keys(), value)
        + "\nFROM "
        + table()
        + Sql.where(rowsInSpan())
        + groupBy()
        + orderBy(title)
        + limit();
  }

  private String values(Measure.Values values) {
    String column = Sql.name(values.dimension());
    return "SELECT "
        + column
        + ", count(*) AS rows, min(ts) AS first_at, max(ts) AS last_at"
        + "\nFROM "
        + table()
        + Sql.where(Sql.both(rowsInSpan(), column + " IS NOT NULL"))
        + "\nGROUP BY "
        + column
        + "\nORDER BY "
        + column;
  }

  private String listing(Measure.Listing listing) {
    String columns =
        question.source() == Source.CHANGES
            ? "ts, kind, service, region, version, previous, setting, description"
            : "ts, level, message";
    String labels =
        question.source() == Source.LOGS
            ? schema.dimensions().stream()
                .filter(d -> d.inLogs() && !d.column().equals("level"))
                .map(d -> ", " + Sql.name(d.column()))
                .collect(Collectors.joining())
            : "";
    return "SELECT "
        + columns
        + labels
        + "\nFROM "
        + table()
        + Sql.where(rowsInSpan())
        + "\nORDER BY ts"
        + (listing.newestFirst() ? " DESC" : "")
        + "\nLIMIT "
        + (question.limit() > 0 ? question.limit() : 100);
  }

  private String patterns(Measure.Patterns patterns) {
    String labels =
        question.by().stream().map(d -> Sql.name(d) + ", ").collect(Collectors.joining());
    String counted =
        patterns.onlyNew()
            ? "count(*) FILTER (WHERE " + Sql.during(question.span()) + ")"
            : "count(*)";
    String since = patterns.onlyNew() ? rows() : rowsInSpan();
    String onlyNew =
        patterns.onlyNew() && question.span().from() != null
            ? "\nHAVING min(ts) >= "
                + Sql.instant(question.span().from())
                + " AND "
                + counted
                + " > 0"
            : "";
    return "SELECT "
        + labels
        + "pattern, "
        + counted
        + " AS lines, min(ts) AS first_at,"
        + " max(ts) AS last_at, arg_min(message, ts) AS example"
        + "\nFROM logs"
        + Sql.where(since)
        + "\nGROUP BY "
        + labels
        + "pattern"
        + onlyNew
        + "\nORDER BY lines "
        + (question.order() == Order.LOWEST ? "ASC" : "DESC")
        + ", first_at, pattern"
        + "\nLIMIT "
        + (question.limit() > 0 ? question.limit() : 20);
  }

  private String budget(Measure.Budget budget) {
    String burn =
        "avg(" + Sql.name(budget.errors().column()) + ") / " + Sql.number(budget.allowed());
    String title = budget.way() == Measure.Budget.Spend.LEFT ? "budget_left" : "burn_rate";
    return selected(
            keys(),
            (budget.way() == Measure.Budget.Spend.LEFT ? "1 - " : "") + burn + " AS " + title,
            "avg("
                + Sql.name(budget.errors().column())
                + ") AS "
                + Sql.name("mean_" + budget.errors().column()))
        + "\nFROM metrics"
        + Sql.where(rowsInSpan())
        + groupBy()
        + "\nHAVING count("
        + Sql.name(budget.errors().column())
        + ") > 0"
        + orderBy(title)
        + limit();
  }

  private String freshness() {
    String labels =
        question.by().stream().map(d -> Sql.name(d) + ", ").collect(Collectors.joining());
    String window = "(" + partition() + "ORDER BY ts)";
    String group = question.by().isEmpty() ? "" : "\nGROUP BY " + labels.replaceAll(", $", "");
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
        + table()
        + Sql.where(rowsInSpan()).replace("\n", " ")
        + "))"
        + group
        + "\nORDER BY longest_gap_seconds DESC NULLS LAST"
        + question.by().stream().map(d -> ", " + Sql.name(d)).collect(Collectors.joining());
  }

  static @Nullable Figure first(Measure measure) {
    return measure instanceof Measure.Figures f ? f.figures().getFirst() : null;
  }
}

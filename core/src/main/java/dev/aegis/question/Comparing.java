package dev.aegis.question;

import dev.aegis.question.Measure.Figure;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The SQL of questions that hold two times, two metrics or two labels against each other. */
final class Comparing {
  /** How many samples a metric may lead or trail another. */
  private static final int LAGS = 5;

  private final Question question;
  private final Clauses clauses;
  private final FigureSql figures;

  Comparing(Clauses clauses, FigureSql figures) {
    this.question = clauses.question();
    this.clauses = clauses;
    this.figures = figures;
  }

  String figures(List<Figure> asked, Span baseline) {
    Figure figure = asked.getFirst();
    return pair(
        Sql.name(figure.title()),
        condition -> figures.value(figure, condition),
        baseline,
        List.of(figure),
        Sql.name(figure.metric().column()));
  }

  String ratio(Measure.Ratio ratio, Span baseline) {
    return pair(
        Sql.name(FigureSql.title(ratio)),
        condition -> FigureSql.over(ratio, condition),
        baseline,
        List.of(),
        Sql.name(ratio.part().column()));
  }

  /** The value in the window, in the baseline, their difference and their ratio. */
  String pair(
      String title,
      UnaryOperator<String> value,
      Span baseline,
      List<Figure> counters,
      String counted) {
    String in = inside(question.span());
    String before = inside(baseline);
    List<String> keys = clauses.keys();
    String names = clauses.labels();
    String inner =
        Clauses.selected(
                keys, value.apply(in) + " AS " + title, value.apply(before) + " AS baseline")
            + figures.from(counters, clauses.rowsInEither(baseline))
            + clauses.groupBy()
            + (counted.isEmpty() ? "" : "\nHAVING count(" + counted + ") > 0");
    return "SELECT "
        + names
        + title
        + ", baseline, "
        + title
        + " - baseline AS change, "
        + title
        + " / nullif(baseline, 0) AS ratio"
        + "\nFROM (\n  "
        + inner.replace("\n", "\n  ")
        + ")"
        + clauses.orderBy(changeOrder(title))
        + clauses.limit();
  }

  private String changeOrder(String title) {
    return question.order() == Order.NATURAL ? title : "change";
  }

  private static String inside(Span span) {
    return span.isAll() ? "true" : Sql.during(span);
  }

  /** One look at the rows of each time for all metrics together, and then a row a metric. */
  String movers(Measure.Movers movers) {
    Span baseline = question.baseline() == null ? Span.ALL : question.baseline();
    List<String> moments = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < movers.metrics().size(); i++) {
      String name = movers.metrics().get(i).column();
      String column = Sql.name(name);
      moments.add("avg(" + column + ") AS mean_" + i);
      moments.add("var_pop(" + column + ") AS variance_" + i);
      parts.add(
          "SELECT "
              + Sql.text(name)
              + " AS metric, a.mean_"
              + i
              + " AS value, b.mean_"
              + i
              + " AS baseline, sqrt((coalesce(a.variance_"
              + i
              + ", 0) + coalesce(b.variance_"
              + i
              + ", 0)) / 2) AS spread FROM asked a, earlier b");
    }
    String rows = String.join("\n  UNION ALL\n  ", parts);
    boolean signed = question.order() != Order.NATURAL;
    String relative = "(value - baseline) / nullif(abs(baseline), 0)";
    String order =
        signed
            ? relative + (question.order() == Order.LOWEST ? " ASC" : " DESC")
            : "abs(" + relative + ") DESC";
    return "WITH asked AS MATERIALIZED ("
        + moments(moments, question.span())
        + "),\nearlier AS MATERIALIZED ("
        + moments(moments, baseline)
        + ")\nSELECT metric, "
        + relative
        + " AS relative_change, value, baseline,"
        + " (value - baseline) / nullif(spread, 0) AS change_in_deviations"
        + "\nFROM (\n  "
        + rows
        + ")"
        + "\nWHERE value IS NOT NULL AND baseline IS NOT NULL"
        + "\nORDER BY "
        + order
        + " NULLS LAST, metric"
        + limit();
  }

  private String moments(List<String> columns, Span span) {
    return "\n  SELECT "
        + String.join(",\n    ", columns)
        + "\n  FROM "
        + clauses.table()
        + Sql.where(Sql.both(clauses.rows(), Sql.during(span))).replace("\n", "\n  ");
  }

  private String limit() {
    return question.limit() > 0 ? "\nLIMIT " + question.limit() : "";
  }

  String companions(Measure.Companions companions) {
    List<String> columns = new ArrayList<>();
    columns.add("avg(" + Sql.name(companions.metric().column()) + ") AS asked");
    for (int i = 0; i < companions.others().size(); i++) {
      columns.add("avg(" + Sql.name(companions.others().get(i).column()) + ") AS other_" + i);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < companions.others().size(); i++) {
      parts.add(
          "SELECT "
              + Sql.text(companions.others().get(i).column())
              + " AS metric, corr(asked, other_"
              + i
              + ") AS correlation FROM course");
    }
    return "WITH course AS (\n  SELECT ts, "
        + String.join(",\n    ", columns)
        + "\n  FROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan()).replace("\n", "\n  ")
        + "\n  GROUP BY ts)"
        + "\nSELECT metric, correlation\nFROM (\n  "
        + String.join("\n  UNION ALL\n  ", parts)
        + ")"
        + "\nWHERE correlation IS NOT NULL AND NOT isnan(correlation)"
        + "\nORDER BY abs(correlation) DESC, metric"
        + limit();
  }

  String lead(Measure.Lead lead) {
    List<String> parts = new ArrayList<>();
    for (int k = -LAGS; k <= LAGS; k++) {
      String shifted =
          k == 0
              ? "a"
              : (k > 0 ? "lag(a, " + k + ")" : "lead(a, " + -k + ")") + " OVER (ORDER BY ts)";
      parts.add(
          "SELECT "
              + k
              + " AS lead_samples, corr(shifted, b) AS correlation FROM (SELECT b, "
              + shifted
              + " AS shifted FROM course)");
    }
    return "WITH course AS (\n  SELECT ts, avg("
        + Sql.name(lead.first().column())
        + ") AS a, avg("
        + Sql.name(lead.second().column())
        + ") AS b\n  FROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan()).replace("\n", "\n  ")
        + "\n  GROUP BY ts)"
        + "\nSELECT lead_samples, correlation\nFROM (\n  "
        + String.join("\n  UNION ALL\n  ", parts)
        + ")"
        + "\nWHERE correlation IS NOT NULL AND NOT isnan(correlation)"
        + "\nORDER BY abs(correlation) DESC, abs(lead_samples)";
  }

  String attributes(Measure.Attributes attributes) {
    String title = Sql.name(attributes.figure().title());
    String parts =
        attributes.dimensions().stream()
            .map(d ->
                "SELECT "
                    + Sql.text(d)
                    + " AS dimension, "
                    + Sql.name(d)
                    + " AS value, "
                    + figures.value(attributes.figure(), "")
                    + " AS "
                    + title
                    + ", count(*) AS samples"
                    + figures
                        .from(
                            List.of(attributes.figure()),
                            Sql.both(clauses.rowsInSpan(), Sql.name(d) + " IS NOT NULL"))
                        .replace("\n", "\n  ")
                    + "\n  GROUP BY "
                    + Sql.name(d))
            .collect(Collectors.joining("\n  UNION ALL\n  "));
    return "SELECT dimension, value, "
        + title
        + ", samples\nFROM (\n  "
        + parts
        + ")"
        + "\nORDER BY "
        + title
        + " DESC NULLS LAST, dimension, value"
        + (question.limit() > 0 ? limit() : "\nLIMIT 20");
  }
}

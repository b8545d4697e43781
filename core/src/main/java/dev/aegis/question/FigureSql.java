package dev.aegis.question;

import dev.aegis.question.Measure.Figure;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of figures: a column, or two, as one number. */
final class FigureSql {
  private final Clauses clauses;

  FigureSql(Clauses clauses) {
    this.clauses = clauses;
  }

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
    double seconds = Math.max(clauses.schema().step().toMillis(), 1) / 1000.0;
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
      return "\nFROM " + clauses.table() + Sql.where(condition);
    }
    String series =
        clauses.schema().dimensions().stream()
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
        + clauses.table()
        + Sql.where(Sql.both(condition, present)).replace("\n", "\n  ")
        + ")";
  }

  String figures(List<Figure> figures) {
    if (clauses.question().baseline() != null) {
      return new Comparing(clauses, this).figures(figures, clauses.question().baseline());
    }
    String[] values =
        figures.stream()
            .map(f -> value(f, "") + " AS " + Sql.name(f.title()))
            .toArray(String[]::new);
    String some = Sql.name(figures.getFirst().metric().column());
    return Clauses.selected(clauses.keys(), values)
        + from(figures, clauses.rowsInSpan())
        + clauses.groupBy()
        + "\nHAVING count("
        + some
        + ") > 0"
        + clauses.orderBy(Sql.name(figures.getFirst().title()))
        + clauses.limit();
  }

  String ratio(Measure.Ratio ratio) {
    if (clauses.question().baseline() != null) {
      return new Comparing(clauses, this).ratio(ratio, clauses.question().baseline());
    }
    String title = Sql.name(title(ratio));
    return Clauses.selected(
            clauses.keys(),
            over(ratio, "") + " AS " + title,
            "sum("
                + Sql.name(ratio.part().column())
                + ") AS "
                + Sql.name("sum_" + ratio.part().column()),
            "sum("
                + Sql.name(ratio.whole().column())
                + ") AS "
                + Sql.name("sum_" + ratio.whole().column()))
        + "\nFROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan())
        + clauses.groupBy()
        + "\nHAVING count("
        + Sql.name(ratio.part().column())
        + ") > 0"
        + clauses.orderBy(title)
        + clauses.limit();
  }

  String share(Measure.Share share) {
    String sum = "sum(" + Sql.name(share.metric().column()) + ")";
    return Clauses.selected(
            clauses.keys(),
            sum + " / nullif(sum(" + sum + ") OVER (), 0) AS share",
            sum + " AS " + Sql.name("sum_" + share.metric().column()))
        + "\nFROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan())
        + clauses.groupBy()
        + clauses.orderBy("share")
        + clauses.limit();
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
}

package dev.aegis.question;

import dev.aegis.question.Measure.Beyond;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of how samples lie to a threshold. */
final class ThresholdSql {
  /** So many different labels and more are many. */
  private static final int MANY = 20;

  private final Clauses clauses;

  ThresholdSql(Clauses clauses) {
    this.clauses = clauses;
  }

  String select(Beyond beyond) {
    String column = Sql.name(beyond.metric().column());
    String is = column + " " + beyond.comparison().sign() + " " + Sql.number(beyond.threshold());
    String some = "\nHAVING count(" + column + ") > 0";
    String from = "\nFROM " + clauses.table() + Sql.where(clauses.rowsInSpan());
    return switch (beyond.way()) {
      case SHARE ->
          Clauses.selected(
                  clauses.keys(),
                  "count(*) FILTER (WHERE " + is + ") / nullif(count(" + column + "), 0) AS share",
                  "count(*) FILTER (WHERE " + is + ") AS samples_beyond",
                  "count(" + column + ") AS samples")
              + from
              + clauses.groupBy()
              + some
              + clauses.orderBy("share")
              + clauses.limit();
      case SAMPLES ->
          Clauses.selected(clauses.keys(), "count(*) FILTER (WHERE " + is + ") AS samples_beyond")
              + from
              + clauses.groupBy()
              + some
              + clauses.orderBy("samples_beyond")
              + clauses.limit();
      case ANY ->
          Clauses.selected(
                  clauses.keys(),
                  "count(*) AS samples_beyond",
                  (above(beyond) ? "max(" : "min(")
                      + column
                      + ") AS "
                      + Sql.name((above(beyond) ? "max_" : "min_") + beyond.metric().column()))
              + "\nFROM "
              + clauses.table()
              + Sql.where(Sql.both(clauses.rowsInSpan(), is))
              + clauses.groupBy()
              + "\nHAVING count(*) > 0"
              + clauses.orderBy("samples_beyond")
              + clauses.limit();
      case FIRST, LAST -> edge(beyond, is);
      case RECOVERED -> recovered(beyond);
      case LONGEST -> longest(beyond);
      case MINUTES ->
          Clauses.selected(
                  clauses.keys(),
                  "count(*) FILTER (WHERE "
                      + worst(beyond)
                      + ") * "
                      + clauses.stepMinutes()
                      + " AS minutes_beyond")
              + fromInstants(beyond)
              + clauses.groupBy()
              + clauses.orderBy("minutes_beyond")
              + clauses.limit();
    };
  }

  private String edge(Beyond beyond, String is) {
    boolean first = beyond.way() == Beyond.Way.FIRST;
    String title = first ? "first_at" : "last_at";
    String column = Sql.name(beyond.metric().column());
    return Clauses.selected(
            clauses.keys(),
            (first ? "min(ts)" : "max(ts)") + " AS " + title,
            (first ? "arg_min(" : "arg_max(") + column + ", ts) AS " + column)
        + "\nFROM "
        + clauses.table()
        + Sql.where(Sql.both(clauses.rowsInSpan(), is))
        + clauses.groupBy()
        + "\nHAVING count(*) > 0"
        + clauses.orderBy(title)
        + clauses.limit();
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
    clauses.question().by().forEach(d -> keys.add(Sql.name(d)));
    return "\nFROM (\n  SELECT "
        + String.join(", ", keys)
        + ", "
        + (above(beyond) ? "max(" : "min(")
        + column
        + ") AS worst\n  FROM "
        + clauses.table()
        + Sql.where(Sql.both(clauses.rowsInSpan(), column + " IS NOT NULL")).replace("\n", "\n  ")
        + "\n  GROUP BY "
        + String.join(", ", keys)
        + ")";
  }

  private static String worst(Beyond beyond) {
    return "worst " + beyond.comparison().sign() + " " + Sql.number(beyond.threshold());
  }

  private String recovered(Beyond beyond) {
    String inner =
        "SELECT *, max(CASE WHEN "
            + worst(beyond)
            + " THEN ts END) OVER ("
            + clauses.partition().strip()
            + ") AS last_beyond"
            + fromInstants(beyond);
    return Clauses.selected(
            clauses.keys(),
            "min(ts) FILTER (WHERE ts > last_beyond) AS recovered_at",
            "any_value(last_beyond) AS last_beyond")
        + "\nFROM (\n  "
        + inner.replace("\n", "\n  ")
        + ")"
        + clauses.groupBy()
        + "\nHAVING any_value(last_beyond) IS NOT NULL"
        + clauses.orderBy("recovered_at")
        + clauses.limit();
  }

  /**
   * Instants are numbered within their labels, and those beyond the threshold again: the difference
   * is the same along an unbroken run. The second numbering sorts those few alone. An instant is
   * beyond where any of its rows is. Of few labels the rows of an instant are put together first,
   * of many there is little to put together, and it would take longer than numbering them.
   */
  private String longest(Beyond beyond) {
    String labels = clauses.labels();
    String column = Sql.name(beyond.metric().column());
    String window = "dense_rank() OVER (" + clauses.partition() + "ORDER BY ts)";
    boolean many = clauses.combinations() > MANY;
    String rows =
        many
            ? "\nFROM "
                + clauses.table()
                + Sql.where(Sql.both(clauses.rowsInSpan(), column + " IS NOT NULL"))
            : fromInstants(beyond);
    String numbered =
        "SELECT "
            + labels
            + "ts, "
            + (many ? column + " AS worst" : "worst")
            + ", "
            + window
            + " AS instant"
            + rows;
    String runs =
        "SELECT *, instant - "
            + window
            + " AS run\nFROM (\n  "
            + numbered.replace("\n", "\n  ")
            + ")\nWHERE "
            + worst(beyond);
    return "SELECT "
        + labels
        + "(max(instant) - min(instant) + 1) * "
        + clauses.stepMinutes()
        + " AS minutes, min(ts) AS first_at,"
        + " max(ts) AS last_at"
        + "\nFROM (\n  "
        + runs.replace("\n", "\n  ")
        + ")"
        + "\nGROUP BY "
        + labels
        + "run"
        + "\nORDER BY minutes DESC, first_at"
        + clauses.question().by().stream()
            .map(d -> ", " + Sql.name(d))
            .collect(Collectors.joining())
        + "\nLIMIT "
        + (clauses.question().limit() > 0
            ? clauses.question().limit()
            : clauses.question().by().isEmpty() ? 1 : 20);
  }
}

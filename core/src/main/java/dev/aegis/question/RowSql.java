package dev.aegis.question;

import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of rows themselves: how many there are, which they are, and what they say. */
final class RowSql {
  /** Changes that were made at the same time, so that the same data give the same rows. */
  private static final String CHANGES_AT_ONCE =
      ", kind, service, region, version, previous, setting, description";

  private final Clauses clauses;
  private final FigureSql figures;

  RowSql(Clauses clauses, FigureSql figures) {
    this.clauses = clauses;
    this.figures = figures;
  }

  String counted(String value) {
    String title = value.substring(value.lastIndexOf(" AS ") + 4);
    Span baseline = clauses.question().baseline();
    if (baseline != null) {
      String aggregate = value.substring(0, value.lastIndexOf(" AS "));
      return new Comparing(clauses, figures)
          .pair(
              title,
              condition -> aggregate + " FILTER (WHERE " + condition + ")",
              baseline,
              List.of(),
              "");
    }
    return Clauses.selected(clauses.keys(), value)
        + "\nFROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan())
        + clauses.groupBy()
        + clauses.orderBy(title)
        + clauses.limit();
  }

  String values(Measure.Values values) {
    String column = Sql.name(values.dimension());
    return "SELECT "
        + column
        + ", count(*) AS rows, min(ts) AS first_at, max(ts) AS last_at"
        + "\nFROM "
        + clauses.table()
        + Sql.where(Sql.both(clauses.rowsInSpan(), column + " IS NOT NULL"))
        + "\nGROUP BY "
        + column
        + "\nORDER BY "
        + column;
  }

  String listing(Measure.Listing listing) {
    String columns =
        clauses.question().source() == Source.CHANGES
            ? "ts, kind, service, region, version, previous, setting, description"
            : "ts, level, message";
    String labels =
        clauses.question().source() == Source.LOGS
            ? clauses.schema().dimensions().stream()
                .filter(d -> d.inLogs() && !d.column().equals("level"))
                .map(d -> ", " + Sql.name(d.column()))
                .collect(Collectors.joining())
            : "";
    return "SELECT "
        + columns
        + labels
        + "\nFROM "
        + clauses.table()
        + Sql.where(clauses.rowsInSpan())
        + "\nORDER BY ts"
        + (listing.newestFirst() ? " DESC" : "")
        + (clauses.question().source() == Source.CHANGES ? CHANGES_AT_ONCE : "")
        + "\nLIMIT "
        + (clauses.question().limit() > 0 ? clauses.question().limit() : 100);
  }

  String patterns(Measure.Patterns patterns) {
    String labels = clauses.labels();
    String counted =
        patterns.onlyNew()
            ? "count(*) FILTER (WHERE " + Sql.during(clauses.question().span()) + ")"
            : "count(*)";
    String since = patterns.onlyNew() ? clauses.rows() : clauses.rowsInSpan();
    String onlyNew =
        patterns.onlyNew() && clauses.question().span().from() != null
            ? "\nHAVING min(ts) >= "
                + Sql.instant(clauses.question().span().from())
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
        + (clauses.question().order() == Order.LOWEST ? "ASC" : "DESC")
        + ", first_at, pattern"
        + "\nLIMIT "
        + (clauses.question().limit() > 0 ? clauses.question().limit() : 20);
  }
}

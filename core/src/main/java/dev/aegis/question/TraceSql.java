package dev.aegis.question;

import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import java.time.Instant;

/** The SQL of whole traces. */
final class TraceSql {
  private static final int MOST_ROWS = 20;

  /** Deeper is no trace but a circle, which only a broken recording has. */
  private static final int MOST_DEPTH = 200;

  private final Clauses clauses;

  TraceSql(Clauses clauses) {
    this.clauses = clauses;
  }

  String traces(Measure.Traces traces) {
    Question question = clauses.question();
    String condition = begins(question.span());
    for (Filter filter : traces.through()) {
      for (String value : filter.values()) {
        Filter one = new Filter(filter.column(), java.util.List.of(value), false);
        condition = Sql.both(condition, "count(*) FILTER (WHERE " + Sql.matches(one) + ") > 0");
      }
    }
    return "SELECT trace, max(epoch_ms(ts) + duration_ms) - min(epoch_ms(ts)) AS duration_ms,"
        + " arg_min(operation, ts) AS operation, count(*) AS spans,"
        + " count(*) FILTER (WHERE errors > 0) AS error_spans, min(ts) AS started_at"
        + "\nFROM spans\nGROUP BY trace"
        + (condition.isEmpty() ? "" : "\nHAVING " + condition)
        + "\nORDER BY duration_ms "
        + (question.order() == Order.LOWEST ? "ASC" : "DESC")
        + ", trace\nLIMIT "
        + (question.limit() > 0 ? question.limit() : MOST_ROWS);
  }

  /** A trace belongs to the time in which it begins. */
  private static String begins(Question.Span span) {
    Instant from = span.from();
    Instant to = span.to();
    return Sql.both(
        from == null ? "" : "min(ts) >= " + Sql.instant(from),
        to == null ? "" : "min(ts) < " + Sql.instant(to));
  }

  String criticalPath() {
    String root =
        "SELECT *, 0 AS depth\n  FROM spans\n  WHERE span = (\n    SELECT span\n    FROM spans"
            + Sql.where(Sql.both(clauses.rowsInSpan(), "parent IS NULL")).replace("\n", "\n    ")
            + "\n"
            + "    ORDER BY duration_ms DESC, trace\n"
            + "    LIMIT 1) AND trace = (\n"
            + "    SELECT trace\n"
            + "    FROM spans"
            + Sql.where(Sql.both(clauses.rowsInSpan(), "parent IS NULL")).replace("\n", "\n    ")
            + "\n    ORDER BY duration_ms DESC, trace\n    LIMIT 1)";
    return "WITH RECURSIVE path AS (\n  "
        + root
        + "\n  UNION ALL\n  SELECT c.*, p.depth + 1 AS depth\n  FROM path p JOIN spans c"
        + " ON c.trace = p.trace AND c.parent = p.span AND c.ends_last\n  WHERE p.depth < "
        + MOST_DEPTH
        + ")\nSELECT operation, service, duration_ms, self_ms, status, ts AS started_at, trace"
        + "\nFROM path\nORDER BY depth";
  }
}

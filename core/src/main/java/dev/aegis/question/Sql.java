package dev.aegis.question;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Pieces of SQL. Names and texts come from data and from people, so all of them are quoted. */
final class Sql {
  /** Words that cannot stand for a column without quotation marks, or that read badly so. */
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "and",
          "any",
          "as",
          "asc",
          "between",
          "by",
          "case",
          "cast",
          "check",
          "column",
          "constraint",
          "create",
          "cross",
          "default",
          "desc",
          "distinct",
          "do",
          "else",
          "end",
          "except",
          "exists",
          "false",
          "fetch",
          "filter",
          "for",
          "foreign",
          "from",
          "full",
          "grant",
          "group",
          "having",
          "in",
          "inner",
          "intersect",
          "into",
          "is",
          "join",
          "lateral",
          "left",
          "like",
          "limit",
          "natural",
          "not",
          "null",
          "offset",
          "on",
          "only",
          "or",
          "order",
          "outer",
          "over",
          "pivot",
          "primary",
          "qualify",
          "references",
          "returning",
          "right",
          "select",
          "some",
          "table",
          "then",
          "to",
          "true",
          "union",
          "unique",
          "unpivot",
          "using",
          "when",
          "where",
          "window",
          "with",
          "at",
          "user",
          "values",
          "row",
          "rows",
          "range",
          "interval",
          "time",
          "timestamp",
          "date",
          "position",
          "summarize",
          "show",
          "describe");

  private Sql() {}

  static String name(String column) {
    boolean plain = column.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(column);
    return plain ? column : '"' + column.replace("\"", "\"\"") + '"';
  }

  static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String instant(Instant at) {
    Instant shown = at.truncatedTo(ChronoUnit.MILLIS);
    String text = shown.toString().replace('T', ' ').replace("Z", "");
    return "TIMESTAMP '" + text + "'";
  }

  static String interval(Duration width) {
    return width.toMillis() % 1000 == 0
        ? "INTERVAL " + width.toSeconds() + " SECOND"
        : "INTERVAL " + width.toMillis() + " MILLISECOND";
  }

  static String during(Question.Span span) {
    return both(
        span.from() == null ? "" : "ts >= " + instant(span.from()),
        span.to() == null ? "" : "ts < " + instant(span.to()));
  }

  static String matches(Question.Filter filter) {
    String column = name(filter.column());
    List<String> values = filter.values();
    if (filter.isWeekday()) {
      return "isodow(ts) IN ("
          + values.stream()
              .map(day -> Integer.toString(DayOfWeek.valueOf(day).getValue()))
              .collect(Collectors.joining(", "))
          + ")";
    }
    if (filter.contained()) {
      String any =
          values.stream()
              .map(v -> "contains(lower(" + column + "), " + text(v.toLowerCase(Locale.ROOT)) + ")")
              .collect(Collectors.joining(" OR "));
      return filter.negated() ? "NOT (" + any + ")" : values.size() > 1 ? "(" + any + ")" : any;
    }
    if (values.size() == 1) {
      String value = text(values.getFirst());
      return filter.negated()
          ? "(" + column + " <> " + value + " OR " + column + " IS NULL)"
          : column + " = " + value;
    }
    String list = values.stream().map(Sql::text).collect(Collectors.joining(", "));
    return filter.negated()
        ? "(" + column + " NOT IN (" + list + ") OR " + column + " IS NULL)"
        : column + " IN (" + list + ")";
  }

  /** Both conditions; either may be empty. */
  static String both(String one, String other) {
    return one.isEmpty() ? other : other.isEmpty() ? one : one + " AND " + other;
  }

  static String where(String condition) {
    return condition.isEmpty() ? "" : "\nWHERE " + condition;
  }
}

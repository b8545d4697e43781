package dev.aegis.question;

import dev.aegis.question.Question.Filter;
import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The parts of a SELECT that most questions have. */
final class Clauses {
  private static final String BUCKET = "bucket";
  private static final Instant MONDAY = Instant.parse("2000-01-03T00:00:00Z");
  private static final long MICROS_A_SECOND = 1_000_000;

  private final Question question;
  private final Schema schema;

  Clauses(Question question, Schema schema) {
    this.question = question;
    this.schema = schema;
  }

  /** The table that is asked about. */
  String table() {
    return switch (question.source()) {
      case METRICS -> "metrics";
      case LOGS -> "logs";
      case CHANGES -> "changes";
      case SPANS -> "spans";
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
      keys.add(step(question.bucket()) + " AS " + BUCKET);
    }
    question.by().forEach(dimension -> keys.add(Sql.name(dimension)));
    return keys;
  }

  /**
   * The step that a row lies in, as {@code time_bucket} has it, in whole numbers and so in a third
   * of its time. Steps are counted from a Monday; before it the division would round the wrong way.
   */
  private String step(Duration width) {
    if (schema.from().isBefore(MONDAY)) {
      return "time_bucket(" + Sql.interval(width) + ", ts)";
    }
    long origin = MONDAY.getEpochSecond() * MICROS_A_SECOND;
    long micros = width.toNanos() / 1000;
    return "make_timestamp("
        + origin
        + " + (epoch_us(ts) - "
        + origin
        + ") // "
        + micros
        + " * "
        + micros
        + ")";
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

  /** How many minutes a sample stands for. */
  String stepMinutes() {
    return Sql.number(schema.step().toMillis() / 60_000.0);
  }

  /** What parts the rows of a window, with a blank behind; empty where nothing does. */
  String partition() {
    return question.by().isEmpty()
        ? ""
        : "PARTITION BY "
            + question.by().stream().map(Sql::name).collect(Collectors.joining(", "))
            + " ";
  }

  /** How many different rows the labels can make at most. */
  long combinations() {
    long all = 1;
    for (String column : question.by()) {
      all *= schema.dimension(column).map(d -> Math.max(1, d.values().size())).orElse(1);
      all = Math.min(all, Integer.MAX_VALUE);
    }
    return all;
  }

  /** The labels as they are selected, with a comma behind each. */
  String labels() {
    return question.by().stream().map(d -> Sql.name(d) + ", ").collect(Collectors.joining());
  }

  Question question() {
    return question;
  }

  Schema schema() {
    return schema;
  }
}

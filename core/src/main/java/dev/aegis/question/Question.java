package dev.aegis.question;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about telemetry, wholly resolved: every column and every instant is known.
 *
 * @param source what is asked about
 * @param measure what is computed
 * @param by dimensions that each get rows of their own
 * @param bucket the width of steps in time that each get a row; {@code null} for none
 * @param filters all of which hold
 * @param span over which time
 * @param baseline the time compared with; {@code null} for none
 * @param order of the rows
 * @param limit the most rows; 0 for no limit
 */
public record Question(
    Source source,
    Measure measure,
    List<String> by,
    @Nullable Duration bucket,
    List<Filter> filters,
    Span span,
    @Nullable Span baseline,
    Order order,
    int limit) {
  /** What is asked about. */
  public enum Source {
    METRICS,
    LOGS,
    CHANGES,
    /** Parts of traces, each the work of one service on one request. */
    SPANS
  }

  /** Which row is first. */
  public enum Order {
    HIGHEST,
    LOWEST,
    /** As time and labels go. */
    NATURAL
  }

  /**
   * A condition on a dimension.
   *
   * @param column of the dimension
   * @param values any of them
   * @param negated none of them instead
   * @param contained whether the text need only contain a value, in upper or lower case
   */
  public record Filter(String column, List<String> values, boolean negated, boolean contained) {
    /** Stands for the day of the week; no column of data begins with a blank. */
    static final String WEEKDAY = " weekday";

    /** On these days of the week, in UTC. */
    static Filter on(Set<DayOfWeek> days) {
      return new Filter(WEEKDAY, days.stream().sorted().map(DayOfWeek::name).toList(), false);
    }

    /** Its values, as a person says them. */
    String said() {
      return Phrases.listed(values);
    }

    boolean isWeekday() {
      return column.equals(WEEKDAY);
    }

    public Filter(String column, List<String> values, boolean negated) {
      this(column, values, negated, false);
    }

    public Filter {
      Objects.requireNonNull(column);
      values = List.copyOf(values);
    }
  }

  /**
   * A time, closed at its start and open at its end.
   *
   * @param from {@code null} for the beginning of the data
   * @param to {@code null} for their end
   * @param words how a person says it
   */
  public record Span(@Nullable Instant from, @Nullable Instant to, String words) {
    public static final Span ALL = new Span(null, null, "all of the data");

    boolean isAll() {
      return from == null && to == null;
    }

    Span shifted(Duration by, String how) {
      return new Span(from == null ? null : from.minus(by), to == null ? null : to.minus(by), how);
    }
  }

  public Question {
    Objects.requireNonNull(source);
    Objects.requireNonNull(measure);
    by = List.copyOf(by);
    filters = List.copyOf(filters);
    Objects.requireNonNull(span);
    Objects.requireNonNull(order);
  }

  /** The same question with another measure. */
  Question measuring(Measure other) {
    return new Question(source, other, by, bucket, filters, span, baseline, order, limit);
  }
}

package dev.aegis.question;

import dev.aegis.question.Question.Order;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Question.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * A question that an agent asks, with the words in which a person asks the same: read by the {@link
 * Interpreter}, they give this question. Times are of whole seconds, as people say them.
 *
 * @param words in one line
 * @param question what is computed
 */
public record Worded(String words, Question question) {
  /** What a question about changes needs to know of the data, which is nothing. */
  private static final Schema ANY =
      new Schema(
          List.of(), List.of(), false, List.of(), Instant.EPOCH, Instant.EPOCH, Duration.ZERO);

  public Worded {
    Objects.requireNonNull(words);
    Objects.requireNonNull(question);
  }

  /** How many changes are recorded, whenever they were made. */
  public static Worded countOfChanges() {
    return new Worded("how many changes", counted(Span.ALL));
  }

  /**
   * How many changes were made in a time.
   *
   * @param from the second that it lies in begins the time
   * @param to the second that it lies in ends the time, and is part of it
   */
  public static Worded countOfChanges(Instant from, Instant to) {
    Span span = span(from, to);
    return new Worded("how many changes " + span.words(), counted(span));
  }

  /**
   * The changes that were made in a time, the newest first.
   *
   * @param from the second that it lies in begins the time
   * @param to the second that it lies in ends the time, and is part of it
   * @param most rows
   */
  public static Worded changes(Instant from, Instant to, int most) {
    Span span = span(from, to);
    return new Worded(
        "last " + most + " changes " + span.words(),
        ofChanges(new Measure.Listing(/* newestFirst= */ true), span, Order.NATURAL, most));
  }

  private static Question counted(Span span) {
    return ofChanges(new Measure.Rows(), span, Order.HIGHEST, 0);
  }

  private static Question ofChanges(Measure measure, Span span, Order order, int limit) {
    return new Question(
        Source.CHANGES,
        measure,
        List.of(),
        /* bucket= */ null,
        List.of(),
        span,
        /* baseline= */ null,
        order,
        limit);
  }

  private static Span span(Instant from, Instant to) {
    Instant begins = from.truncatedTo(ChronoUnit.SECONDS);
    Instant ends = to.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    return new Span(begins, ends, "between " + begins + " and " + ends);
  }

  /** For the database, with the words above it as a comment. */
  public String sql() {
    return "-- " + words + "\n" + Compiler.compile(question, ANY);
  }
}

package dev.aegis.question;

import dev.aegis.question.Question.Span;
import java.time.Duration;
import java.util.List;

/** How wide steps in time are where nobody says it. */
final class Steps {
  private static final int COURSE_STEPS = 24;

  private static final List<Duration> WIDTHS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7));

  private Steps() {}

  /** The least usual width that makes at most two dozen steps of the time. */
  static Duration width(Span span, Schema schema) {
    var from = span.from() == null ? schema.from() : span.from();
    var to = span.to() == null ? schema.to() : span.to();
    Duration least = Duration.between(from, to).dividedBy(COURSE_STEPS);
    return WIDTHS.stream()
        .filter(w -> w.compareTo(least) >= 0 && w.compareTo(schema.step()) >= 0)
        .findFirst()
        .orElse(WIDTHS.getLast());
  }
}

package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.telemetry.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Spans that others push: the newest are kept, whoever sent them. Thread-safe. */
public final class ReceivedSpans {
  private static final int OPERATION = 200;

  /** A clock may be ahead by so much, as for points of series. */
  private static final Duration AHEAD = Duration.ofMinutes(10);

  private final int most;
  private final Duration history;
  private final UnaryOperator<Span> masking;
  private final Deque<Span> newest = new ArrayDeque<>();
  private @Nullable List<Span> copy;
  private long forgotten;

  /**
   * @param most spans that are kept
   * @param history how long ago a span may have begun
   * @param masking hides what must not be kept
   */
  public ReceivedSpans(int most, Duration history, UnaryOperator<Span> masking) {
    this.most = most;
    this.history = history;
    this.masking = masking;
  }

  /**
   * Takes one span, whose words are cleaned.
   *
   * @return as it is kept; {@code null} where it did not begin in the time that is kept
   */
  public @Nullable Span add(Span span, Instant now) {
    Instant start = span.start();
    if (start.isBefore(now.minus(history)) || start.isAfter(now.plus(AHEAD))) {
      return null;
    }
    Span cleaned =
        masking.apply(
            new Span(
                span.trace(),
                span.id(),
                span.parent(),
                CleanText.name(span.service()),
                CleanText.line(span.operation(), OPERATION),
                CleanText.name(span.peer()),
                span.startMicros(),
                span.durationMicros(),
                span.failed()));
    synchronized (this) {
      newest.addLast(cleaned);
      if (newest.size() > most) {
        newest.removeFirst();
        forgotten++;
      }
      copy = null;
    }
    return cleaned;
  }

  /** What is kept, in the order in which it came. */
  public synchronized List<Span> spans() {
    List<Span> known = copy;
    if (known == null) {
      known = List.copyOf(newest);
      copy = known;
    }
    return known;
  }

  /** How many made room for newer ones so far. */
  public synchronized long forgotten() {
    return forgotten;
  }
}

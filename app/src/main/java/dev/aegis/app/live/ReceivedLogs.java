package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.live.Place.Fleet;
import dev.aegis.telemetry.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Log lines that others push: the newest are kept, errors and warnings in a share of their own, and
 * all are counted by their pattern. Thread-safe.
 */
public final class ReceivedLogs {
  private static final int TEXT = 500;

  private final int most;
  private final UnaryOperator<String> masking;
  private final LogCounts counts = new LogCounts();
  private final Deque<LogLine> loud = new ArrayDeque<>();
  private final Deque<LogLine> others = new ArrayDeque<>();
  private @Nullable Instant flushed;

  /**
   * @param most lines that are kept
   * @param masking hides what must not be kept; patterns of lines are names of metrics
   */
  public ReceivedLogs(int most, UnaryOperator<String> masking) {
    this.most = most;
    this.masking = masking;
  }

  /** Takes one line, whose words are cleaned. */
  public synchronized void add(
      Instant at, String service, String region, String level, String text) {
    String from = CleanText.name(service);
    String word = CleanText.name(level).toUpperCase(Locale.ROOT);
    String line = masking.apply(CleanText.line(text, TEXT));
    counts.count(new Fleet(from, CleanText.name(region)), word, line);
    Deque<LogLine> lines = LogCounts.isLoud(word) ? loud : others;
    lines.addLast(new LogLine(at, from, word, line));
    if (lines.size() > most / 2) {
      lines.removeFirst();
    }
  }

  /** What was kept, oldest first. */
  public synchronized List<LogLine> lines() {
    List<LogLine> all = new ArrayList<>(loud);
    all.addAll(others);
    all.sort(Comparator.comparing(LogLine::at));
    return List.copyOf(all);
  }

  /** Adds to everybody's telemetry how many lines a second there were since this was last asked. */
  public synchronized void flush(Instant now, List<LiveTelemetry> all) {
    if (flushed != null && now.isAfter(flushed)) {
      double seconds = Duration.between(flushed, now).toNanos() / 1e9;
      counts.flush(
          seconds,
          (fleet, metric, perSecond) ->
              all.forEach(live -> live.add(metric, fleet.service(), fleet.region(), perSecond)));
    }
    flushed = now;
  }
}

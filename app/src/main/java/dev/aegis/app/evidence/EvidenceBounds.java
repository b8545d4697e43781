package dev.aegis.app.evidence;

import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Span;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * How much evidence holds. All that the source has, as long as that fits; else the hours before its
 * newest sample and the same hours of the last days; and of these the newest where that is still
 * too much.
 */
final class EvidenceBounds {
  /** Samples of one incident. */
  static final int MOST_SAMPLES = 1_000_000;

  /** Log lines of one incident. */
  static final int MOST_LINES = 20_000;

  /** Spans of one incident. */
  static final int MOST_SPANS = 50_000;

  /** Changes that come into question were made six hours before an onset. */
  static final Duration HOURS = Duration.ofHours(12);

  static final int DAYS = 7;

  private EvidenceBounds() {}

  /** What is kept of new telemetry where so many samples, lines and spans still fit. */
  static Telemetry fitting(Telemetry fresh, long samples, int lines, int spans) {
    Telemetry kept = size(fresh) <= samples ? fresh : newest(sameHours(fresh), samples);
    return kept.logs().size() <= lines && kept.spans().size() <= spans
        ? kept
        : new Telemetry(
            kept.series(),
            kept.changes(),
            last(kept.logs(), lines),
            last(
                kept.spans().stream().sorted(Comparator.comparingLong(Span::startMicros)).toList(),
                spans));
  }

  private static <T> List<T> last(List<T> all, int most) {
    return all.subList(all.size() - Math.min(all.size(), Math.max(0, most)), all.size());
  }

  static long size(Telemetry telemetry) {
    return telemetry.series().stream().mapToLong(Series::size).sum();
  }

  private static Telemetry sameHours(Telemetry all) {
    Instant end = all.span().map(Window::to).orElse(Instant.EPOCH);
    List<Window> windows = new ArrayList<>();
    for (int day = 0; day <= DAYS; day++) {
      Instant to = end.minus(Duration.ofDays(day));
      windows.add(new Window(to.minus(HOURS), to));
    }
    List<Series> series = new ArrayList<>();
    for (Series each : all.series()) {
      Series inside = inside(each, windows);
      if (!inside.isEmpty()) {
        series.add(inside);
      }
    }
    return new Telemetry(series, all.changes(), all.logs(), all.spans());
  }

  private static Series inside(Series series, List<Window> windows) {
    LongStream.Builder times = LongStream.builder();
    DoubleStream.Builder values = DoubleStream.builder();
    for (Window window : windows.reversed()) {
      Series part = series.within(window);
      for (int i = 0; i < part.size(); i++) {
        times.add(part.epochMillis(i));
        values.add(part.value(i));
      }
    }
    return new Series(series.key(), times.build().toArray(), values.build().toArray());
  }

  /** The samples from the instant on from which there are no more than so many. */
  private static Telemetry newest(Telemetry telemetry, long most) {
    if (size(telemetry) <= most) {
      return telemetry;
    }
    long[] times =
        telemetry.series().stream()
            .flatMapToLong(s -> LongStream.range(0, s.size()).map(i -> s.epochMillis((int) i)))
            .toArray();
    Arrays.sort(times);
    long before = times[(int) (times.length - Math.max(0, most) - 1)];
    Window window =
        new Window(
            Instant.ofEpochMilli(before + 1), Instant.ofEpochMilli(times[times.length - 1] + 1));
    List<Series> kept =
        telemetry.series().stream().map(s -> s.within(window)).filter(s -> !s.isEmpty()).toList();
    return new Telemetry(kept, telemetry.changes(), telemetry.logs(), telemetry.spans());
  }
}

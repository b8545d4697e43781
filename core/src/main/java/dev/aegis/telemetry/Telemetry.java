package dev.aegis.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that was observed up to an instant. Immutable; later observations make a new one.
 *
 * @param series in the order of their keys
 * @param changes oldest first
 * @param logs oldest first
 * @param spans of whatever traces were seen, in no order
 */
public record Telemetry(
    List<Series> series, List<Change> changes, List<LogLine> logs, List<Span> spans) {
  public static final Telemetry NONE = new Telemetry(List.of(), List.of(), List.of());

  public Telemetry {
    series = series.stream().sorted(Comparator.comparing(Series::key)).toList();
    changes = changes.stream().sorted(Comparator.comparing(Change::at)).toList();
    logs = List.copyOf(logs);
    spans = List.copyOf(spans);
  }

  /** Where no traces were seen. */
  public Telemetry(List<Series> series, List<Change> changes, List<LogLine> logs) {
    this(series, changes, logs, List.of());
  }

  /** The series with exactly this key. */
  public Optional<Series> find(SeriesKey key) {
    return series.stream().filter(s -> s.key().equals(key)).findFirst();
  }

  /** The series of a service in a region over all versions and pods. */
  public Optional<Series> find(Metric metric, String service, String region) {
    return find(SeriesKey.of(metric, service, region));
  }

  /** The series of a service over all versions and pods, one a region. */
  public List<Series> ofRegions(Metric metric, String service) {
    return matching(k ->
        k.metric().equals(metric)
            && k.service().equals(service)
            && k.version().isEmpty()
            && k.pod().isEmpty());
  }

  /** Every series whose key satisfies the condition. */
  public List<Series> matching(Predicate<SeriesKey> condition) {
    Objects.requireNonNull(condition);
    return series.stream().filter(s -> condition.test(s.key())).toList();
  }

  /** Only what lies inside the window, spans by their start; empty series are left out. */
  public Telemetry within(Window window) {
    List<Series> kept = new ArrayList<>();
    for (Series s : series) {
      Series inside = s.within(window);
      if (!inside.isEmpty()) {
        kept.add(inside);
      }
    }
    return new Telemetry(
        kept,
        changes.stream().filter(c -> window.contains(c.at())).toList(),
        logs.stream().filter(l -> window.contains(l.at())).toList(),
        spans.stream().filter(s -> window.contains(s.start())).toList());
  }

  /** First and last instant of any series; empty when there is no point. */
  public Optional<Window> span() {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (Series s : series) {
      if (!s.isEmpty()) {
        from = Math.min(from, s.epochMillis(0));
        to = Math.max(to, s.epochMillis(s.size() - 1));
      }
    }
    return from > to
        ? Optional.empty()
        : Optional.of(new Window(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to + 1)));
  }
}

package dev.aegis.question;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What there is to ask about: the columns, labels and values of the data at hand. Every name in it
 * comes from the data and is untrusted text.
 *
 * @param metrics the columns of numbers, in the order of the file
 * @param dimensions the columns of labels
 * @param logs whether there are log lines
 * @param events what was changed, oldest first
 * @param from the first instant that anything was seen
 * @param to the last one, inclusive; questions take it for "now"
 * @param step the median distance of two samples of a series; zero when not known
 */
public record Schema(
    List<MetricColumn> metrics,
    List<Dimension> dimensions,
    boolean logs,
    List<Event> events,
    Instant from,
    Instant to,
    Duration step) {
  public Schema {
    metrics = List.copyOf(metrics);
    dimensions = List.copyOf(dimensions);
    events = List.copyOf(events);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(step);
  }

  /** The dimension with this column. */
  public Optional<Dimension> dimension(String column) {
    return dimensions.stream().filter(d -> d.column().equals(column)).findFirst();
  }

  /**
   * A column of labels.
   *
   * @param column its name
   * @param values that occur, the most frequent first; not all when there are too many
   * @param inMetrics whether samples carry it
   * @param inLogs whether log lines carry it
   * @param totalled whether samples without the label are the totals of those with it, so that both
   *     together would count everything twice
   */
  public record Dimension(
      String column, List<String> values, boolean inMetrics, boolean inLogs, boolean totalled) {
    public Dimension {
      Objects.requireNonNull(column);
      values = List.copyOf(values);
    }
  }

  /**
   * Something that was changed on purpose.
   *
   * @param kind in the words of the data, in lower case, such as {@code deploy}
   * @param service empty when not recorded
   * @param version what it is now; empty when not recorded
   */
  public record Event(Instant at, String kind, String service, String version) {
    public Event {
      Objects.requireNonNull(at);
      Objects.requireNonNull(kind);
      Objects.requireNonNull(service);
      Objects.requireNonNull(version);
    }
  }
}

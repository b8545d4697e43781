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
 * @param objectives what owners declared that they promise
 * @param source where the metrics stand: among samples, or among spans
 */
public record Schema(
    List<MetricColumn> metrics,
    List<Dimension> dimensions,
    boolean logs,
    List<Event> events,
    Instant from,
    Instant to,
    Duration step,
    List<Objective> objectives,
    Question.Source source) {
  public Schema {
    objectives = List.copyOf(objectives);
    metrics = List.copyOf(metrics);
    dimensions = List.copyOf(dimensions);
    events = List.copyOf(events);
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
    Objects.requireNonNull(step);
    Objects.requireNonNull(source);
  }

  boolean ofSpans() {
    return source == Question.Source.SPANS;
  }

  /** Data whose owners declared no objective. */
  public Schema(
      List<MetricColumn> metrics,
      List<Dimension> dimensions,
      boolean logs,
      List<Event> events,
      Instant from,
      Instant to,
      Duration step) {
    this(metrics, dimensions, logs, events, from, to, step, List.of(), Question.Source.METRICS);
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
   * What the owners of a service promise.
   *
   * @param service empty when they did not say of which
   * @param p99Millis the highest 99th percentile of response times that is still good; NaN when
   *     nothing is promised about it
   * @param errorShare the highest share of failed requests that is still good, 0 to 1; NaN when
   *     nothing is promised about it
   */
  public record Objective(String service, double p99Millis, double errorShare) {
    public Objective {
      Objects.requireNonNull(service);
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

package dev.aegis.app.intake;

import dev.aegis.telemetry.Span;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes rows as they stand in files: nothing folded, derived or renamed. */
public interface RowSink {
  /** What a file holds. */
  enum Holds {
    METRICS,
    LOGS
  }

  /**
   * A column.
   *
   * @param name as in the file, printable, of at most 120 characters
   * @param use what its cells are
   */
  record Field(String name, Use use) {}

  /** What the cells of a column are. */
  enum Use {
    NUMBER,
    LABEL,
    /** The name of the metric whose value stands in the same row. */
    METRIC,
    VALUE,
    LEVEL,
    MESSAGE
  }

  /**
   * Rows of a file follow.
   *
   * @param fields those whose cells come with each row, in this order
   */
  void begin(Path file, Holds holds, List<Field> fields);

  /**
   * A row. Both arrays are used again for the next one, so they are good during the call only.
   *
   * @param epochMillis when
   * @param texts one a field; {@code null} where it is a number or not recorded
   * @param numbers one a field; NaN where it is a text or not recorded
   */
  void row(long epochMillis, @Nullable String[] texts, double[] numbers);

  /** A span of a trace. */
  void span(Span span);

  /**
   * What the owners of a service promise.
   *
   * @param service empty when they did not say of which
   * @param p99Millis the highest 99th percentile of response times that is still good; NaN when
   *     nothing is promised about it
   * @param errorShare the highest share of failed requests that is still good, 0 to 1; NaN when
   *     nothing is promised about it
   */
  void objective(String service, double p99Millis, double errorShare);

  /** No more rows of the file follow. */
  void end();

  /**
   * A change event.
   *
   * @param kind in the words of the file
   */
  void change(dev.aegis.telemetry.Change change, String kind);
}

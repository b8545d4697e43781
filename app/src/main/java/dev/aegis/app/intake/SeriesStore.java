package dev.aegis.app.intake;

import dev.aegis.app.intake.PointBuffer.Fold;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The series of the whole recording, under the names and in the units that all agree on. */
final class SeriesStore {
  private final IntakeLimits limits;
  private final UnaryOperator<String> naming;
  private final Map<SeriesKey, PointBuffer> buffers = new TreeMap<>();
  private long refused;

  /**
   * @param naming what a name that nobody knows may be kept as
   */
  SeriesStore(IntakeLimits limits, UnaryOperator<String> naming) {
    this.limits = limits;
    this.naming = naming;
  }

  /** The metric of a column that nobody knows. */
  String nameOf(String column) {
    return CleanText.metric(naming.apply(column));
  }

  boolean has(SeriesKey key) {
    return buffers.containsKey(key);
  }

  Map<SeriesKey, PointBuffer> buffers() {
    return buffers;
  }

  /** Series that found no room. */
  long refused() {
    return refused;
  }

  void add(SeriesKey key, long at, double value) {
    PointBuffer buffer = open(key, Fold.MEAN);
    if (buffer != null) {
      buffer.add(at, value);
    }
  }

  /**
   * Takes over a settled buffer, each value changed to the unit of its metric. The buffer belongs
   * to the store from then on: a copy would double the memory of a large file.
   */
  void merge(SeriesKey key, PointBuffer from, DoubleUnaryOperator change) {
    from.change(change);
    if (!buffers.containsKey(key)) {
      if (admit(from)) {
        buffers.put(key, from);
      }
      return;
    }
    PointBuffer buffer = open(key, from.fold());
    if (buffer == null) {
      return;
    }
    buffer.asWideAs(from);
    for (int i = 0; i < from.size(); i++) {
      buffer.add(from.time(i), from.value(i), from.count(i));
    }
  }

  void settle() {
    buffers.values().forEach(PointBuffer::settle);
  }

  /** The series with at least one point; releases the buffers as it goes. */
  List<Series> build() {
    List<Series> built = new ArrayList<>();
    for (SeriesKey key : List.copyOf(buffers.keySet())) {
      PointBuffer buffer = buffers.remove(key);
      if (buffer != null && buffer.size() > 0) {
        long[] times = new long[buffer.size()];
        double[] values = new double[buffer.size()];
        for (int i = 0; i < times.length; i++) {
          times[i] = buffer.time(i);
          values[i] = buffer.value(i);
        }
        built.add(new Series(key, times, values));
      }
    }
    return built;
  }

  private @Nullable PointBuffer open(SeriesKey key, Fold fold) {
    PointBuffer known = buffers.get(key);
    if (known == null) {
      known = new PointBuffer(fold, limits.pointsPerSeries());
      if (!admit(known)) {
        return null;
      }
      buffers.put(key, known);
    }
    return known;
  }

  /** Makes room for one more series, which takes points from all others once they are many. */
  private boolean admit(PointBuffer buffer) {
    if (buffers.size() >= limits.series()) {
      refused++;
      return false;
    }
    int before = limits.share(Math.max(buffers.size(), 1));
    int share = limits.share(buffers.size() + 1);
    buffer.limit(share);
    if (share < before) {
      buffers.values().forEach(b -> b.limit(share));
    }
    return true;
  }
}

package dev.aegis.app.live;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The points of all series, up to an age. Values that are not finite were not measured. */
final class History {
  private static final int SERIES = 4_000;

  private final SortedMap<SeriesKey, Points> points = new TreeMap<>();
  private long refused;

  /** Keeps a point; a later one than any before of its series. */
  void add(Instant at, Metric metric, Place place, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    SeriesKey key =
        new SeriesKey(metric, place.service(), place.region(), place.version(), place.pod());
    Points known = points.get(key);
    if (known == null) {
      if (points.size() >= SERIES) {
        refused++;
        return;
      }
      known = new Points();
      points.put(key, known);
    }
    known.add(at.toEpochMilli(), value);
  }

  /** Points that found no room because there are too many series. */
  long refused() {
    return refused;
  }

  void dropBefore(Instant oldest) {
    points.values().forEach(p -> p.dropBefore(oldest.toEpochMilli()));
    points.values().removeIf(p -> p.first == p.end);
  }

  List<Series> series() {
    List<Series> series = new ArrayList<>(points.size());
    points.forEach((key, p) -> series.add(p.series(key)));
    return series;
  }

  /** Points of one series, growing at the end and shrinking at the start. */
  private static final class Points {
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int first;
    private int end;

    void add(long time, double value) {
      if (end == times.length) {
        int size = end - first;
        int room = size > times.length / 2 ? 2 * times.length : times.length;
        times = Arrays.copyOf(Arrays.copyOfRange(times, first, end), room);
        values = Arrays.copyOf(Arrays.copyOfRange(values, first, end), room);
        first = 0;
        end = size;
      }
      times[end] = time;
      values[end] = value;
      end++;
    }

    void dropBefore(long oldest) {
      while (first < end && times[first] < oldest) {
        first++;
      }
    }

    Series series(SeriesKey key) {
      return new Series(
          key, Arrays.copyOfRange(times, first, end), Arrays.copyOfRange(values, first, end));
    }
  }
}

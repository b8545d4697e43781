package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A region's recorded past written by hand, a point every five seconds. */
final class RecordedColumns {
  private final List<Series> series = new ArrayList<>();

  /** NaN where nothing was recorded. */
  RecordedColumns with(Metric metric, double... values) {
    int[] recorded =
        IntStream.range(0, values.length).filter(i -> Double.isFinite(values[i])).toArray();
    series.add(
        new Series(
            SeriesKey.of(metric, Production.SERVICE, Production.EAST),
            IntStream.of(recorded).mapToLong(i -> Production.at(5.0 * i).toEpochMilli()).toArray(),
            IntStream.of(recorded).mapToDouble(i -> values[i]).toArray()));
    return this;
  }

  History history() {
    return new History(
        new Telemetry(series, List.of(), List.of()),
        new Production().profile(),
        Production.EAST,
        Production.START);
  }
}

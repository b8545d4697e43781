package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was recorded of one region, as columns over the same instants. A value that was not recorded
 * is NaN. Seconds count from the origin.
 */
final class Observed {
  private final Telemetry telemetry;
  private final String service;
  private final String region;
  private final long originMillis;
  final double[] seconds;
  final double[] lengths;

  /** Typical distance of two points, in seconds. */
  final double step;

  /** The instants are those of the first of these metrics that was recorded. */
  Observed(
      Telemetry telemetry, String service, String region, Instant origin, List<Metric> clocks) {
    this.telemetry = telemetry;
    this.service = service;
    this.region = region;
    this.originMillis = origin.toEpochMilli();
    Optional<Series> clock =
        clocks.stream()
            .flatMap(m -> telemetry.find(m, service, region).stream())
            .filter(s -> !s.isEmpty())
            .findFirst();
    int n = clock.map(Series::size).orElse(0);
    seconds = new double[n];
    for (int i = 0; i < n; i++) {
      seconds[i] = (clock.orElseThrow().epochMillis(i) - originMillis) / 1000.0;
    }
    double[] gaps = new double[Math.max(0, n - 1)];
    for (int i = 1; i < n; i++) {
      gaps[i - 1] = seconds[i] - seconds[i - 1];
    }
    step = gaps.length == 0 ? Double.NaN : Quantile.median(gaps);
    lengths = new double[n];
    for (int i = 0; i < n; i++) {
      lengths[i] = i == 0 ? step : Math.min(seconds[i] - seconds[i - 1], 3 * step);
    }
  }

  int size() {
    return seconds.length;
  }

  /** The region's figures over all versions. */
  double[] column(Metric metric) {
    return column(metric, "");
  }

  /** The figures of one version in the region. */
  double[] column(Metric metric, String version) {
    return column(metric, version, "");
  }

  /** The figures of one pod. */
  double[] column(Metric metric, String version, String pod) {
    double[] values = new double[size()];
    Arrays.fill(values, Double.NaN);
    Optional<Series> found = telemetry.find(new SeriesKey(metric, service, region, version, pod));
    if (found.isEmpty()) {
      return values;
    }
    Series series = found.get();
    int j = 0;
    for (int i = 0; i < values.length; i++) {
      double t = 1000 * seconds[i] + originMillis;
      while (j + 1 < series.size()
          && Math.abs(series.epochMillis(j + 1) - t) <= Math.abs(series.epochMillis(j) - t)) {
        j++;
      }
      if (series.size() > 0 && Math.abs(series.epochMillis(j) - t) <= 500 * step) {
        values[i] = series.value(j);
      }
    }
    return values;
  }

  /** Other services of whose calls a time was recorded, sorted. */
  List<String> called() {
    TreeSet<String> names = new TreeSet<>();
    for (Series s : telemetry.series()) {
      SeriesKey key = s.key();
      if (key.service().equals(service) && key.region().equals(region) && !s.isEmpty()) {
        key.metric().timeOfCallsTo().ifPresent(names::add);
      }
    }
    return List.copyOf(names);
  }

  /** Pods of a version with figures of their own, sorted. */
  List<String> pods(String version) {
    TreeSet<String> names = new TreeSet<>();
    for (Series s : telemetry.series()) {
      SeriesKey key = s.key();
      if (key.service().equals(service)
          && key.region().equals(region)
          && key.version().equals(version)
          && !key.pod().isEmpty()
          && !s.isEmpty()) {
        names.add(key.pod());
      }
    }
    return List.copyOf(names);
  }

  boolean has(Metric metric) {
    return Arrays.stream(column(metric)).anyMatch(Double::isFinite);
  }

  /** Versions with figures of their own, sorted. */
  List<String> versions() {
    TreeSet<String> names = new TreeSet<>();
    for (Series s : telemetry.series()) {
      SeriesKey key = s.key();
      if (key.service().equals(service)
          && key.region().equals(region)
          && !key.version().isEmpty()
          && !s.isEmpty()) {
        names.add(key.version());
      }
    }
    return List.copyOf(names);
  }
}

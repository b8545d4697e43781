package dev.aegis.app.scenario;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.Scrape;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Monitoring: turns scrapes into series, except for the metrics it does not have. */
final class Recorder {
  private final String service;
  private final Set<Metric> hidden;
  private final SortedMap<SeriesKey, Points> points = new TreeMap<>();

  Recorder(String service, Set<Metric> hidden) {
    this.service = service;
    this.hidden = Set.copyOf(hidden);
  }

  void record(Instant at, Scrape scrape) {
    for (Scrape.Region region : scrape.regions()) {
      At place = new At(at, region.name());
      clients(place, region.clients(), scrape.lengthSeconds());
      pods(place, region.pods(), scrape.lengthSeconds());
      for (Scrape.Version version : region.versions()) {
        version(place, version, scrape.lengthSeconds());
      }
      for (Scrape.Pod pod : region.podList()) {
        if (pod.ready()) {
          add(place, Metric.HEAP_RATIO, pod.version(), pod.name(), pod.heapRatio());
        }
      }
    }
  }

  private record At(Instant instant, String region) {}

  private void clients(At at, Scrape.Clients clients, double seconds) {
    add(at, Metric.REQUEST_RATE, clients.offered() / seconds);
    add(at, Metric.ERROR_RATIO, clients.errorRatio());
    add(at, Metric.LATENCY_P50, clients.p50Millis());
    add(at, Metric.LATENCY_P99, clients.p99Millis());
    add(at, Metric.LATENCY_MEAN, clients.meanMillis());
  }

  private void pods(At at, Scrape.Pods pods, double seconds) {
    add(at, Metric.COMPLETION_RATE, pods.completed() / seconds);
    add(at, Metric.UTILISATION, pods.utilisation());
    add(at, Metric.QUEUE_LENGTH, pods.queueLength());
    add(at, Metric.HEAP_RATIO, pods.heapRatio());
    add(at, Metric.GC_RATIO, pods.gcRatio());
    add(at, Metric.PODS_READY, pods.ready());
    add(at, Metric.POD_RESTARTS, pods.died());
    add(at, Metric.DEPENDENCY_LATENCY, pods.dependencyMillis());
  }

  private void version(At at, Scrape.Version version, double seconds) {
    add(at, Metric.HEAP_RATIO, version.name(), "", version.heapRatio());
    add(at, Metric.ERROR_RATIO, version.name(), "", version.errorRatio());
    add(at, Metric.LATENCY_P50, version.name(), "", version.p50Millis());
    add(at, Metric.LATENCY_P99, version.name(), "", version.p99Millis());
    add(at, Metric.COMPLETION_RATE, version.name(), "", version.completed() / seconds);
    add(at, Metric.PODS_READY, version.name(), "", version.ready());
  }

  private void add(At at, Metric metric, double value) {
    add(at, metric, "", "", value);
  }

  private void add(At at, Metric metric, String version, String pod, double value) {
    if (Double.isFinite(value) && !hidden.contains(metric)) {
      points
          .computeIfAbsent(
              new SeriesKey(metric, service, at.region(), version, pod), _ -> new Points())
          .add(at.instant().toEpochMilli(), value);
    }
  }

  Telemetry telemetry(List<Change> changes) {
    List<Series> series =
        points.entrySet().stream().map(e -> e.getValue().series(e.getKey())).toList();
    return new Telemetry(series, changes, List.of());
  }

  /** Points of one series, growing. */
  private static final class Points {
    private long[] times = new long[64];
    private double[] values = new double[64];
    private int size;

    void add(long time, double value) {
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      times[size] = time;
      values[size] = value;
      size++;
    }

    Series series(SeriesKey key) {
      return new Series(key, Arrays.copyOf(times, size), Arrays.copyOf(values, size));
    }
  }
}

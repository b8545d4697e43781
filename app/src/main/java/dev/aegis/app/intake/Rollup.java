package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds the series of a whole service where only those of its pods or versions were recorded. Rates,
 * queues and counts add up; the 99th percentile of the whole is at most the highest of its parts,
 * so the highest is taken; everything else is the mean over the parts.
 */
final class Rollup {
  private static final Set<Metric> ADD_UP =
      Set.of(
          Metric.REQUEST_RATE,
          Metric.COMPLETION_RATE,
          Metric.QUEUE_LENGTH,
          Metric.PODS_READY,
          Metric.POD_RESTARTS);

  private final SeriesStore store;
  private final List<String> notes;

  Rollup(SeriesStore store, List<String> notes) {
    this.store = store;
    this.notes = notes;
  }

  void run() {
    Map<SeriesKey, List<PointBuffer>> parts = new TreeMap<>();
    store
        .buffers()
        .forEach((key, points) -> {
          SeriesKey whole = SeriesKey.of(key.metric(), key.service(), key.region());
          if (!key.equals(whole) && !store.has(whole)) {
            parts.computeIfAbsent(whole, k -> new ArrayList<>()).add(points);
          }
        });
    parts.forEach(this::add);
    if (!parts.isEmpty()) {
      long services = parts.keySet().stream().map(SeriesKey::service).distinct().count();
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d series of whole services (%,d) derived from those of pods or versions: rates and"
                  + " counts added, percentiles by the highest, the rest by the mean",
              parts.size(),
              services));
    }
  }

  private void add(SeriesKey whole, List<PointBuffer> parts) {
    long grid = parts.stream().mapToLong(PointBuffer::interval).filter(i -> i > 0).min().orElse(1);
    TreeMap<Long, double[]> slots = new TreeMap<>();
    for (PointBuffer part : parts) {
      TreeMap<Long, double[]> own = new TreeMap<>();
      for (int i = 0; i < part.size(); i++) {
        double[] slot = own.computeIfAbsent(part.time(i) / grid, k -> new double[2]);
        slot[0] += part.value(i);
        slot[1]++;
      }
      own.forEach((at, slot) -> fold(whole.metric(), slots, at, slot[0] / slot[1]));
    }
    boolean mean = !ADD_UP.contains(whole.metric()) && !isPercentile(whole.metric());
    slots.forEach((at, slot) -> store.add(whole, at * grid, mean ? slot[0] / slot[1] : slot[0]));
  }

  private static void fold(Metric metric, Map<Long, double[]> slots, long at, double value) {
    double[] slot = slots.computeIfAbsent(at, k -> new double[2]);
    boolean highest = isPercentile(metric) && slot[1] > 0;
    slot[0] = highest ? Math.max(slot[0], value) : slot[0] + value;
    slot[1]++;
  }

  private static boolean isPercentile(Metric metric) {
    return metric.name().startsWith("latency_p9");
  }
}

package dev.aegis.app.serve;

import dev.aegis.app.series.SeriesTable;
import dev.aegis.app.tracing.TraceSender;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Aegis's own figures in the text format of Prometheus. */
final class OwnMetrics {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final SeriesTable table;
  private final Traffic traffic;
  private final Duty duty;
  private final @Nullable TraceSender sender;

  /**
   * @param sender of traces of incidents; {@code null} where none are sent
   */
  OwnMetrics(SeriesTable table, Traffic traffic, Duty duty, @Nullable TraceSender sender) {
    this.sender = sender;
    this.table = table;
    this.traffic = traffic;
    this.duty = duty;
  }

  String text() {
    Map<String, Long> values = new TreeMap<>();
    SeriesTable.Counts counts = table.counts();
    values.put("aegis_series", (long) counts.series());
    values.put("aegis_series_limit", (long) counts.limit());
    values.put("aegis_series_label_bytes", counts.symbolBytes());
    values.put("aegis_points_kept_total", counts.kept());
    counts
        .dropped()
        .forEach((reason, many) ->
            values.put("aegis_points_dropped_total{reason=\"" + reason.word() + "\"}", many));
    duty.known()
        .forEach((service, series) ->
            values.put(
                "aegis_service_series{service=\"" + Source.label(service) + "\"}", (long) series));
    duty.knownBySpans()
        .forEach(service ->
            values.put(
                "aegis_service_known_by_spans{service=\"" + Source.label(service) + "\"}", 1L));
    if (sender != null) {
      values.put("aegis_own_traces_total{what=\"sent\"}", sender.sent());
      values.put("aegis_own_traces_total{what=\"failed\"}", sender.failed());
    }
    values.putAll(traffic.values());
    StringBuilder text = new StringBuilder();
    String family = "";
    for (Map.Entry<String, Long> each : values.entrySet()) {
      String name = each.getKey().split("\\{", 2)[0];
      if (!name.equals(family)) {
        family = name;
        text.append("# TYPE ").append(name);
        text.append(name.endsWith("_total") ? " counter\n" : " gauge\n");
      }
      text.append(each.getKey()).append(' ').append(each.getValue()).append('\n');
    }
    return text.toString();
  }
}

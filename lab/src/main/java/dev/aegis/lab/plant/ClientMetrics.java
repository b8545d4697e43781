package dev.aegis.lab.plant;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the clients of a region saw: every attempt, those that were refused or timed out too. */
final class ClientMetrics {
  private final String region;
  private final Histogram durations = new Histogram();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  ClientMetrics(String region) {
    this.region = region;
  }

  /** One attempt, timed from when it was meant to start. */
  void attempt(String status, boolean retry, double seconds) {
    durations.record(seconds);
    String labels = "status=\"" + status + "\",attempt=\"" + (retry ? "retry" : "first") + "\"";
    counts.computeIfAbsent(labels, _ -> new LongAdder()).increment();
  }

  /** In the text format of Prometheus, with gauges for what only the process itself knows. */
  String text(double wantedPerSecond, int underWay) {
    String where = "service=\"checkout-api\",region=\"" + region + "\"";
    StringBuilder text = new StringBuilder("# TYPE client_requests_total counter\n");
    new TreeMap<>(counts)
        .forEach((labels, count) ->
            text.append(
                "client_requests_total{" + where + "," + labels + "} " + count.sum() + "\n"));
    text.append("# TYPE client_request_duration_seconds histogram\n");
    durations.write(text, "client_request_duration_seconds", where);
    gauge(text, "client_arrivals_per_second", where, wantedPerSecond);
    gauge(text, "client_requests_in_flight", where, underWay);
    return text.toString();
  }

  private static void gauge(StringBuilder text, String name, String labels, double value) {
    text.append("# TYPE " + name + " gauge\n" + name + "{" + labels + "} " + value + "\n");
  }
}

package dev.aegis.app.live;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a process of the lab says about itself, with figures that a test sets. */
final class FakePod {
  private static final double[] BOUNDS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

  final String labels;
  private final Map<String, Double> values = new TreeMap<>();

  FakePod(String service, String region, String version, String pod) {
    labels =
        String.format(
            "service=\"%s\",region=\"%s\",version=\"%s\",pod=\"%s\"",
            service, region, version, pod);
  }

  static FakePod clients(String service, String region) {
    return new FakePod(service, region, "", "");
  }

  /** A pod of five slots that started at this second of the epoch and serves nothing yet. */
  FakePod started(double seconds) {
    return set("process_start_time_seconds", "", seconds)
        .set("request_slots", "", 5)
        .set("request_slots_busy_seconds_total", "", 0)
        .set("request_queue_length", "", 0)
        .set("requests_refused_total", "", 0)
        .set("jvm_heap_limit_bytes", "", 64e6)
        .set("jvm_heap_after_gc_bytes", "", 16e6)
        .set("jvm_gc_seconds_total", "", 0)
        .set("jvm_threads", "", 20)
        .set("process_cpu_seconds_total", "", 0)
        .set("log_writes_failed_total", "", 0);
  }

  FakePod set(String name, String more, double value) {
    values.put(key(name, more), value);
    return this;
  }

  FakePod add(String name, String more, double value) {
    values.merge(key(name, more), value, Double::sum);
    return this;
  }

  /** So many requests that took so long, in a counter and its histogram. */
  FakePod served(String status, int count, double seconds) {
    add("http_server_requests_total", "route=\"/checkout\",status=\"" + status + "\"", count);
    String more = "route=\"/checkout\",status=\"" + status + "\"";
    return timed("http_server_request_duration_seconds", more, count, seconds);
  }

  FakePod attempts(String status, String attempt, int count, double seconds) {
    add("client_requests_total", "status=\"" + status + "\",attempt=\"" + attempt + "\"", count);
    return timed("client_request_duration_seconds", "", count, seconds);
  }

  FakePod called(String dependency, String status, int count, double seconds) {
    return timed(
        "http_client_request_duration_seconds",
        "dependency=\"" + dependency + "\",status=\"" + status + "\"",
        count,
        seconds);
  }

  private FakePod timed(String name, String more, int count, double seconds) {
    for (double bound : BOUNDS) {
      add(name + "_bucket", le(more, String.valueOf(bound)), seconds <= bound ? count : 0);
    }
    add(name + "_bucket", le(more, "+Inf"), count);
    add(name + "_sum", more, count * seconds);
    return add(name + "_count", more, count);
  }

  private static String le(String more, String bound) {
    return (more.isEmpty() ? "" : more + ",") + "le=\"" + bound + "\"";
  }

  private String key(String name, String more) {
    return name + "{" + labels + (more.isEmpty() ? "" : "," + more) + "}";
  }

  String text() {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    return text.toString();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "pod{%s}", labels);
  }
}

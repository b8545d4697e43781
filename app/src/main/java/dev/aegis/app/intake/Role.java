package dev.aegis.app.intake;

import java.util.List;

/** What a column that is not a quantity says about its row, and the names it goes by. */
enum Role {
  TIME(
      "timestamp",
      "time",
      "ts",
      "datetime",
      "date",
      "unix_timestamp",
      "epoch",
      "time_unix_nano",
      "at",
      "when"),
  SERVICE(
      "service", "service_name", "svc", "app", "application", "microservice", "component", "job"),
  REGION("region", "datacenter", "dc", "location"),
  VERSION("version", "release", "build", "image_tag"),
  POD("pod", "pod_name", "instance", "host", "hostname", "container_id"),
  METRIC_NAME("metric", "metric_name", "name", "measurement", "kpi", "indicator"),
  STATISTIC("statistic", "stat", "aggregation", "agg"),
  VALUE("value", "val", "metric_value", "reading"),
  LEVEL("level", "severity", "severity_text", "lvl", "log_level"),
  MESSAGE("message", "msg", "log", "text", "body", "event"),
  /** An answer, not an observation: never read, so that no conclusion can lean on it. */
  ANSWER(
      "label",
      "labels_true",
      "is_anomaly",
      "anomaly",
      "anomaly_score",
      "raw_score",
      "root_cause",
      "root_cause_commit",
      "ground_truth",
      "fault",
      "fault_type",
      "inject_type",
      "inject_time",
      "inject_timestamp",
      "inject_pod");

  /** Made by {@code List.of}, hence never changed. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> aliases;

  Role(String... aliases) {
    this.aliases = List.of(aliases);
  }

  List<String> aliases() {
    return aliases;
  }
}

package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quantities that are recognised, and the names they go by. Within one file the earlier name
 * wins where two columns claim the same quantity; the other keeps its own name.
 */
enum Known {
  LATENCY_P99(
      Metric.LATENCY_P99,
      Scale.TIME,
      "p99",
      "latency_p99",
      "p99_latency",
      "response_time_p99",
      "request_duration_p99",
      "duration_p99",
      "request_latency_p99",
      "latency_99",
      "tp99"),
  LATENCY_P50(
      Metric.LATENCY_P50,
      Scale.TIME,
      "p50",
      "median",
      "latency_p50",
      "p50_latency",
      "median_latency",
      "latency_median",
      "response_time_p50",
      "request_duration_p50",
      "duration_p50"),
  LATENCY_P90(new Metric("latency_p90_ms"), Scale.TIME, "p90", "latency_p90", "response_time_p90"),
  LATENCY_P95(new Metric("latency_p95_ms"), Scale.TIME, "p95", "latency_p95", "response_time_p95"),
  LATENCY_MEAN(
      Metric.LATENCY_MEAN,
      Scale.TIME,
      "latency_mean",
      "latency_avg",
      "latency_average",
      "mean_latency",
      "avg_latency",
      "average_latency",
      "mean_response_time",
      "avg_response_time",
      "response_time_mean",
      "response_time_avg",
      "response_time_average",
      "duration_mean",
      "duration_avg"),
  /** No statistic named: the 99th percentile, or the mean where the file has the 99th as well. */
  LATENCY(
      null,
      Scale.TIME,
      "latency",
      "response_time",
      "resp_time",
      "request_duration",
      "request_latency",
      "duration",
      "elapsed"),
  ERROR_RATIO(
      Metric.ERROR_RATIO,
      Scale.ERRORS,
      "error_rate",
      "error",
      "errors",
      "5xx",
      "5xx_rate",
      "error_rate_5xx",
      "errors_5xx",
      "5xx_errors",
      "failure_rate",
      "failures",
      "failed",
      "failed_requests"),
  /** Turned round: the share that failed is what is missing to one. */
  AVAILABILITY(Metric.ERROR_RATIO, Scale.SUCCESS, "availability", "success_rate", "success"),
  REQUEST_RATE(
      Metric.REQUEST_RATE,
      Scale.RATE,
      "rps",
      "qps",
      "requests",
      "request_rate",
      "request_rate_rps",
      "requests_rate",
      "request",
      "throughput",
      "arrival_rate",
      "tps",
      "workload"),
  COMPLETION_RATE(
      Metric.COMPLETION_RATE,
      Scale.RATE,
      "completions",
      "completion_rate",
      "completed",
      "completed_requests"),
  UTILISATION(
      Metric.UTILISATION,
      Scale.SHARE,
      "utilisation",
      "utilization",
      "saturation",
      "busy",
      "slots_busy"),
  QUEUE_LENGTH(
      Metric.QUEUE_LENGTH,
      Scale.NUMBER,
      "queue_length",
      "queue",
      "queue_depth",
      "queue_size",
      "request_queue_depth",
      "request_queue_length",
      "backlog",
      "pending_requests"),
  HEAP_RATIO(
      Metric.HEAP_RATIO,
      Scale.SHARE,
      "heap_after_gc",
      "live_heap",
      "heap",
      "heap_used",
      "heap_usage",
      "heap_utilisation",
      "heap_utilization"),
  HEAP_LIMIT(null, Scale.LIMIT, "heap_limit", "heap_max", "max_heap", "heap_size"),
  GC_RATIO(Metric.GC_RATIO, Scale.SHARE, "gc", "gc_time", "gc_overhead", "gc_share"),
  CPU_RATIO(
      Metric.CPU_RATIO,
      Scale.SHARE,
      "cpu",
      "cpu_utilisation",
      "cpu_utilization",
      "cpu_usage_rate",
      "cpu_usage",
      "cpu_used",
      "cpu_load"),
  CPU_LIMIT(null, Scale.LIMIT, "cpu_limit", "cpu_max"),
  MEMORY_RATIO(
      Metric.MEMORY_RATIO,
      Scale.SHARE,
      "memory",
      "mem",
      "memory_utilisation",
      "memory_utilization",
      "memory_usage_rate",
      "memory_usage",
      "mem_usage",
      "memory_used",
      "mem_used",
      "memory_working_set",
      "rss"),
  MEMORY_LIMIT(null, Scale.LIMIT, "memory_limit", "mem_limit", "memory_max", "max_memory"),
  PODS_READY(
      Metric.PODS_READY,
      Scale.NUMBER,
      "pods_ready",
      "ready_pods",
      "ready_replicas",
      "replicas_ready",
      "pods",
      "replicas",
      "pod_count",
      "replica_count",
      "instances",
      "instance_count"),
  POD_RESTARTS(
      Metric.POD_RESTARTS,
      Scale.NUMBER,
      "pod_restarts",
      "restarts",
      "restart_count",
      "container_restarts",
      "crashes"),
  DEPENDENCY_LATENCY(
      Metric.DEPENDENCY_LATENCY,
      Scale.TIME,
      "dependency_latency",
      "dependency_response_time",
      "dependency_latency_mean",
      "dependency_latency_p99",
      "db_latency",
      "database_latency",
      "db_query_latency",
      "db_query_latency_p99",
      "upstream_latency",
      "downstream_latency",
      "backend_latency");

  /** How numbers of this quantity are brought to the unit of its metric. */
  enum Scale {
    TIME,
    SHARE,
    ERRORS,
    SUCCESS,
    RATE,
    NUMBER,
    LIMIT
  }

  /** A record of one string, hence never changed. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final @Nullable Metric metric;

  private final Scale scale;

  /** Made by {@code List.of}, hence never changed. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> aliases;

  Known(@Nullable Metric metric, Scale scale, String... aliases) {
    this.metric = metric;
    this.scale = scale;
    this.aliases = List.of(aliases);
  }

  /** The metric it becomes; {@code null} where that depends on what else the file has. */
  @Nullable Metric metric() {
    return metric;
  }

  Scale scale() {
    return scale;
  }

  List<String> aliases() {
    return aliases;
  }

  /** The quantity that says how much of this one there may be. */
  @Nullable Known limit() {
    return switch (this) {
      case HEAP_RATIO -> HEAP_LIMIT;
      case MEMORY_RATIO -> MEMORY_LIMIT;
      case CPU_RATIO -> CPU_LIMIT;
      case LATENCY_P99,
          LATENCY_P50,
          LATENCY_P90,
          LATENCY_P95,
          LATENCY_MEAN,
          LATENCY,
          ERROR_RATIO,
          AVAILABILITY,
          REQUEST_RATE,
          COMPLETION_RATE,
          UTILISATION,
          QUEUE_LENGTH,
          HEAP_LIMIT,
          GC_RATIO,
          CPU_LIMIT,
          MEMORY_LIMIT,
          PODS_READY,
          POD_RESTARTS,
          DEPENDENCY_LATENCY ->
          null;
    };
  }
}

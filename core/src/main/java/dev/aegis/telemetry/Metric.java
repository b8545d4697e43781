package dev.aegis.telemetry;

import java.util.Objects;
import java.util.Optional;

/**
 * The name of one measured quantity. The constants are the canonical vocabulary; any other
 * lower-case name is allowed, because recordings carry quantities that nobody foresaw.
 *
 * @param name lower-case letters, digits, {@code _ . : -}; the unit is its last word where it has
 *     one
 */
public record Metric(String name) implements Comparable<Metric> {
  /** The 99th percentile of response times over one scrape interval, in milliseconds. */
  public static final Metric LATENCY_P99 = new Metric("latency_p99_ms");

  /** The median response time over one scrape interval, in milliseconds. */
  public static final Metric LATENCY_P50 = new Metric("latency_p50_ms");

  /** The mean response time over one scrape interval, in milliseconds. */
  public static final Metric LATENCY_MEAN = new Metric("latency_mean_ms");

  /** Failed requests over all requests, 0 to 1. */
  public static final Metric ERROR_RATIO = new Metric("error_ratio");

  /** Requests offered by clients, per second; includes those refused or failed. */
  public static final Metric REQUEST_RATE = new Metric("requests_per_second");

  /** Requests that clients sent again after a failure, over all requests, 0 to 1. */
  public static final Metric RETRY_RATIO = new Metric("retry_ratio");

  /** Requests completed by the pods (in time or not), per second. */
  public static final Metric COMPLETION_RATE = new Metric("completions_per_second");

  /** Request slots in use over request slots there are, 0 to 1, mean over the interval. */
  public static final Metric UTILISATION = new Metric("utilisation");

  /** Requests waiting for a slot, over all pods. */
  public static final Metric QUEUE_LENGTH = new Metric("queue_length");

  /** Live heap after the last full collection, over the heap's limit, 0 to 1, mean over pods. */
  public static final Metric HEAP_RATIO = new Metric("heap_ratio");

  /** Share of time spent in garbage collection, 0 to 1. */
  public static final Metric GC_RATIO = new Metric("gc_ratio");

  /** Processor time used over the limit, 0 to 1. */
  public static final Metric CPU_RATIO = new Metric("cpu_ratio");

  /** Memory in use over the limit, 0 to 1, where no figure after collection is known. */
  public static final Metric MEMORY_RATIO = new Metric("memory_ratio");

  /** Pods that answer. */
  public static final Metric PODS_READY = new Metric("pods_ready");

  /** Pods that died in the interval. */
  public static final Metric POD_RESTARTS = new Metric("pod_restarts");

  /** Mean time of a call to the shared dependency, in milliseconds. */
  public static final Metric DEPENDENCY_LATENCY = new Metric("dependency_latency_ms");

  private static final String LOGS = "log_";
  private static final String CALL_LATENCY = "dependency_latency_ms:";
  private static final String CALL_ERRORS = "dependency_error_ratio:";

  /** Mean time of a call to one of several services, in milliseconds, as its caller sees it. */
  public static Metric callLatency(String called) {
    return new Metric(CALL_LATENCY + called);
  }

  /** Failed calls to one of several services over all calls to it, 0 to 1. */
  public static Metric callErrors(String called) {
    return new Metric(CALL_ERRORS + called);
  }

  /** Whether it is a rate or a share of log lines. */
  public boolean isOfLogs() {
    return name.startsWith(LOGS);
  }

  /** Whether it is the rate of the log lines of one pattern. */
  public boolean isOfLogPattern() {
    return isOfLogs() && name.indexOf(':') > 0;
  }

  /** The service whose calls this is the time of; empty for any other metric. */
  public Optional<String> timeOfCallsTo() {
    return name.startsWith(CALL_LATENCY)
        ? Optional.of(name.substring(CALL_LATENCY.length()))
        : Optional.empty();
  }

  public Metric {
    Objects.requireNonNull(name);
    if (name.isBlank()) {
      throw new IllegalArgumentException("expected a metric's name, found a blank");
    }
  }

  @Override
  public int compareTo(Metric other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}

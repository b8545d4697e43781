package dev.aegis.app.backtest;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;

/** What to record or declare of a service, so that the twin knows more of it. */
final class Advice {
  /** A metric and what it tells. */
  private record Worth(Metric metric, String why) {}

  private static final List<Worth> WORTH_RECORDING =
      List.of(
          new Worth(Metric.REQUEST_RATE, "how much is asked"),
          new Worth(Metric.LATENCY_P99, "what clients see"),
          new Worth(Metric.ERROR_RATIO, "what fails"),
          new Worth(Metric.PODS_READY, "pods that come and go"),
          new Worth(
              Metric.UTILISATION, "busy slots over all slots: work apart from waiting, headroom"),
          new Worth(Metric.HEAP_RATIO, "by version: leaks, and what collecting costs"),
          new Worth(
              Metric.DEPENDENCY_LATENCY, "a dependency that slows down, apart from own work"));

  private Advice() {}

  /**
   * One sentence each, what helps most first.
   *
   * @param profile seen from the region in question
   */
  static List<String> of(Telemetry telemetry, ServiceProfile profile) {
    List<String> advice = new ArrayList<>();
    for (Worth worth : WORTH_RECORDING) {
      if (!isRecorded(worth.metric(), telemetry, profile)) {
        advice.add("record " + worth.metric() + ": " + worth.why());
      }
    }
    declare(profile, advice);
    if (!tellsVersions(telemetry, profile)) {
      advice.add("record completions_per_second by version: what a rollback would do");
    }
    boolean changes =
        telemetry.changes().stream()
            .anyMatch(c -> c.service().isEmpty() || c.service().equals(profile.service()));
    if (!changes) {
      advice.add("give --changes: deploys, flags and configuration, with what was before");
    }
    return List.copyOf(advice);
  }

  private static boolean isRecorded(Metric metric, Telemetry telemetry, ServiceProfile profile) {
    return !telemetry
        .matching(k ->
            k.metric().equals(metric)
                && k.service().equals(profile.service())
                && k.region().equals(profile.home()))
        .isEmpty();
  }

  private static boolean tellsVersions(Telemetry telemetry, ServiceProfile profile) {
    return !telemetry
        .matching(k ->
            k.metric().equals(Metric.COMPLETION_RATE)
                && k.service().equals(profile.service())
                && k.region().equals(profile.home())
                && !k.version().isEmpty())
        .isEmpty();
  }

  private static void declare(ServiceProfile profile, List<String> advice) {
    if (profile.slotsPerPod() == 0) {
      advice.add("declare slots_per_pod: how many requests a pod works on at once");
    }
    if (profile.queuePerPod() == 0) {
      advice.add("declare queue_per_pod: how many may wait before a pod refuses");
    }
    if (profile.timeout() == null) {
      advice.add("declare timeout: how long a client waits");
    }
    if (profile.podStart() == null) {
      advice.add("declare pod_start: how long a new pod takes until it answers");
    }
    if (profile.peer().isEmpty()) {
      advice.add("declare regions: where the traffic could go, and the quotas");
    } else if (profile.failoverRamp() == null) {
      advice.add("declare failover_ramp: how fast traffic moves to another region");
    }
    if (profile.serving().balancing() == null) {
      advice.add("declare balancing: round_robin or least_requests");
    }
    if (profile.serving().warmUp() == null) {
      advice.add("declare warm_up: how long and how much slower new pods are, or none");
    }
    if (profile.peer().isPresent() && profile.crossRegion() == null) {
      advice.add("declare cross_region: what the way to another region and back takes");
    }
  }
}

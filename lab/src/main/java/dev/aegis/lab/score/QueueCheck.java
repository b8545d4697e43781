package dev.aegis.lab.score;

import dev.aegis.room.Action;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Capacity planning by formula: the service as a {@link MultiServerQueue} of its request slots, at
 * the rate and the service time of the newest points. The service time follows from the utilisation
 * law, busy slots over completions (Denning and Buzen, <i>The Operational Analysis of Queueing
 * Network Models</i>, 1978).
 *
 * <p>It knows capacity and nothing of causes. Scaling out changes the number of slots, a failover
 * adds this region's rate to the other one's, shedding takes its share off the rate; a restart, a
 * rollback, a flag or a configuration leaves things as they are seen. It accepts when the queue is
 * stable, its 99th percentile within the objective, and the share it refuses on purpose within the
 * error objective. Errors of any other origin are not in its formula, so it does not see them. It
 * abstains where rate, completions or utilisation were not recorded or slots not declared.
 */
record QueueCheck() implements Baseline {
  /** Points that "lately" means: enough for a mean, and all of them in the incident. */
  private static final int NEWEST = 5;

  private static final double TAIL = 0.99;

  @Override
  public String title() {
    return "M/M/c";
  }

  @Override
  public String key() {
    return "mmcOnly";
  }

  @Override
  public Opinion judge(Action action, Telemetry telemetry, ServiceProfile profile, Instant now) {
    double refused = action instanceof Action.ShedLoad shed ? shed.toShare() : 0;
    return after(action, new Lately(telemetry, profile))
        .map(queue -> opinion(queue, refused, profile))
        .orElseGet(() -> Opinion.of(Verdict.ABSTAIN));
  }

  private static Opinion opinion(MultiServerQueue queue, double refused, ServiceProfile profile) {
    double p99Millis = 1000 * queue.responseSeconds(TAIL);
    Verdict verdict = profile.slo().breachedBy(p99Millis, refused) ? Verdict.REJECT : Verdict.PASS;
    return Opinion.expecting(verdict, Double.isFinite(p99Millis) ? p99Millis : Double.NaN);
  }

  private static Optional<MultiServerQueue> after(Action action, Lately lately) {
    String home = lately.profile.home();
    Optional<MultiServerQueue> here = lately.queue(home);
    return switch (action) {
      case Action.ScalePods scale ->
          lately.isOurs(scale.service(), scale.region())
              ? here.map(q -> resized(q, scale.toPods() * lately.profile.slotsPerPod()))
              : here;
      case Action.FailoverRegion away -> lately.joined(home, away.toRegion());
      case Action.RollbackAndFailover both -> lately.joined(home, both.failover().toRegion());
      case Action.ShedLoad shed -> here.map(q -> offered(q, 1 - shed.toShare()));
      case Action.RestartPods _, Action.RollbackDeploy _, Action.SetFlag _, Action.SetConfig _ ->
          here;
    };
  }

  private static MultiServerQueue resized(MultiServerQueue queue, int servers) {
    return new MultiServerQueue(queue.arrivalsPerSecond(), queue.serviceSeconds(), servers);
  }

  private static MultiServerQueue offered(MultiServerQueue queue, double share) {
    return new MultiServerQueue(
        share * queue.arrivalsPerSecond(), queue.serviceSeconds(), queue.servers());
  }

  /** The newest points of the service. */
  private record Lately(Telemetry telemetry, ServiceProfile profile) {
    boolean isOurs(String service, String region) {
      return service.equals(profile.service()) && region.equals(profile.home());
    }

    /** The region as it is; empty where it cannot be read off. */
    Optional<MultiServerQueue> queue(String region) {
      double pods = pods(region);
      int slots = (int) Math.round(pods) * profile.slotsPerPod();
      double rate = mean(Metric.REQUEST_RATE, region);
      double busy = pods * profile.slotsPerPod() * mean(Metric.UTILISATION, region);
      double service = busy / mean(Metric.COMPLETION_RATE, region);
      return profile.slotsPerPod() > 0 && rate >= 0 && service > 0
          ? Optional.of(new MultiServerQueue(rate, service, slots))
          : Optional.empty();
    }

    /** The other region with the rate of both. */
    Optional<MultiServerQueue> joined(String from, String to) {
      double moved = mean(Metric.REQUEST_RATE, from);
      return queue(to)
          .filter(_ -> moved >= 0)
          .map(q ->
              new MultiServerQueue(q.arrivalsPerSecond() + moved, q.serviceSeconds(), q.servers()));
    }

    private double pods(String region) {
      double counted = mean(Metric.PODS_READY, region);
      return counted >= 0
          ? counted
          : profile.region(region).map(ServiceProfile.Region::pods).orElse(0);
    }

    private double mean(Metric metric, String region) {
      double[] values =
          telemetry
              .find(metric, profile.service(), region)
              .map(Series::values)
              .orElseGet(() -> new double[0]);
      return Arrays.stream(values)
          .skip(Math.max(0, values.length - NEWEST))
          .average()
          .orElse(Double.NaN);
    }
  }
}

package dev.aegis.twin;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The regions as they are when the replay begins: pods, heaps, and what will be asked of them. */
final class RegionFit {
  /** Traffic that has moved by more than this within six points is on the move. */
  private static final double MOVING = 0.05;

  private final ServiceProfile profile;
  private final double shift;
  private final Findings findings;

  /**
   * @param shift when the replay begins, in seconds of the histories
   */
  RegionFit(ServiceProfile profile, double shift, Findings findings) {
    this.profile = profile;
    this.shift = shift;
    this.findings = findings;
  }

  /**
   * Home, where the replay begins at a point.
   *
   * @param odd few pods that are not like the others
   */
  ServiceModel.Region home(
      History h, int from, List<Call> calls, RetryFit retries, Optional<OddPods> odd) {
    int main = h.mainVersion(from);
    int pods = (int) Math.round(h.pods[from]);
    double heap = h.heap[main][from];
    return new ServiceModel.Region(
        h.region,
        pods,
        Math.max(
            pods, profile.region(h.region).map(ServiceProfile.Region::maxPods).orElse(2 * pods)),
        h.versions.get(main),
        Double.isNaN(heap) ? Double.NaN : Math.min(0.97, heap),
        arrivals(h, retries.first(), from),
        shifted(calls),
        odd.map(few -> few.bad(shift)).orElse(ServiceModel.BadPods.NONE));
  }

  /**
   * The recorded rates, then for ever the level of the newest points without what clients sent
   * again: from now on the replay itself says how often they do.
   */
  private Steps arrivals(History h, double[] first, int from) {
    double[] newest = Arrays.copyOfRange(first, Math.max(0, h.size() - 6), h.size());
    double level = Quantile.median(newest);
    double last = Quantile.median(Arrays.copyOfRange(first, Math.max(0, h.size() - 2), h.size()));
    if (Math.abs(last / level - 1) > MOVING) {
      level = last;
    }
    double growth = Quantile.of(newest, 1) / Math.max(1e-9, Quantile.of(newest, 0));
    if (growth > 1.2) {
      findings.unknown(
          String.format(
              Locale.ROOT,
              "traffic changed by %.0f %% during the last points; it is taken to stay at %.0f/s",
              100 * (growth - 1),
              level));
    }
    findings.note(
        "traffic of " + h.region, "%.0f requests/s", level, "median of the newest points");
    int n = h.size() - from;
    double[] at = new double[n + 1];
    double[] rate = new double[n + 1];
    at[n] = h.seconds(h.size() - 1) - shift;
    rate[n] = level;
    for (int i = n - 1; i >= 0; i--) {
      // A point tells of the time that ends with it.
      at[i] = i > 0 ? h.seconds(from + i - 1) - shift : -h.table.step;
      double seen = h.offered[from + i];
      rate[i] = Double.isNaN(seen) ? rate[i + 1] : seen;
    }
    return Steps.of(at, rate);
  }

  /** Another region; empty, and said, where too little is known of it. */
  Optional<ServiceModel.Region> other(
      ServiceProfile.Region declared,
      History h,
      List<ServiceModel.Version> known,
      List<Call> calls) {
    boolean seen =
        h.size() > 0 && h.table.has(Metric.REQUEST_RATE) && !Double.isNaN(Quantile.median(h.pods));
    if (!seen) {
      findings.unknown("nothing was recorded of " + declared.name());
      return Optional.empty();
    }
    String version = h.versions.get(h.mainVersion(h.size() - 1));
    if (known.stream().noneMatch(v -> v.name().equals(version))) {
      findings.unknown(
          declared.name()
              + " runs "
              + version
              + ", of which nothing is known in "
              + profile.home());
      return Optional.empty();
    }
    int pods = (int) Math.round(h.pods[h.size() - 1]);
    double[] newest = Arrays.copyOfRange(h.offered, Math.max(0, h.size() - 12), h.size());
    double heap = h.heap[h.mainVersion(h.size() - 1)][h.size() - 1];
    findings.note(
        "traffic of " + declared.name(),
        "%.0f requests/s",
        Quantile.median(newest),
        "newest points");
    findings.unknown(
        declared.name()
            + " was never seen under the load of both regions; its pods are taken to be as fast as"
            + " those of "
            + profile.home());
    return Optional.of(
        new ServiceModel.Region(
            declared.name(),
            pods,
            Math.max(pods, declared.maxPods()),
            version,
            Double.isNaN(heap) ? Double.NaN : Math.min(0.97, heap),
            Steps.constant(Quantile.median(newest)),
            shifted(calls)));
  }

  private List<Call> shifted(List<Call> calls) {
    return calls.stream()
        .map(call ->
            new Call(
                call.to(),
                call.phases().stream().map(p -> p.from(p.fromSeconds() - shift)).toList(),
                call.since(),
                call.origin()))
        .toList();
  }
}

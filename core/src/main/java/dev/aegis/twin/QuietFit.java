package dev.aegis.twin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much a request's parts vary, from the 99th percentile of the quiet time. Some of that
 * percentile is waiting for a slot, so the quiet time is simulated and the variation sought that
 * shows the percentile that was seen (simulation-based inference by bisection with common random
 * numbers).
 */
final class QuietFit {
  private static final int HALVINGS = 10;
  private static final double WARM_UP_SECONDS = 10;

  /** Enough for a 99th percentile within about 3 %. */
  private static final double REQUESTS = 12_000;

  private static final long SEED = 20;

  private final ServiceModel.Region region;
  private final int slots;
  private final int queue;
  private final double timeoutSeconds;
  private final double ownMillis;
  private final double[] callMillis;

  /**
   * The quiet time.
   *
   * @param region pods that answered and a constant rate of arrivals; its calls are not looked at
   * @param ownMillis mean own work, with what collections add to it
   * @param callMillis mean times of the calls
   */
  QuietFit(
      ServiceModel.Region region,
      int slots,
      int queue,
      double timeoutSeconds,
      double ownMillis,
      double[] callMillis) {
    this.region = region;
    this.slots = slots;
    this.queue = queue;
    this.timeoutSeconds = timeoutSeconds;
    this.ownMillis = ownMillis;
    this.callMillis = callMillis.clone();
  }

  /** The coefficient of variation that own work and calls share. */
  double cv(double p99) {
    double[] means = new double[1 + callMillis.length];
    double[] unknown = new double[means.length];
    means[0] = ownMillis;
    System.arraycopy(callMillis, 0, means, 1, callMillis.length);
    Arrays.fill(unknown, Double.NaN);
    double low = 0;
    // Without any waiting it is this; waiting only takes from it.
    double high = Spread.unknown(means, unknown, p99);
    if (!(region.arrivals().last() > 0) || region.pods() == 0 || simulated(high) <= p99) {
      return high;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (simulated(middle) < p99) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double simulated(double cv) {
    ServiceSimulation quiet = new ServiceSimulation(model(cv), SEED, 0);
    quiet.advanceTo(WARM_UP_SECONDS);
    quiet.scrape();
    quiet.advanceTo(WARM_UP_SECONDS + REQUESTS / region.arrivals().last());
    return quiet.scrape().regions().getFirst().clients().p99Millis();
  }

  private ServiceModel model(double cv) {
    List<Call> calls =
        IntStream.range(0, callMillis.length)
            .mapToObj(k -> Call.to("call " + k, new Call.Phase(0, callMillis[k], cv, 0, 0)))
            .toList();
    ServiceModel.Region quiet =
        new ServiceModel.Region(
            region.name(),
            region.pods(),
            region.maxPods(),
            region.version(),
            0,
            region.arrivals(),
            calls);
    return new ServiceModel(
        "quiet",
        slots,
        queue,
        timeoutSeconds,
        0,
        0,
        0,
        ownMillis,
        cv,
        0,
        List.of(quiet),
        List.of(new ServiceModel.Version(region.version(), 1, 0, 0, 0, 0)),
        Map.of());
  }
}

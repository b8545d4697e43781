package dev.aegis.twin;

import dev.aegis.telemetry.Serving;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much a request's parts vary, from the 99th percentile of the quiet time. Some of that
 * percentile is waiting for a slot, so the quiet time is simulated with several variations, and the
 * one is sought that shows the percentile that was seen (simulation-based inference with common
 * random numbers).
 */
final class QuietFit {
  /** Variations that are simulated; between them the logarithm of the percentile is straight. */
  private static final int SIMULATED = 9;

  /** Waiting explains at most so much of the least variation that is looked at. */
  private static final double LEAST_OF_UNWAITED = 0.4;

  private static final double WARM_UP_SECONDS = 10;

  /** Enough for a 99th percentile within about 3 %. */
  private static final double REQUESTS = 12_000;

  private static final long SEED = 20;

  private final ServiceModel.Region region;
  private final int slots;
  private final int queue;
  private final Serving serving;
  private final double timeoutSeconds;
  private final double ownMillis;
  private final List<String> called;
  private final double[] callMillis;

  /**
   * The quiet time.
   *
   * @param region pods that answered and a constant rate of arrivals; its calls are not looked at
   * @param ownMillis mean own work, with what collections add to it
   * @param called the services that a request calls
   * @param callMillis mean times of the calls
   */
  QuietFit(
      ServiceModel.Region region,
      int slots,
      int queue,
      Serving serving,
      double timeoutSeconds,
      double ownMillis,
      List<String> called,
      double[] callMillis) {
    this.region = region;
    this.slots = slots;
    this.queue = queue;
    this.serving = serving;
    this.timeoutSeconds = timeoutSeconds;
    this.ownMillis = ownMillis;
    this.called = List.copyOf(called);
    this.callMillis = callMillis.clone();
  }

  /**
   * What each variation shows.
   *
   * @param cvs coefficients of variation that own work and calls share, ascending
   * @param p99s the 99th percentile that each shows, in milliseconds, never falling
   */
  // Columns of figures that nobody compares or prints.
  @SuppressWarnings("ArrayRecordComponent")
  record Curve(double[] cvs, double[] p99s) {
    /** The coefficient of variation that shows a percentile, within those looked at. */
    double cv(double p99) {
      int k = 0;
      while (k < cvs.length && p99s[k] < p99) {
        k++;
      }
      if (k == 0 || k == cvs.length) {
        return cvs[Math.min(k, cvs.length - 1)];
      }
      double share = Math.log(p99 / p99s[k - 1]) / Math.log(p99s[k] / p99s[k - 1]);
      return cvs[k - 1] + share * (cvs[k] - cvs[k - 1]);
    }
  }

  /** The variations that show percentiles between these, in milliseconds. */
  Curve curve(double leastP99, double mostP99) {
    double[] means = new double[1 + callMillis.length];
    double[] unknown = new double[means.length];
    means[0] = ownMillis;
    System.arraycopy(callMillis, 0, means, 1, callMillis.length);
    Arrays.fill(unknown, Double.NaN);
    boolean idle = !(region.arrivals().last() > 0) || region.pods() == 0;
    // Without any waiting it is these; waiting only takes from them.
    double high = Spread.unknown(means, unknown, mostP99);
    double low = LEAST_OF_UNWAITED * Spread.unknown(means, unknown, leastP99);
    low = idle || simulated(low) <= leastP99 ? low : 0;
    double[] cvs = new double[SIMULATED];
    double[] p99s = new double[SIMULATED];
    for (int i = 0; i < SIMULATED; i++) {
      cvs[i] = low + (high - low) * i / (SIMULATED - 1);
      double p99 = idle ? Spread.p99(means, unknown, cvs[i]) : simulated(cvs[i]);
      p99s[i] = i == 0 ? p99 : Math.max(p99, p99s[i - 1]);
    }
    return new Curve(cvs, p99s);
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
            .mapToObj(k -> Call.to(called.get(k), new Call.Phase(0, callMillis[k], cv, 0, 0)))
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
        serving,
        timeoutSeconds,
        0,
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

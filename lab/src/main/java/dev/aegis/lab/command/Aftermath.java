package dev.aegis.lab.command;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What clients went through after an action, in the worst of all regions.
 *
 * @param good share of scrapes after the deadline that met the objective; NaN when there were none
 * @param p99Millis median over that time
 * @param errorRatio likewise
 * @param burden errors plus p99 in objectives, up to twice: the mean over the whole time watched
 */
record Aftermath(double good, double p99Millis, double errorRatio, double burden) {
  /** One scrape in twenty may be a hiccup of the machine. */
  private static final double HELD = 0.95;

  /** By so much heavier than doing nothing is worse, not chance. */
  private static final double HEAVIER = 0.25;

  /**
   * Reads it off the telemetry.
   *
   * @param from when the action began
   * @param deadline when the objective must be met again
   * @param to when the watching ended
   */
  static Aftermath read(
      Telemetry telemetry, ServiceProfile profile, Instant from, Instant deadline, Instant to) {
    long[] times = times(telemetry, profile, new Window(from, to.plusMillis(1)));
    Slo slo = profile.slo();
    double burden = 0;
    int after = 0;
    int good = 0;
    double[] p99s = new double[times.length];
    double[] errors = new double[times.length];
    for (long time : times) {
      Instant at = Instant.ofEpochMilli(time);
      double p99 = worst(telemetry, profile, Metric.LATENCY_P99, at);
      double failed = worst(telemetry, profile, Metric.ERROR_RATIO, at);
      burden += failed + Math.min(2, p99 / slo.latencyP99Millis());
      if (!at.isBefore(deadline)) {
        p99s[after] = p99;
        errors[after] = failed;
        after++;
        good += slo.breachedBy(p99, failed) ? 0 : 1;
      }
    }
    return new Aftermath(
        after == 0 ? Double.NaN : (double) good / after,
        median(Arrays.copyOf(p99s, after)),
        median(Arrays.copyOf(errors, after)),
        times.length == 0 ? Double.NaN : burden / times.length);
  }

  /**
   * In the matrix's words.
   *
   * @param burdenOfNothing the same fault's burden when nothing was done; NaN when not measured
   */
  String outcome(double burdenOfNothing) {
    if (good >= HELD) {
      return MatrixLine.FIXED;
    }
    return burden > burdenOfNothing + HEAVIER ? MatrixLine.WORSE : MatrixLine.UNCHANGED;
  }

  private static long[] times(Telemetry telemetry, ServiceProfile profile, Window window) {
    return ofRegions(telemetry, profile, Metric.ERROR_RATIO).stream()
        .map(s -> s.within(window))
        .flatMapToLong(s -> java.util.stream.IntStream.range(0, s.size()).mapToLong(s::epochMillis))
        .distinct()
        .sorted()
        .toArray();
  }

  private static double worst(
      Telemetry telemetry, ServiceProfile profile, Metric metric, Instant at) {
    Window instant = new Window(at, at.plusMillis(1));
    return ofRegions(telemetry, profile, metric).stream()
        .mapToDouble(s -> s.within(instant).last())
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private static List<Series> ofRegions(
      Telemetry telemetry, ServiceProfile profile, Metric metric) {
    return telemetry.matching(k ->
        k.metric().equals(metric)
            && k.service().equals(profile.service())
            && k.version().isEmpty()
            && k.pod().isEmpty());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values.length == 0 ? Double.NaN : values[values.length / 2];
  }
}

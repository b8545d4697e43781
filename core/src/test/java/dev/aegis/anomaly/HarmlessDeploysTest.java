package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Thirty days of four deploys a day that harm nobody, a point a minute: pods go one by one and come
 * back cold, so that response times are up by half for three minutes; then the new version is a
 * tenth faster or slower than the one before, and takes a little more or less memory.
 */
class HarmlessDeploysTest {
  private static final long SEED = 120;
  private static final int DAYS = 30;
  private static final int MINUTES = DAYS * 1440;
  private static final int BETWEEN = 360;
  private static final int ROLLS_FOR = 6;
  private static final int COLD = 3;
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  @Test
  void openNoRoomWhereSomethingIsPromised() {
    assertThat(watch(new Slo(1_000, 0.01)).read(telemetry())).as("seed %d", SEED).isEmpty();
  }

  @Test
  void openSevenAtMostWhereNothingIsMostOfThemInTheFirstDays() {
    assertThat(watch(new Slo(Double.POSITIVE_INFINITY, 0.5)).read(telemetry()))
        .as("four series, one month, 120 deploys, seed %d", SEED)
        .hasSizeLessThanOrEqualTo(7)
        .filteredOn(alert -> alert.detectedAt().toEpochMilli() > START + 2 * 86_400_000L)
        .hasSizeLessThanOrEqualTo(2);
  }

  private static Watch watch(Slo slo) {
    return new Watch(ServiceProfile.undeclared("checkout-api", slo));
  }

  private static Telemetry telemetry() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] rate = new double[MINUTES];
    double[] p99 = new double[MINUTES];
    double[] pods = new double[MINUTES];
    double[] memory = new double[MINUTES];
    double speed = 1;
    double heap = 0.5;
    for (int i = 0; i < MINUTES; i++) {
      int since = i % BETWEEN;
      if (since == 0) {
        speed = 0.9 + 0.2 * random.nextDouble();
        heap = 0.45 + 0.1 * random.nextDouble();
      }
      boolean rolls = i >= BETWEEN && since < ROLLS_FOR;
      boolean cold = i >= BETWEEN && since < COLD;
      double hour = 0.6 - 0.4 * Math.cos(2 * Math.PI * i / 1440);
      rate[i] = 500 * hour * (1 + 0.05 * random.nextGaussian());
      p99[i] = 200 * speed * (cold ? 1.5 : 1) * Math.exp(0.06 * random.nextGaussian());
      pods[i] = rolls ? 5 : 6;
      memory[i] = heap * (rolls ? 0.8 : 1) + 0.01 * random.nextGaussian();
    }
    return new Telemetry(
        List.of(
            series(Metric.REQUEST_RATE, rate),
            series(Metric.LATENCY_P99, p99),
            series(Metric.PODS_READY, pods),
            series(Metric.MEMORY_RATIO, memory)),
        List.of(),
        List.of());
  }

  private static Series series(Metric metric, double[] values) {
    long[] times = new long[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = START + 60_000L * i;
    }
    return new Series(SeriesKey.of(metric, "checkout-api", ""), times, values);
  }
}

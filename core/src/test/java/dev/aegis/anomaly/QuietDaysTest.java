package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Ninety days of a service that is well, a point a minute: day and night, weekends, growth, two
 * holidays, a deploy a day that makes it a little faster or slower, gusts of slow requests within
 * the promise.
 */
class QuietDaysTest {
  private static final long SEED = 90;
  private static final int DAYS = 90;
  private static final int MINUTES = DAYS * 24 * 60;
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @Test
  void openNoRoomWhereSomethingIsPromised() {
    assertThat(watch(new Slo(1_000, 0.01)).read(telemetry(MINUTES, MINUTES)))
        .as("seed %d", SEED)
        .isEmpty();
  }

  @Test
  void openOneAMonthAndSeriesOrFewerWhereNothingIs() {
    // A share of errors is always held against some promise; without it nothing is.
    Telemetry unpromised =
        new Telemetry(
            telemetry(MINUTES, MINUTES).matching(key -> !key.metric().equals(Metric.ERROR_RATIO)),
            List.of(),
            List.of());
    assertThat(watch(new Slo(Double.POSITIVE_INFINITY, 0.5)).read(unpromised))
        .as("three series, three months, seed %d", SEED)
        .hasSizeLessThanOrEqualTo(9);
  }

  @Test
  void aRealFaultAmongThemOpensOneInSecondsOfItsScrapes() {
    int at = 60 * 24 * 60;
    List<Alert> alerts = watch(new Slo(1_000, 0.01)).read(telemetry(at, at + 30));
    assertThat(alerts).as("seed %d", SEED).hasSize(1);
    assertThat(alerts.getFirst().detectedAt()).isEqualTo(Instant.ofEpochMilli(millis(at + 2)));
  }

  private static Watch watch(Slo slo) {
    return new Watch(ServiceProfile.undeclared("checkout-api", slo));
  }

  /** With three seconds of response time in the minutes from the one to the other. */
  private static Telemetry telemetry(int faultFrom, int faultTo) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] rate = new double[MINUTES];
    double[] p99 = new double[MINUTES];
    double[] errors = new double[MINUTES];
    double[] queue = new double[MINUTES];
    double deploy = 1;
    double gust = 0;
    for (int i = 0; i < MINUTES; i++) {
      int day = i / 1440;
      deploy = i % 1440 == 600 ? 0.9 + 0.2 * random.nextDouble() : deploy;
      gust = random.nextDouble() < 0.0005 ? 1 : 0.9 * gust;
      rate[i] = Math.max(1, traffic(i, day) * (1 + 0.05 * random.nextGaussian()));
      double load = rate[i] / 900;
      p99[i] =
          i >= faultFrom && i < faultTo
              ? 3_000
              : 200
                  * deploy
                  * (1 + 0.4 * load * load + 0.8 * gust)
                  * Math.exp(0.06 * random.nextGaussian());
      errors[i] = Math.max(0, 0.0004 + 0.0003 * random.nextGaussian());
      queue[i] = Math.max(0, Math.rint(4 * load * load + random.nextGaussian()));
    }
    List<Series> series = new ArrayList<>();
    series.add(series(Metric.REQUEST_RATE, rate));
    series.add(series(Metric.LATENCY_P99, p99));
    series.add(series(Metric.ERROR_RATIO, errors));
    series.add(series(Metric.QUEUE_LENGTH, queue));
    return new Telemetry(series, List.of(), List.of());
  }

  private static double traffic(int minute, int day) {
    double growth = 1 + 0.3 * day / DAYS;
    double weekend = day % 7 >= 5 ? 0.6 : 1;
    double holiday = day == 31 || day == 72 ? 0.5 : 1;
    double hour = 0.55 - 0.45 * Math.cos(2 * Math.PI * (minute % 1440) / 1440);
    return 600 * growth * weekend * holiday * hour;
  }

  private static long millis(int minute) {
    return START + 60_000L * minute;
  }

  private static Series series(Metric metric, double[] values) {
    long[] times = new long[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = millis(i);
    }
    return new Series(SeriesKey.of(metric, "checkout-api", ""), times, values);
  }
}

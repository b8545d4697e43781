package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Severity;
import dev.aegis.room.Signal.Symptom;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");
  private static final String EAST = "us-east-1";
  private static final int POINTS = 200;

  @Test
  void aPromiseBrokenThreeScrapesInARowIsAnIncident() {
    Telemetry telemetry =
        of(latency(i -> i < 120 ? 220 : 1_500), series(Metric.ERROR_RATIO, i -> 0.001));

    List<Alert> alerts = new Watch(profile(1_000)).read(telemetry);

    assertThat(alerts).hasSize(1);
    Alert alert = alerts.getFirst();
    assertThat(alert.startedAt()).isEqualTo(at(120));
    assertThat(alert.detectedAt()).isEqualTo(at(122));
    assertThat(alert.breached()).isTrue();
    assertThat(alert.symptoms().getFirst().metric()).isEqualTo("latency_p99_ms");
  }

  @Test
  void theOnsetIsTheFirstAnomalousPointAndNotTheFirstBreach() {
    Telemetry telemetry = of(latency(i -> i < 100 ? 220 : 220 + 40 * (i - 99)));

    Alert alert = new Watch(profile(1_000)).read(telemetry).getFirst();

    assertThat(alert.startedAt()).isBetween(at(100), at(103));
    assertThat(alert.detectedAt()).isEqualTo(at(121));
  }

  @Test
  void anAnomalyWithinThePromiseWakesNobody() {
    Telemetry telemetry = of(latency(i -> i < 100 ? 220 : 700));
    assertThat(new Watch(profile(1_000)).read(telemetry)).isEmpty();
  }

  @Test
  void twoBreachesAreNotYetAnIncident() {
    Telemetry telemetry = of(latency(i -> i == 100 || i == 101 ? 5_000 : 220));
    assertThat(new Watch(profile(1_000)).read(telemetry)).isEmpty();
  }

  @Test
  void aPlaceThatFlapsNeedsLongerForItsNextIncidents() {
    // Three bad points, then calm for twenty, again and again; at last six, and then twelve.
    IntToDoubleFunction flapping =
        i -> (i < 100 ? i % 23 < 3 : i >= 120 && i < 126 || i >= 160 && i < 172) ? 5_000 : 220;

    List<Alert> alerts = new Watch(profile(1_000)).read(of(latency(flapping)));

    assertThat(alerts.stream().map(Alert::detectedAt)).containsExactly(at(2), at(125), at(171));
  }

  @Test
  void whatIsRareInALongSeriesIsForTheEnsembleToSay() {
    Random random = new Random(7);
    double[] noise = random.doubles(3_000).toArray();
    // Now and then a few points far off, as the two detectors of the newest past do not like them.
    IntToDoubleFunction usual =
        i -> 40 + 10 * Math.sin(i / 46.0) + 4 * noise[i] + (i % 171 < 4 ? 25 : 0);
    Series calm = series(new Metric("value"), 3_000, usual);
    Series shifted =
        series(new Metric("value"), 3_000, i -> usual.applyAsDouble(i) + (i < 2_600 ? 0 : 60));

    assertThat(new Watch(profile(1_000)).read(of(calm)))
        .as("seed 7, after it is known")
        .allMatch(alert -> alert.detectedAt().isBefore(at(1_500)));
    Alert alert =
        new Watch(profile(1_000))
            .read(of(shifted)).stream()
                .filter(each -> each.detectedAt().isAfter(at(2_590)))
                .findFirst()
                .orElseThrow();
    assertThat(alert.detectedAt()).as("seed 7").isBetween(at(2_600), at(2_610));
    assertThat(alert.symptoms().getFirst().detector()).startsWith("ensemble ");
  }

  @Test
  void thePaceOfTheBudgetSaysWhomItWakes() {
    Watch watch = new Watch(profile(1_000));
    watch.read(of(series(Metric.ERROR_RATIO, 1_000, i -> i < 850 ? 0.0001 : 0.9)));
    assertThat(watch.wake(EAST)).isEqualTo(Wake.PAGE);
    assertThat(watch.whyWake(EAST)).contains("over 1 h ", "over 5 min ");
    assertThat(watch.wake("elsewhere")).isEqualTo(Wake.NOBODY);
  }

  @Test
  void withoutAPromiseTheAnomalyAloneSpeaks() {
    Series plain = series(new Metric("value"), i -> i < 120 ? 40 : 90);
    List<Alert> alerts = new Watch(profile(1_000)).read(of(plain));

    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().breached()).isFalse();
    assertThat(alerts.getFirst().startedAt()).isEqualTo(at(120));

    Telemetry latency = of(latency(i -> i < 120 ? 220 : 700));
    assertThat(new Watch(profile(Double.POSITIVE_INFINITY)).read(latency)).hasSize(1);
  }

  @Test
  void aServiceThatAnswersNobodyIsAnIncidentWithoutAnyResponseTime() {
    Telemetry telemetry =
        of(
            until(100, latency(i -> 220)),
            series(Metric.REQUEST_RATE, i -> 900),
            series(Metric.COMPLETION_RATE, i -> i < 100 ? 900 : 0));
    List<Alert> alerts = new Watch(profile(1_000)).read(telemetry);
    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().startedAt()).isEqualTo(at(100));
  }

  @Test
  void otherAnomaliesOfThePlaceAreItsSymptomsWorstBreachFirst() {
    Telemetry telemetry =
        of(
            latency(i -> i < 120 ? 220 : 1_500),
            series(Metric.HEAP_RATIO, i -> i < 120 ? 0.4 : 0.95),
            series(Metric.PODS_READY, i -> 6));
    assertThat(new Watch(profile(1_000)).read(telemetry).getFirst().symptoms())
        .extracting(Symptom::metric)
        .containsExactly("latency_p99_ms", "heap_ratio");
  }

  @Test
  void saysTheSameFedAtOnceOrScrapeByScrape() {
    Telemetry telemetry =
        of(latency(i -> i > 100 && i < 130 ? 1_500 : 220), series(Metric.ERROR_RATIO, i -> 0.001));
    Watch watch = new Watch(profile(1_000));
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      Telemetry upTo = telemetry.within(new Window(START, at(i).plusMillis(1)));
      alerts.addAll(watch.read(upTo));
    }
    assertThat(alerts).isEqualTo(new Watch(profile(1_000)).read(telemetry)).hasSize(1);
    assertThat(watch.burning()).isFalse();
  }

  @Test
  void theOrderOfSeriesChangesNothing() {
    List<Series> series =
        new ArrayList<>(
            List.of(
                latency(i -> i < 120 ? 220 : 1_500),
                series(Metric.ERROR_RATIO, i -> i < 120 ? 0 : 0.2),
                series(Metric.REQUEST_RATE, i -> 900)));
    List<Alert> straight = new Watch(profile(1_000)).read(of(series.toArray(Series[]::new)));
    Collections.reverse(series);
    assertThat(new Watch(profile(1_000)).read(of(series.toArray(Series[]::new))))
        .isEqualTo(straight);
  }

  @Test
  void aFlappingIncidentIsAlertedOnceAndALaterOneAgain() {
    Telemetry telemetry =
        of(latency(i -> (i >= 60 && i < 80 && i % 5 != 0) || i >= 150 ? 1_500 : 220));
    assertThat(new Watch(profile(1_000)).read(telemetry)).hasSize(2);
  }

  @Test
  void anAvalancheIsJudgedByItsPaceAndASteadyBreachByItsFigures() {
    Series calm = latency(i -> 220);
    Telemetry steady = of(calm, series(Metric.ERROR_RATIO, i -> i < 120 ? 0 : 0.04 - i * 1e-6));
    Telemetry rising = of(calm, series(Metric.ERROR_RATIO, i -> i < 120 ? 0 : 0.012 * (i - 119)));

    Alert flat = new Watch(profile(1_000)).read(steady).getFirst();
    Alert growing = new Watch(profile(1_000)).read(rising).getFirst();

    assertThat(flat.severity()).isEqualTo(flat.burn().severity()).isEqualTo(Severity.SEV3);
    assertThat(growing.burn().severity()).isEqualTo(Severity.SEV3);
    assertThat(growing.severity()).isEqualTo(Severity.SEV1);
    assertThat(growing.whySeverity(950)).contains("; rising, at this pace 1");
  }

  @Test
  void watchesOnlyItsOwnService() {
    Series other =
        shaped(new SeriesKey(Metric.LATENCY_P99, "cart", EAST, "", ""), i -> i < 120 ? 220 : 9_000);
    assertThat(new Watch(profile(1_000)).read(of(other))).isEmpty();
  }

  private static Series latency(IntToDoubleFunction shape) {
    return series(Metric.LATENCY_P99, shape);
  }

  private static Series series(Metric metric, IntToDoubleFunction shape) {
    return shaped(SeriesKey.of(metric, "checkout-api", EAST), shape);
  }

  private static Series series(Metric metric, int points, IntToDoubleFunction shape) {
    return shaped(SeriesKey.of(metric, "checkout-api", EAST), points, shape);
  }

  private static Series shaped(SeriesKey key, IntToDoubleFunction shape) {
    return shaped(key, POINTS, shape);
  }

  private static Series shaped(SeriesKey key, int points, IntToDoubleFunction shape) {
    Random random = new Random(7);
    long[] times = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      times[i] = at(i).toEpochMilli();
      values[i] = shape.applyAsDouble(i) * (1 + 0.02 * (2 * random.nextDouble() - 1));
    }
    return new Series(key, times, values);
  }

  private static Series until(int point, Series series) {
    return series.within(new Window(START, at(point)));
  }

  private static Telemetry of(Series... series) {
    return new Telemetry(List.of(series), List.of(), List.of());
  }

  private static Instant at(int point) {
    return START.plusSeconds(5L * point);
  }

  private static ServiceProfile profile(double latencyObjective) {
    return new ServiceProfile(
        "checkout-api",
        new Slo(latencyObjective, 0.01),
        EAST,
        List.of(),
        0,
        0,
        null,
        null,
        null,
        "",
        new ServiceProfile.Costs(950, Duration.ofMinutes(42), 0, 0, 0));
  }
}

package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  private static final Slo SLO = new Slo(1000, 0.01);
  private static final Duration TOLERATED = Duration.ofSeconds(30);
  private static final Window ALL = new Window(START, START.plusSeconds(600));

  @Test
  void findsTheStartOfTheUnbrokenGoodRun() {
    Recovery recovery = read(p99("east", 4000, 300, 2000, 310, 290));
    assertThat(recovery.goodSince()).contains(START.plusSeconds(15));
    assertThat(recovery.goodScrapes()).isEqualTo(2);
  }

  @Test
  void isNotGoodWhileTheNewestScrapeIsBad() {
    Recovery recovery = read(p99("east", 300, 300, 4000));
    assertThat(recovery.goodSince()).isEmpty();
    assertThat(recovery.worstP99Millis()).isEqualTo(4000);
  }

  @Test
  void oneBadRegionIsEnoughToBeBad() {
    Recovery recovery = read(p99("east", 4000, 300, 300), p99("west", 300, 300, 2000));
    assertThat(recovery.goodSince()).isEmpty();
  }

  @Test
  void errorsCountAsMuchAsLatency() {
    Recovery recovery = read(p99("east", 300, 300), errors("east", 0.2, 0.02));
    assertThat(recovery.goodSince()).isEmpty();
    assertThat(recovery.worstErrorRatio()).isEqualTo(0.02);
  }

  @Test
  void sayingNothingIsNotGood() {
    Recovery recovery = read();
    assertThat(recovery.goodScrapes()).isZero();
    assertThat(recovery.worstP99Millis()).isNaN();
  }

  @Test
  void aShortBreachWithinTheToleranceDoesNotBreakTheRun() {
    double[] values = good(20);
    values[8] = 4000;
    Recovery recovery = read(TOLERATED, p99("east", values));
    assertThat(recovery.goodSince()).contains(START);
    assertThat(recovery.goodScrapes()).as("the bad one is not counted").isEqualTo(19);
    assertThat(recovery.metFor()).isEqualTo(Duration.ofSeconds(95));
    assertThat(recovery.badSince()).isEmpty();
  }

  @Test
  void withoutToleranceTheSameBreachBreaksTheRun() {
    double[] values = good(20);
    values[8] = 4000;
    Recovery recovery = read(p99("east", values));
    assertThat(recovery.goodSince()).contains(START.plusSeconds(45));
    assertThat(recovery.metFor()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void aBreachAsLongAsTheToleranceBreaksTheRunHoweverFewItsScrapes() {
    // From the first bad scrape to the next good one: 25 s are tolerated, 30 s are not.
    double[] shorter = good(80);
    Arrays.fill(shorter, 20, 25, 4000);
    assertThat(read(TOLERATED, p99("east", shorter)).goodSince()).contains(START);
    double[] longer = good(80);
    Arrays.fill(longer, 20, 26, 4000);
    assertThat(read(TOLERATED, p99("east", longer)).goodSince())
        .contains(START.plusSeconds(26 * 5));
  }

  @Test
  void moreThanOneBadScrapeInTenBreaksTheRun() {
    double[] values = good(20);
    values[4] = 4000;
    values[9] = 4000;
    assertThat(read(TOLERATED, p99("east", values)).goodSince()).contains(START);
    values[14] = 4000;
    // Three of twenty are too many; from the eleventh on it is one of ten.
    assertThat(read(TOLERATED, p99("east", values)).goodSince()).contains(START.plusSeconds(50));
  }

  @Test
  void aToleratedBreachIsNoneOnceItIsTheNewest() {
    double[] values = good(20);
    values[19] = 4000;
    values[18] = 3000;
    Recovery recovery = read(TOLERATED, p99("east", values));
    assertThat(recovery.goodSince()).isEmpty();
    assertThat(recovery.goodScrapes()).isZero();
    assertThat(recovery.badSince()).contains(START.plusSeconds(90));
    assertThat(recovery.metFor()).as("of the run before it").isEqualTo(Duration.ofSeconds(85));
  }

  @Test
  void aRunBeginsWithAGoodScrape() {
    double[] values = good(20);
    values[0] = 4000;
    assertThat(read(TOLERATED, p99("east", values)).goodSince()).contains(START.plusSeconds(5));
  }

  @Test
  void whereNothingWasGoodItIsBadFromTheBeginning() {
    Recovery recovery = read(TOLERATED, p99("east", 4000, 4000, 4000));
    assertThat(recovery.badSince()).contains(START);
    assertThat(recovery.metFor()).isZero();
  }

  private static double[] good(int scrapes) {
    double[] values = new double[scrapes];
    Arrays.fill(values, 300);
    return values;
  }

  private static Recovery read(Duration tolerated, Series... series) {
    Telemetry telemetry = new Telemetry(List.of(series), List.of(), List.of());
    return Recovery.read(telemetry, "shop", SLO, ALL, tolerated);
  }

  private static Recovery read(Series... series) {
    return Recovery.read(new Telemetry(List.of(series), List.of(), List.of()), "shop", SLO, ALL);
  }

  private static Series p99(String region, double... values) {
    return series(Metric.LATENCY_P99, region, values);
  }

  private static Series errors(String region, double... values) {
    return series(Metric.ERROR_RATIO, region, values);
  }

  private static Series series(Metric metric, String region, double... values) {
    long[] times = new long[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = START.plusSeconds(5L * i).toEpochMilli();
    }
    return new Series(SeriesKey.of(metric, "shop", region), times, values);
  }
}

package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  private static final Slo SLO = new Slo(1000, 0.01);
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

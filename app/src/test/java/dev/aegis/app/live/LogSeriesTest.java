package dev.aegis.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.room.Signal.Symptom;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Log lines that others push, all the way to the watch. */
class LogSeriesTest {
  private static final String SHOP = "checkout-api";
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final int CALM = 400;
  private static final Slo NOTHING = new Slo(Double.POSITIVE_INFINITY, 0.5);
  private static final Slo PROMISE = new Slo(1_000, 0.01);
  private static final String NEWS = "log_errors_per_second:ledger_refused_entry_for_account";

  private final Random random = new Random(5);
  private final ReceivedLogs logs = new ReceivedLogs(1_000, text -> text.replace("s3cret", "***"));
  private final LiveTelemetry live =
      new LiveTelemetry(
          SHOP,
          "",
          MetricNames.DEFAULTS,
          new LiveSettings(STEP, Duration.ofHours(6), Duration.ofMinutes(1), 1, 0));
  private final List<Alert> alerts = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");

  @Test
  void anErrorNeverSeenBeforeOpensARoomWhereNothingIsPromisedAndSaysWhich() {
    Watch watch = watch(NOTHING);
    quiet(watch);
    assertThat(alerts).isEmpty();

    Instant from = now;
    for (int i = 0; i < 4; i++) {
      usual();
      error("ledger refused entry " + random.nextInt() + " for account " + random.nextInt());
      step(watch, false);
    }
    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().detectedAt()).isEqualTo(from.plus(STEP.multipliedBy(3)));
    assertThat(alerts.getFirst().symptoms()).extracting(Symptom::metric).contains(NEWS);
  }

  @Test
  void whereSomethingIsPromisedItIsToldOnceThatBreaks() {
    Watch watch = watch(PROMISE);
    for (int i = 0; i < CALM; i++) {
      usual();
      step(watch, true);
    }
    for (int i = 0; i < 10; i++) {
      usual();
      error("ledger refused entry " + i + " for account 9");
      step(watch, true);
    }
    assertThat(alerts).as("the promise is kept").isEmpty();

    for (int i = 0; i < 4; i++) {
      usual();
      error("ledger refused entry " + i + " for account 9");
      step(watch, true, 3_000);
    }
    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().region()).isEqualTo("us-east-1");
    assertThat(alerts.getFirst().symptoms()).extracting(Symptom::metric).contains(NEWS);
  }

  @Test
  void errorsThatComeAndGoAsUsualOpenNoRoom() {
    Watch watch = watch(NOTHING);
    for (int i = 0; i < 2_000; i++) {
      usual();
      if (random.nextInt(60) == 0) {
        error("payment timed out after " + random.nextInt(900) + " ms");
      }
      step(watch, false);
    }
    assertThat(alerts).isEmpty();
  }

  @Test
  void whatThereIsNoRoomForIsCountedTogether() {
    Watch watch = watch(NOTHING);
    for (int i = 0; i < 500; i++) {
      error("failure " + "abcdefghijklmnopqrstuvwxyz".charAt(i % 26) + "x" + word(i));
    }
    step(watch, false);
    error("failure of yet another sort");
    step(watch, false);
    List<String> names = live.series().stream().map(s -> s.key().metric().name()).toList();
    assertThat(names).hasSizeLessThan(30).contains("log_errors_per_second:other_patterns");
  }

  @Test
  void hostileTextIsMaskedAndReducedToWordsBeforeItIsAName() {
    error("token s3cret <script>alert(1)</script> \u001b[31m \u202e ' ; DROP TABLE x -- ../../etc");
    step(watch(NOTHING), false);
    error("x");
    step(watch(NOTHING), false);
    for (Series series : live.series()) {
      assertThat(series.key().metric().name()).matches("[\\p{L}0-9_:]{1,90}");
      assertThat(series.key().metric().name()).doesNotContain("cret");
    }
    assertThat(live.series()).isNotEmpty();
  }

  @Test
  void tellsTheShareOfErrorsWhereThereAreLinesEnoughToTell() {
    Watch watch = watch(NOTHING);
    for (int i = 0; i < 10; i++) {
      for (int line = 0; line < 9; line++) {
        usual();
      }
      error("payment refused");
      step(watch, false);
    }
    SeriesKey key = new SeriesKey(new Metric("log_error_ratio"), SHOP, "", "", "");
    Series share =
        live.series().stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
    assertThat(share.size()).as("each of two rounds has twenty lines").isBetween(4, 5);
    assertThat(share.value(0)).isEqualTo(0.1, within(0.03));
  }

  private static String word(int i) {
    return Integer.toString(i, 36).replaceAll("[0-9]", "q") + (char) ('a' + i % 7);
  }

  private void quiet(Watch watch) {
    for (int i = 0; i < CALM; i++) {
      usual();
      step(watch, false);
    }
  }

  private void usual() {
    logs.add(now, SHOP, "", "INFO", "served request " + random.nextInt() + " in 20 ms");
  }

  private void error(String text) {
    logs.add(now, SHOP, "", "ERROR", text);
  }

  private void step(Watch watch, boolean measured) {
    step(watch, measured, 200);
  }

  private void step(Watch watch, boolean measured, double p99) {
    now = now.plus(STEP);
    live.accept(new Scrape(now, List.of(), List.of()));
    if (measured) {
      live.add(Metric.LATENCY_P99, SHOP, "us-east-1", p99 + random.nextGaussian());
    }
    logs.flush(now, List.of(live));
    alerts.addAll(watch.read(new Telemetry(live.series(), List.of(), List.of())));
  }

  private static Watch watch(Slo slo) {
    return new Watch(ServiceProfile.undeclared(SHOP, slo));
  }
}

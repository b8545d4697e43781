package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.app.live.LiveSettings;
import dev.aegis.app.live.LiveTelemetry;
import dev.aegis.app.live.MetricNames;
import dev.aegis.app.live.ReceivedScrapes;
import dev.aegis.app.live.ReceivedSpans;
import dev.aegis.app.receive.OtlpSpans.Side;
import dev.aegis.app.receive.SpanSeries;
import dev.aegis.app.series.SeriesLimits;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What spans tell of requests, beside what processes measure themselves. */
class SpanSeriesTest {
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final String EAST = "us-east-1";
  private static final Map<String, String> POD =
      Map.of(
          "job", "checkout-api",
          "instance", "pod-1",
          "service", "checkout-api",
          "version", "v2",
          "region", EAST,
          "pod", "pod-1");

  private Instant now = Instant.parse("2026-01-05T10:00:00Z");
  private final SeriesTable table =
      new SeriesTable(SeriesLimits.DEFAULTS, MetricNames.DEFAULTS.matter(), () -> now, 7);
  private final SpanSeries spans = new SpanSeries(table);
  private final ReceivedScrapes received =
      new ReceivedScrapes(table, MetricNames.DEFAULTS, Duration.ofSeconds(40));
  private final LiveTelemetry live =
      new LiveTelemetry(
          "checkout-api",
          "payments",
          MetricNames.DEFAULTS,
          new LiveSettings(STEP, Duration.ofHours(1), Duration.ofMinutes(1), 1, 0));

  private Span span(int millis, String peer, boolean failed) {
    long start = now.toEpochMilli() * 1_000;
    return new Span("t", "s", "", "checkout-api", "GET", peer, start, millis * 1_000L, failed);
  }

  private void answers(int many, int millis, boolean failed) {
    for (int i = 0; i < many; i++) {
      spans.add(POD, Side.SERVER, span(millis, "", failed), now);
    }
  }

  private void step() {
    now = now.plus(STEP);
    spans.write(now);
    live.accept(received.read(now));
  }

  private Optional<Series> series(Metric metric, String version) {
    SeriesKey key = new SeriesKey(metric, "checkout-api", EAST, version, "");
    return live.series().stream().filter(s -> s.key().equals(key)).findFirst();
  }

  private double last(Metric metric) {
    return last(metric, "");
  }

  private double last(Metric metric, String version) {
    Series found = series(metric, version).orElseThrow();
    return found.value(found.size() - 1);
  }

  @Test
  void tellRateErrorsAndLatenciesOfRequestsAndCallsWhereNobodyMeasures() {
    answers(1, 50, false);
    step();
    answers(985, 50, false);
    answers(15, 900, true);
    for (int i = 0; i < 4; i++) {
      spans.add(POD, Side.CLIENT, span(100, "payments", i == 0), now);
    }
    step();

    assertThat(last(Metric.REQUEST_RATE)).isEqualTo(100);
    assertThat(last(Metric.ERROR_RATIO)).isEqualTo(0.015);
    assertThat(last(Metric.ERROR_RATIO, "v2")).isEqualTo(0.015);
    assertThat(last(Metric.LATENCY_P99)).isCloseTo(900, within(0.19 * 900));
    assertThat(last(Metric.LATENCY_P50)).isCloseTo(50, within(0.19 * 50));
    assertThat(last(Metric.callLatency("payments"))).isCloseTo(100, within(1e-6));
    assertThat(last(Metric.DEPENDENCY_LATENCY)).isCloseTo(100, within(1e-6));
    assertThat(last(Metric.callErrors("payments"))).isEqualTo(0.25);
    assertThat(series(Metric.PODS_READY, "")).isEmpty();
    assertThat(series(Metric.PODS_READY, "v2")).isEmpty();
    assertThat(live.knownBySpans("checkout-api")).isTrue();
  }

  @Test
  void noRequestsAreARateOfZeroUntilNobodyKnowsAnyMore() {
    answers(1, 50, false);
    step();
    answers(10, 50, false);
    step();
    assertThat(last(Metric.REQUEST_RATE)).isEqualTo(1);
    for (int i = 0; i < 40; i++) {
      step();
    }
    Series rates = series(Metric.REQUEST_RATE, "").orElseThrow();
    assertThat(rates.value(rates.size() - 1)).isZero();
    assertThat(rates.epochMillis(rates.size() - 1))
        .as("five minutes, and forty seconds in which a process may be silent")
        .isBetween(now.minusSeconds(100).toEpochMilli(), now.minusSeconds(50).toEpochMilli());
  }

  /** The process also counts what it answers, of which one in ten is traced. */
  @Test
  void areNotUsedBesideWhatTheProcessMeasures() {
    double counted = 0;
    for (int i = 0; i < 5; i++) {
      counted += 100;
      answers(10, 50, true);
      try (SeriesTable.Writer writer = table.write()) {
        writer.labels();
        POD.forEach(writer::label);
        writer.label("__name__", "http_server_requests_total");
        writer.label("status", "200");
        writer.point(writer.series(), now.plus(STEP).toEpochMilli(), counted);
      }
      step();
    }
    assertThat(last(Metric.REQUEST_RATE)).isEqualTo(10);
    assertThat(last(Metric.ERROR_RATIO)).isZero();
    assertThat(live.knownBySpans("checkout-api")).isFalse();
    assertThat(last(Metric.PODS_READY)).isEqualTo(1);
  }

  @Test
  void theNewestAreKeptAndThoseThatMadeRoomAreCounted() {
    ReceivedSpans kept = new ReceivedSpans(3, Duration.ofHours(1), span -> span);
    for (int i = 0; i < 5; i++) {
      assertThat(kept.add(span(i, "", false), now)).isNotNull();
    }
    assertThat(kept.spans().stream().map(Span::durationMicros))
        .containsExactly(2_000L, 3_000L, 4_000L);
    assertThat(kept.forgotten()).isEqualTo(2);
  }
}

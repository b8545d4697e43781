package dev.aegis.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.PrometheusText;
import dev.aegis.app.scrape.Scrape;
import dev.aegis.app.scrape.Target;
import dev.aegis.app.scrape.TextLimits;
import dev.aegis.app.testkit.Golden;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveTelemetryTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final double BORN = START.getEpochSecond() - 60.0;
  private static final String EAST = "us-east-1";

  private final LiveTelemetry live =
      new LiveTelemetry("checkout-api", "inventory", MetricNames.DEFAULTS, LiveSettings.DEFAULTS);
  private final Map<String, PrometheusText> parsers = new HashMap<>();
  private final Map<String, FakePod> targets = new java.util.LinkedHashMap<>();
  private final List<String> down = new ArrayList<>();
  private Instant now = START;

  private FakePod pod(String name, String version) {
    FakePod pod = new FakePod("checkout-api", EAST, version, name).started(BORN);
    targets.put(name, pod);
    return pod;
  }

  private FakePod clients() {
    FakePod clients = FakePod.clients("checkout-api", EAST);
    targets.put("clients", clients);
    return clients;
  }

  /** Two seconds later everybody who is up is read. */
  private void scrape() {
    now = now.plusSeconds(2);
    List<Scrape.Answer> answers = new ArrayList<>();
    List<Scrape.Failure> failures = new ArrayList<>();
    targets.forEach((name, pod) -> {
      Target target = target(name);
      if (down.contains(name)) {
        failures.add(new Scrape.Failure(target, FetchException.Reason.TIMED_OUT, "down"));
      } else {
        PrometheusText parser =
            parsers.computeIfAbsent(name, n -> new PrometheusText(TextLimits.DEFAULTS));
        byte[] text = pod.text().getBytes(StandardCharsets.UTF_8);
        answers.add(new Scrape.Answer(target, now, parser.parse(text)));
      }
    });
    assertThat(live.accept(new Scrape(now, answers, failures))).isTrue();
  }

  private static Target target(String name) {
    int port = 10_000 + Math.floorMod(name.hashCode(), 50_000);
    String job = name.equals("clients") ? "clients" : "service";
    return new Target(
        URI.create("http://127.0.0.1:" + port + "/metrics"),
        Map.of("service", "checkout-api", "region", EAST, "pod", name, "job", job));
  }

  private double last(Metric metric) {
    return last(metric, "", "");
  }

  private double last(Metric metric, String version, String pod) {
    return find(new SeriesKey(metric, "checkout-api", EAST, version, pod));
  }

  /** The value at the newest scrape; NaN where that left no point. */
  private double find(SeriesKey key) {
    return live.series().stream()
        .filter(s -> s.key().equals(key))
        .filter(s -> s.at(s.size() - 1).equals(now))
        .mapToDouble(Series::last)
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void clientsTellTheRateErrorsAndLatenciesOfAllAttempts() {
    FakePod clients = clients();
    clients.attempts("200", "first", 50, 0.04);
    scrape();
    assertThat(last(Metric.REQUEST_RATE)).isNaN();

    clients.attempts("200", "first", 180, 0.015);
    clients.attempts("503", "first", 12, 0.015);
    clients.attempts("timeout", "first", 6, 3);
    clients.attempts("refused", "retry", 2, 0.005);
    clients.attempts("404", "first", 40, 0.015);
    scrape();

    assertThat(last(Metric.REQUEST_RATE)).isEqualTo(120);
    assertThat(last(Metric.ERROR_RATIO)).isEqualTo(20 / 240.0);
    assertThat(last(Metric.RETRY_RATIO)).isEqualTo(2 / 240.0);
    assertThat(last(Metric.LATENCY_P50)).isBetween(10.0, 20.0);
    assertThat(last(Metric.LATENCY_P99)).isBetween(2_000.0, 5_000.0);
    assertThat(last(Metric.LATENCY_MEAN))
        .isCloseTo((232 * 15 + 6 * 3000 + 2 * 5) / 240.0, within(1e-9));
  }

  @Test
  void aQuantileIsInterpolatedInsideItsBucket() {
    FakePod clients = clients();
    scrape();
    clients.attempts("200", "first", 100, 0.08);
    scrape();

    assertThat(last(Metric.LATENCY_P50)).isCloseTo(75, within(1e-9));
    assertThat(last(Metric.LATENCY_P99)).isCloseTo(99.5, within(1e-9));
  }

  @Test
  void theSlowestAreLookedForInTheLastSixSeconds() {
    FakePod clients = clients();
    scrape();
    clients.attempts("200", "first", 197, 0.015).attempts("200", "first", 3, 0.8);
    scrape();
    assertThat(last(Metric.LATENCY_P99)).isGreaterThan(500);
    for (int i = 0; i < 2; i++) {
      clients.attempts("200", "first", 40, 0.015);
      scrape();
      assertThat(last(Metric.LATENCY_P99)).as("still in the window").isGreaterThan(500);
    }
    clients.attempts("200", "first", 40, 0.015);
    scrape();
    assertThat(last(Metric.LATENCY_P99)).as("out of the window").isLessThan(20);
  }

  @Test
  void nothingMeasuredLeavesNoPoint() {
    FakePod clients = clients();
    clients.attempts("200", "first", 10, 0.04);
    scrape();
    scrape();
    assertThat(last(Metric.REQUEST_RATE)).isZero();
    assertThat(last(Metric.ERROR_RATIO)).isNaN();
    assertThat(last(Metric.LATENCY_P50)).isNaN();

    down.add("clients");
    scrape();
    assertThat(last(Metric.REQUEST_RATE)).isNaN();
    assertThat(last(Metric.LATENCY_P99)).isNaN();

    down.clear();
    clients.attempts("200", "first", 40, 0.04);
    scrape();
    assertThat(last(Metric.REQUEST_RATE)).as("40 in the 4 s since").isEqualTo(10);
  }

  @Test
  void podsTellTheirWork() {
    clients();
    FakePod a = pod("a", "v1");
    FakePod b = pod("b", "v2");
    scrape();
    a.served("200", 100, 0.04).add("request_slots_busy_seconds_total", "", 4);
    b.served("200", 40, 0.04).served("503", 10, 0.001).add("requests_refused_total", "", 10);
    b.set("request_queue_length", "", 7).set("jvm_heap_after_gc_bytes", "", 48e6);
    b.add("jvm_gc_seconds_total", "", 0.5).add("process_cpu_seconds_total", "", 1);
    b.add("log_writes_failed_total", "", 6);
    b.set("pool_connections_in_use", "pool=\"db\"", 8)
        .set("pool_connections_limit", "pool=\"db\"", 10);
    b.set("pool_connections_in_use", "pool=\"x\"", 0)
        .set("pool_connections_limit", "pool=\"x\"", 10);
    b.set("pool_waiting", "pool=\"db\"", 3);
    a.called("inventory", "200", 90, 0.02).called("payments", "200", 50, 0.03);
    b.called("inventory", "timeout", 10, 1.02);
    scrape();

    assertThat(last(Metric.COMPLETION_RATE)).isEqualTo(70);
    assertThat(last(Metric.UTILISATION)).isEqualTo(0.2);
    assertThat(last(Metric.QUEUE_LENGTH)).isEqualTo(7);
    assertThat(last(Metric.HEAP_RATIO)).isEqualTo(0.5);
    assertThat(last(Metric.GC_RATIO)).isEqualTo(0.125);
    assertThat(last(Metric.CPU_RATIO)).isEqualTo(0.25);
    assertThat(last(Metric.PODS_READY)).isEqualTo(2);
    assertThat(last(Metric.POD_RESTARTS)).isZero();
    assertThat(last(Metric.DEPENDENCY_LATENCY)).isCloseTo(120, within(1e-9));
    assertThat(last(new Metric("dependency_error_ratio:inventory"))).isEqualTo(0.1);
    assertThat(last(new Metric("dependency_error_ratio:payments"))).isZero();
    assertThat(last(Figures.POOL_RATIO)).isEqualTo(0.8);
    assertThat(last(Figures.POOL_WAITING)).isEqualTo(3);
    assertThat(last(Figures.THREADS)).isEqualTo(20);
    assertThat(last(Figures.LOG_FAILURES)).isEqualTo(3);
    assertThat(last(Figures.REFUSED)).isEqualTo(5);
    assertThat(last(Metric.HEAP_RATIO, "v2", "")).isEqualTo(0.75);
    assertThat(last(Metric.HEAP_RATIO, "v2", "b")).isEqualTo(0.75);
    assertThat(last(Metric.ERROR_RATIO, "v2", "b")).isEqualTo(0.2);
    assertThat(last(Metric.COMPLETION_RATE, "v2", "b")).isEqualTo(20);
    assertThat(last(Metric.LATENCY_MEAN, "v1", "a")).isCloseTo(40, within(1e-9));
    assertThat(last(Metric.ERROR_RATIO, "v2", "")).isEqualTo(0.2);
    assertThat(last(Metric.COMPLETION_RATE, "v1", "")).isEqualTo(50);
    assertThat(last(Metric.PODS_READY, "v1", "")).isEqualTo(1);
    assertThat(last(Metric.LATENCY_P50, "v1", "")).isBetween(20.0, 50.0);
    assertThat(last(Metric.LATENCY_P99, "v1", "")).isBetween(20.0, 50.0);
  }

  @Test
  void anotherServiceHasTheFiguresOfItsOwnPods() {
    FakePod payments = new FakePod("payments", EAST, "v1", "p").started(BORN);
    targets.put("p", payments);
    payments.served("200", 5, 0.03);
    scrape();
    payments.served("200", 90, 0.03).served("500", 10, 0.03);
    scrape();

    assertThat(find(SeriesKey.of(Metric.REQUEST_RATE, "payments", EAST))).isEqualTo(50);
    assertThat(find(SeriesKey.of(Metric.ERROR_RATIO, "payments", EAST))).isEqualTo(0.1);
    assertThat(find(SeriesKey.of(Metric.LATENCY_P99, "payments", EAST))).isBetween(20.0, 50.0);
  }

  @Test
  void aCounterOfAProcessThatStartedAgainCountsFromZero() {
    clients();
    FakePod pod = pod("a", "v1");
    pod.served("200", 1_000, 0.04);
    scrape();
    pod.served("200", 20, 0.04);
    scrape();
    assertThat(last(Metric.COMPLETION_RATE)).isEqualTo(10);

    targets.put(
        "a",
        new FakePod("checkout-api", EAST, "v1", "a")
            .started(now.getEpochSecond() + 1.0)
            .served("200", 1_200, 0.04));
    scrape();

    assertThat(last(Metric.COMPLETION_RATE)).as("not 180 more").isEqualTo(600);
    assertThat(last(Metric.POD_RESTARTS)).isEqualTo(1);
    scrape();
    assertThat(last(Metric.POD_RESTARTS)).isZero();
  }

  @Test
  void aCounterThatFellCountsFromZeroToo() {
    clients();
    FakePod pod = pod("a", "v1");
    pod.served("200", 1_000, 0.04);
    scrape();
    pod.served("200", -970, 0.04);
    scrape();
    assertThat(last(Metric.COMPLETION_RATE)).isEqualTo(15);
  }

  @Test
  void aPodThatCameAfterTheLastScrapeCountsWhatItDidSince() {
    clients();
    pod("a", "v1");
    scrape();
    FakePod fresh = pod("b", "v2").started(now.getEpochSecond() + 1.0).served("500", 8, 0.04);
    FakePod old = pod("c", "v1").served("200", 5_000, 0.04);
    scrape();

    assertThat(last(Metric.ERROR_RATIO, "v2", "")).as("%s", fresh).isEqualTo(1);
    assertThat(last(Metric.COMPLETION_RATE)).as("nothing of %s yet", old).isEqualTo(4);
  }

  @Test
  void aTargetThatDoesNotAnswerIsAPodThatIsNotReady() {
    clients();
    pod("a", "v1").served("200", 10, 0.04);
    pod("b", "v1");
    scrape();
    down.add("b");
    scrape();
    assertThat(last(Metric.PODS_READY)).isEqualTo(1);
    down.add("a");
    scrape();
    assertThat(last(Metric.PODS_READY)).isZero();
    assertThat(last(Metric.HEAP_RATIO)).isNaN();
    targets.clear();
    scrape();
    assertThat(last(Metric.PODS_READY)).isZero();
  }

  @Test
  void aPodThatDrainsIsNotReady() {
    pod("a", "v1").set("service_ready", "", 0);
    pod("b", "v1").set("service_ready", "", 1);
    scrape();
    assertThat(last(Metric.PODS_READY)).isEqualTo(1);
    assertThat(last(Metric.PODS_READY, "v1", "")).isEqualTo(1);
  }

  @Test
  void aPodThatWasReplacedByAnotherVersionWasNotRestarted() {
    pod("a", "v1");
    scrape();
    pod("a", "v2").started(now.getEpochSecond() + 1.0);
    scrape();
    assertThat(last(Metric.POD_RESTARTS)).isZero();
  }

  @Test
  void oldPointsAreDropped() {
    pod("a", "v1");
    for (int i = 0; i < 2_000; i++) {
      scrape();
    }
    assertThat(live.series())
        .allSatisfy(s -> assertThat(s.at(0)).isAfterOrEqualTo(now.minus(Duration.ofMinutes(60))))
        .anySatisfy(s -> assertThat(s.size()).isEqualTo(1_801));
  }

  @Test
  void aScrapeThatIsNotLaterIsIgnored() {
    pod("a", "v1");
    scrape();
    assertThat(live.accept(new Scrape(now, List.of(), List.of()))).isFalse();
    assertThat(live.accept(new Scrape(now.minusSeconds(9), List.of(), List.of()))).isFalse();
    assertThat(last(Metric.PODS_READY)).isEqualTo(1);
  }

  @Test
  void aRecordedCourseBecomesTheSameSeriesForEver() {
    FakePod clients = clients();
    FakePod a = pod("a", "v2.3.0").served("200", 7_000, 0.04);
    FakePod b = pod("b", "v2.3.1").served("200", 500, 0.04);
    for (int i = 0; i < 8; i++) {
      clients.attempts("200", "first", 200 - 5 * i, 0.045).attempts("503", "retry", 3 * i, 0.002);
      a.served("200", 120, 0.04).add("request_slots_busy_seconds_total", "", 5);
      a.called("inventory", "200", 120, 0.01 + 0.01 * i);
      b.served("200", 100 - 5 * i, 0.08).served("503", 3 * i, 0.002);
      b.add("requests_refused_total", "", 3 * i).set("jvm_heap_after_gc_bytes", "", 16e6 + 5e6 * i);
      b.add("jvm_gc_seconds_total", "", 0.1 * i);
      if (i == 5) {
        targets.put(
            "b",
            new FakePod("checkout-api", EAST, "v2.3.1", "b")
                .started(now.getEpochSecond() + 1.0)
                .served("200", 9, 0.3));
      }
      down.clear();
      if (i == 3) {
        down.add("a");
      }
      scrape();
    }
    Golden.matches(
        "golden/live/course.txt", text(new Telemetry(live.series(), List.<Change>of(), List.of())));
  }

  private static String text(Telemetry telemetry) {
    StringBuilder text = new StringBuilder();
    for (Series series : telemetry.series()) {
      SeriesKey key = series.key();
      text.append(
          String.join(
                  " ", key.service(), key.metric().name(), key.region(), key.version(), key.pod())
              .strip());
      for (int i = 0; i < series.size(); i++) {
        text.append(
            String.format(java.util.Locale.ROOT, "%n  %s %.6g", series.at(i), series.value(i)));
      }
      text.append('\n');
    }
    return text.toString();
  }
}

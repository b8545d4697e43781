package dev.aegis.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.scrape.TextServer;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSourceTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final String EAST = "us-east-1";
  private static final ServiceProfile PROFILE =
      new ServiceProfile(
          "checkout-api",
          new Slo(500, 0.01),
          EAST,
          List.of(),
          5,
          50,
          null,
          null,
          null,
          "inventory",
          new ServiceProfile.Costs(0, Duration.ZERO, 0, 0, 0));

  @TempDir Path logs;
  private final FakePod pod =
      new FakePod("checkout-api", EAST, "v1", "a").started(START.getEpochSecond() - 60.0);
  private final FakePod clients = FakePod.clients("checkout-api", EAST);
  private final TextServer podServer = TextServer.of("");
  private final TextServer clientServer = TextServer.of("");
  private final TextServer plane = TextServer.of("[]");
  private final TextServer feed = TextServer.of("[]");
  private final List<String> notices = new ArrayList<>();
  private Instant now = START;
  private LiveSource source;

  @BeforeEach
  void begin() {
    plane.says(
        """
        [{"targets":["%s"],"labels":{"service":"checkout-api","region":"us-east-1","pod":"a","job":"service"}},
         {"targets":["%s"],"labels":{"service":"checkout-api","region":"us-east-1","job":"clients"}}]
        """
            .formatted(podServer.address(), clientServer.address()));
    source =
        new LiveSource(
            new LiveSource.Addresses(
                plane.uri("/v1/targets"), feed.uri("/v1/changes"), logs, Duration.ofSeconds(5)),
            PROFILE,
            MetricNames.DEFAULTS,
            LiveSettings.DEFAULTS,
            () -> now,
            notices::add);
  }

  @AfterEach
  void end() {
    source.close();
    List.of(podServer, clientServer, plane, feed).forEach(TextServer::close);
  }

  private Telemetry tick() throws InterruptedException {
    now = now.plusSeconds(2);
    podServer.says(pod.text());
    clientServer.says(clients.text());
    return source.tick();
  }

  private static Series series(Telemetry telemetry, Metric metric) {
    return telemetry.find(metric, "checkout-api", EAST).orElseThrow();
  }

  private void log(String line) throws IOException {
    Files.writeString(
        logs.resolve("a.log"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String line(String level, String message) {
    return "{\"ts\":\"2026-01-05T10:00:01Z\",\"level\":\""
        + level
        + "\",\"service\":\"checkout-api\",\"region\":\"us-east-1\",\"message\":\""
        + message
        + "\"}";
  }

  @Test
  void readsMetricsChangesAndLogsOfARunningProduction() throws Exception {
    tick();
    log(line("INFO", "ready") + "\n" + line("ERROR", "no receipt 4711 in 12ms") + "\n{\"ts\":\"20");
    feed.says(
        """
        [{"seq":1,"ts":"2026-01-05T10:00:02.5Z","kind":"flag","service":"checkout-api","region":"",
          "version":"on","previous":"off","setting":"cache","description":"cache \\u001b[2Jreceipts","by":"ann"}]
        """);
    clients.attempts("200", "first", 240, 0.04);
    pod.served("200", 240, 0.04);
    tick();
    log(
        "26-01-05T10:00:03Z\",\"level\":\"WARN\",\"service\":\"checkout-api\",\"region\":\"us-east-1\",\"message\":\"slow\"}\n");
    Telemetry telemetry = tick();

    assertThat(series(telemetry, Metric.REQUEST_RATE).values()).containsExactly(120, 0);
    assertThat(series(telemetry, Metric.COMPLETION_RATE).values()).containsExactly(120, 0);
    assertThat(telemetry.changes())
        .containsExactly(
            new Change(
                Instant.parse("2026-01-05T10:00:02.500Z"),
                Change.Kind.FLAG,
                "checkout-api",
                "",
                "on",
                "off",
                "cache receipts",
                "cache"));
    assertThat(source.changes()).extracting(ChangeFeed.Entry::by).containsExactly("ann");
    assertThat(telemetry.logs())
        .extracting(l -> l.level() + " " + l.text())
        .containsExactly("ERROR no receipt 4711 in 12ms", "INFO ready", "WARN slow");
    assertThat(series(telemetry, new Metric("log_errors_per_second")).values())
        .containsExactly(0.5, 0);
    assertThat(series(telemetry, new Metric("log_errors_per_second:no_receipt_in")).values())
        .containsExactly(0.5, 0);
    assertThat(series(telemetry, new Metric("log_warnings_per_second")).values())
        .containsExactly(0, 0.5);
    assertThat(notices).isEmpty();
  }

  @Test
  void aTargetThatVanishesWhileItAnswersIsAFact() throws Exception {
    tick();
    podServer.replies(exchange -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('#');
    });
    now = now.plusSeconds(2);
    Telemetry telemetry = source.tick();
    assertThat(series(telemetry, Metric.PODS_READY).values()).containsExactly(1, 0);
    assertThat(tick().find(Metric.PODS_READY, "checkout-api", EAST).orElseThrow().last())
        .isEqualTo(1);
    assertThat(notices).isEmpty();
  }

  @Test
  void aDiscoveryThatFailsIsSaidOnceAndLeavesAGap() throws Exception {
    tick();
    Instant before = now;
    plane.replies(TextServer.answer(503, new byte[0]));
    feed.says("garbage");
    tick();
    tick();
    assertThat(notices)
        .hasSize(2)
        .anySatisfy(
            n -> assertThat(n).startsWith("discovery: ").endsWith("expected status 200, found 503"))
        .anySatisfy(n -> assertThat(n).startsWith("changes: ").contains("expected JSON"));
    assertThat(source.gaps())
        .containsExactly(new Window(before.plusSeconds(2), before.plusSeconds(4)));
    assertThat(series(source.telemetry(), Metric.PODS_READY).size()).isEqualTo(1);

    feed.says("[]");
    begin(plane);
    tick();
    assertThat(notices).hasSize(4).contains("discovery: answers again", "changes: answers again");
    assertThat(source.gaps())
        .containsExactly(new Window(before.plusSeconds(2), before.plusSeconds(6)));
    assertThat(source.telemetry().find(SeriesKey.of(Metric.PODS_READY, "checkout-api", EAST)))
        .hasValueSatisfying(s -> assertThat(s.size()).isEqualTo(2));
  }

  private void begin(TextServer discovery) {
    discovery.says(
        "[{\"targets\":[\"" + podServer.address() + "\"],\"labels\":{\"job\":\"service\"}}]");
  }

  @Test
  void aLogThatIsRotatedIsReadToItsEnd() throws Exception {
    log(line("INFO", "before") + "\n");
    tick();
    log(line("INFO", "one") + "\n");
    tick();
    log(line("INFO", "two") + "\n");
    Files.move(logs.resolve("a.log"), logs.resolve("a.log.1"));
    log(line("INFO", "three") + "\nno json\n");
    tick();
    Files.writeString(logs.resolve("a.log"), line("INFO", "four") + "\n");
    assertThat(tick().logs())
        .extracting(dev.aegis.telemetry.LogLine::text)
        .containsExactly("four", "one", "three", "two");
  }
}

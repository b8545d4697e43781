package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.oncall.OnCall;
import dev.aegis.app.pull.PrometheusServer;
import dev.aegis.app.pull.PullException;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Intent;
import dev.aegis.room.Signal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debian's Prometheus measured before Aegis began is known from the first round on. */
class PastTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:9");

  @TempDir Path directory;

  private static String yaml(RunningPrometheus prometheus) {
    return """
    services: [checkout.yaml]
    step: 1s
    silence: 10s
    history: 5m
    sources:
      - {name: main, kind: prometheus, url: "%s", match: 'job="checkout-api"'}
    """
        .formatted(prometheus.address());
  }

  /** Waits until Prometheus holds so many samples of the requests' count; a scrape is one. */
  private static void awaitScrapes(RunningPrometheus prometheus, ServedService service, long many)
      throws InterruptedException {
    try (PrometheusServer server =
        new PrometheusServer(
            prometheus.address(), "", "status=\"200\"", Duration.ofSeconds(5), null)) {
      AtomicLong held = new AtomicLong();
      for (int i = 0; i < 200 && held.get() < many; i++) {
        service.awaitScrape();
        held.set(0);
        try {
          server.samples(
              List.of("http_server_request_duration_seconds_count"),
              Instant.now().minus(PrometheusServer.PIECE),
              Instant.now(),
              (_, _, _, count) -> held.addAndGet(count));
        } catch (PullException e) {
          // It does not listen yet.
        }
      }
      assertThat(held.get()).isGreaterThanOrEqualTo(many);
    }
  }

  @Test
  void anIncidentThatGoesOnOpensItsRoomAtOnceAndDatesItBeforeTheStart() throws Exception {
    try (ServedService service = new ServedService();
        RunningPrometheus prometheus =
            RunningPrometheus.start(directory, service.address(), NOBODY, "")) {
      awaitScrapes(prometheus, service, 25);
      service.breakDown();
      awaitScrapes(prometheus, service, 32);
      Instant started = Instant.now();

      try (Served served = Served.start(directory, yaml(prometheus))) {
        served.onDuty.awaitRound();

        assertThat(served.onDuty.points("checkout-api")).isGreaterThanOrEqualTo(25);
        assertThat(served.onDuty.journal().rooms()).as(served.err()).hasSize(1);
        Signal signal =
            (Signal)
                RoomJson.readPayload(
                    Intent.SIGNAL,
                    served.onDuty.journal().inbox().from(OnCall.OBSERVER).getFirst().body());
        assertThat(signal.startedAt()).isBefore(started.minusSeconds(4));
        assertThat(served.metric("aegis_past_samples_total{source=\"main\"}")).isPositive();
        assertThat(served.metric("aegis_points_dropped_total{reason=\"out_of_order\"}")).isZero();
        assertThat(served.err()).contains("main: ", " samples of the last 5 minutes read");
      }
      try (Served again = Served.start(directory, yaml(prometheus))) {
        again.onDuty.awaitRound();
        assertThat(again.onDuty.journal().rooms())
            .as("what has a room gets no second one")
            .hasSize(1);
      }
    }
  }

  @Test
  void anIncidentThatIsOverOpensNoRoom() throws Exception {
    try (ServedService service = new ServedService();
        RunningPrometheus prometheus =
            RunningPrometheus.start(directory, service.address(), NOBODY, "")) {
      awaitScrapes(prometheus, service, 5);
      service.breakDown();
      awaitScrapes(prometheus, service, 11);
      service.recover();
      awaitScrapes(prometheus, service, 28);

      try (Served served = Served.start(directory, yaml(prometheus))) {
        served.onDuty.awaitRound();

        assertThat(served.onDuty.points("checkout-api")).isGreaterThanOrEqualTo(20);
        assertThat(served.onDuty.journal().rooms()).as(served.out()).isEmpty();
      }
    }
  }

  @Test
  void aBacktestReadsItFromTheServerAndKeepsNothing() throws Exception {
    try (ServedService service = new ServedService();
        RunningPrometheus prometheus =
            RunningPrometheus.start(directory, service.address(), NOBODY, "")) {
      awaitScrapes(prometheus, service, 35);
      Served.config(directory, yaml(prometheus));
      Path config = directory.resolve("aegis.yaml");
      Path user = Files.createDirectory(directory.resolve("user"));

      Ran ran =
          Ran.aegis(user, "backtest", "--source", "main", "--config", config.toString(), "--json");

      assertThat(ran.err()).contains("main: ", " samples of the last 5 minutes read");
      assertThat(ran.lines().getFirst()).contains("\"service\":\"checkout-api\"");
      assertThat(ran.lines().getLast()).contains("\"places\":1");
      assertThat(user.resolve(".aegis")).doesNotExist();

      Ran other = Ran.aegis(user, "backtest", "--source", "other", "--config", config.toString());
      assertThat(other.code()).isEqualTo(3);
      assertThat(other.err())
          .isEqualTo(
              "aegis: expected a source of kind prometheus in "
                  + config
                  + ", which has main, found other\n");
    }
  }

  @Test
  void aServerThatCannotBeAskedIsSaidAndTheWatchBegins() throws Exception {
    String yaml =
        """
        services: [checkout.yaml]
        step: 1s
        sources: [{name: main, kind: prometheus, url: "http://127.0.0.1:9"}]
        """;
    try (Served served = Served.start(directory, yaml)) {
      served.onDuty.awaitRound();

      assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(served.err()).contains("main: no further past could be read: ");
    }
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Inbox;
import dev.aegis.app.testkit.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Alertmanager sends what it is told. */
class AlertmanagerTest {
  @TempDir Path directory;

  @Test
  void anAlertOfAlertmanagerIsInTheInboxAndOpensARoomAndItsEndIsHeardThere() throws Exception {
    Needs.program("prometheus-alertmanager");
    Files.writeString(directory.resolve("password"), "not-a-secret");
    String yaml =
        """
        services: [checkout.yaml]
        step: 1s
        sources:
          - {name: am, kind: alertmanager, basic_user: alertmanager, basic_file: password}
        """;
    try (Served served = Served.start(directory, yaml)) {
      int port = RunningPrometheus.freePort();
      Process alertmanager = start(served.onDuty.address(), port);
      try {
        String firing =
            """
            [{"labels": {"alertname": "CheckoutSlow", "service": "checkout-api"},
              "annotations": {"summary": "p99 is 4 s"}}]
            """;
        assertThat(served.eventually(() -> sent(port, firing))).as(log()).isTrue();

        assertThat(served.eventually(() -> !served.onDuty.journal().rooms().isEmpty()))
            .as(log() + served.err())
            .isTrue();
        List<Inbox.Alert> inbox = served.onDuty.journal().inbox().all();
        assertThat(inbox).extracting(Inbox.Alert::source).contains("am");
        assertThat(served.eventually(() -> served.out().contains("CheckoutSlow")))
            .as(served.out())
            .isTrue();

        String over = firing.replace("}}]", "}, \"endsAt\": \"2026-01-01T00:00:00Z\"}]");
        assertThat(sent(port, over)).isTrue();
        assertThat(served.eventually(() -> entries(served) == 2)).as(log()).isTrue();
      } finally {
        alertmanager.destroy();
        alertmanager.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static long entries(Served served) {
    return served.onDuty.journal().inbox().all().stream()
        .filter(a -> a.source().equals("am"))
        .count();
  }

  private Process start(URI aegis, int port) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            """
            route: {receiver: aegis, group_wait: 100ms, group_interval: 1s, repeat_interval: 2s}
            receivers:
              - name: aegis
                webhook_configs:
                  - url: %s/webhook/alertmanager
                    send_resolved: true
                    http_config: {basic_auth: {username: alertmanager, password: not-a-secret}}
            """
                .formatted(aegis));
    return new ProcessBuilder(
            "prometheus-alertmanager",
            "--config.file=" + file,
            "--storage.path=" + directory.resolve("alertmanager"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("alertmanager.log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("alertmanager.log"));
  }

  private static boolean sent(int port, String alerts) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(alerts, UTF_8))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Inbox;
import dev.aegis.app.journal.Journal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRoutesTest {
  private static final String EVENT =
      """
      {"routing_key": "0123456789abcdef0123456789abcdef", "event_action": "trigger",
       "dedup_key": "db-1", "payload": {"summary": "disk full", "source": "db", "severity": "critical",
       "custom_details": {"service": "orders"}}}
      """;

  private static String incident(Instant at) {
    return """
    {"event": {"id": "01A", "event_type": "incident.triggered", "occurred_at": "%s",
     "data": {"id": "PGR0VU2", "title": "A little bump in the road",
              "service": {"summary": "API Service"}}}}
    """
        .formatted(at);
  }

  @TempDir Path directory;

  private static List<Inbox.Alert> inbox(Served served) {
    return served.onDuty.journal().inbox().all();
  }

  private static HttpResponse<String> post(Served served, String path, String body, String... head)
      throws IOException, InterruptedException {
    return served.post(path, body.getBytes(UTF_8), head);
  }

  @Test
  void pagerDutysEventsAreKeptOnceEachTimeTheyFire() throws Exception {
    String resolve = EVENT.replace("trigger", "resolve");
    try (Served served = Served.start(directory, "step: 1s\n")) {
      HttpResponse<String> first = post(served, "/v2/enqueue", EVENT);
      assertThat(first.statusCode()).isEqualTo(202);
      assertThat(first.body()).contains("\"dedup_key\":\"db-1\"");
      post(served, "/v2/enqueue", EVENT);
      assertThat(inbox(served)).hasSize(1);

      post(served, "/v2/enqueue", resolve);
      post(served, "/v2/enqueue", resolve);
      assertThat(inbox(served)).hasSize(2);

      post(served, "/v2/enqueue", EVENT);
      assertThat(inbox(served)).as("it fires again, and that is another alert").hasSize(3);
      assertThat(served.metric("aegis_alerts_total{source=\"pagerduty\",what=\"known\"}"))
          .isEqualTo(2);
    }
  }

  @Test
  void aTriggerThatIsRepeatedAfterARestartIsStillTheSame() throws Exception {
    String resolve = EVENT.replace("trigger", "resolve");
    try (Served served = Served.start(directory, "step: 1s\n")) {
      post(served, "/v2/enqueue", EVENT);
    }
    try (Served served = Served.start(directory, "step: 1s\n")) {
      post(served, "/v2/enqueue", EVENT);
      assertThat(inbox(served)).hasSize(1);
      post(served, "/v2/enqueue", resolve);
    }
    try (Served served = Served.start(directory, "step: 1s\n")) {
      post(served, "/v2/enqueue", resolve);
      assertThat(inbox(served)).hasSize(2);
      post(served, "/v2/enqueue", EVENT);
      post(served, "/v2/enqueue", EVENT);
      assertThat(inbox(served)).as("it fires again, and that is another alert").hasSize(3);
    }
  }

  @Test
  void aSignedMessageThatIsSentAgainDaysLaterIsRefused() throws Exception {
    String old = incident(Instant.parse("2026-01-05T10:00:00Z"));
    try (Served served = Served.start(directory, "step: 1s\n")) {
      HttpResponse<String> answer = post(served, "/webhook/pagerduty", old);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).startsWith("expected a message of the last day, found one of 2026");
      assertThat(inbox(served)).isEmpty();
    }
  }

  @Test
  void aWarningOfKubernetesOpensNoRoomAndIsHeardInTheOneThatAnAlertOpens() throws Exception {
    String warning =
        """
        {"apiVersion": "v1", "kind": "Event", "metadata": {"uid": "u-1", "namespace": "shop"},
         "involvedObject": {"kind": "Pod", "name": "checkout-api-7d9c5b6f4-x2x9z"}, "type": "Warning",
         "reason": "OOMKilling", "message": "Memory cgroup out\\u001b[31m of memory", "count": 3}
        """;
    String alert =
        """
        {"version": "4", "alerts": [{"status": "firing", "fingerprint": "a",
          "labels": {"alertname": "Slow", "service": "checkout-api"},
          "startsAt": "2026-01-05T10:00:00Z"}]}
        """;
    try (Served served = Served.start(directory, "services: [checkout.yaml]\nstep: 1s\n")) {
      assertThat(post(served, "/webhook/kubernetes", warning).statusCode()).isEqualTo(200);
      served.onDuty.awaitRound();
      served.onDuty.awaitRound();
      assertThat(inbox(served)).hasSize(1);
      assertThat(served.onDuty.journal().rooms()).isEmpty();

      post(served, "/webhook/alertmanager", alert);

      assertThat(
              served.eventually(() -> served.out().contains("kubernetes says: OOMKilling of Pod")))
          .as(served.out())
          .isTrue();
      assertThat(served.out()).doesNotContain("\u001b");
    }
  }

  @Test
  void theRoutingKeyIsPagerDutysBearerToken() throws Exception {
    Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef\n");
    String yaml = "sources: [{name: pd, kind: pagerduty, bearer_file: key}]\n";
    try (Served served = Served.start(directory, yaml)) {
      assertThat(post(served, "/v2/enqueue", EVENT).statusCode()).isEqualTo(202);
      assertThat(post(served, "/v2/enqueue", EVENT.replace("0123", "9123")).statusCode())
          .isEqualTo(401);
      assertThat(inbox(served)).extracting(Inbox.Alert::source).containsExactly("pd");
    }
  }

  @Test
  void aSignatureOverTheRawBodyIsHeldAndOneOfSeveralIsEnough() throws Exception {
    Files.writeString(directory.resolve("key"), "webhook-secret");
    String yaml = "sources: [{name: pd, kind: pagerduty, hmac_file: key}]\n";
    String incident = incident(Instant.now());
    String right =
        "v1=" + HexFormat.of().formatHex(Proof.hmac("webhook-secret", incident.getBytes(UTF_8)));
    String wrong =
        "v1=" + HexFormat.of().formatHex(Proof.hmac("another-secret", incident.getBytes(UTF_8)));
    try (Served served = Served.start(directory, yaml)) {
      String path = "/webhook/pagerduty";
      String header = "X-PagerDuty-Signature";
      assertThat(post(served, path, incident, header, wrong).statusCode()).isEqualTo(401);
      assertThat(post(served, path, incident + " ", header, right).statusCode()).isEqualTo(401);
      assertThat(post(served, path, incident, header, wrong + "," + right).statusCode())
          .isEqualTo(200);
      // A replay of what was signed is known by the id of its event.
      assertThat(post(served, path, incident, header, right).statusCode()).isEqualTo(200);
      assertThat(inbox(served)).hasSize(1);
    }
  }

  @Test
  void grafanaPrometheusAndCloudEventsAreTaken() throws Exception {
    String grafana =
        """
        {"receiver": "aegis", "status": "firing", "version": "1", "orgId": 1, "alerts": [
          {"status": "firing", "labels": {"alertname": "High", "service": "cart"},
           "annotations": {}, "startsAt": "2026-01-05T10:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
           "fingerprint": "c6eadffa33fcdf37", "values": {"B": 44.2}},
          {"status": "resolved", "labels": {"alertname": "Low"},
           "startsAt": "2026-01-05T09:00:00Z", "fingerprint": "b"}]}
        """;
    String prometheus =
        """
        [{"labels": {"alertname": "Down", "job": "cart"}, "startsAt": "2026-01-05T10:00:00Z",
          "endsAt": "2999-01-05T10:04:00Z", "generatorURL": "http://p"}]
        """;
    String cloudEvent =
        """
        {"specversion": "1.0", "id": "a1", "source": "/monitor", "type": "com.example.alert",
         "time": "%s", "data": {"service": "cart", "summary": "slow"}}
        """
            .formatted(Instant.now());
    try (Served served = Served.start(directory, "step: 1s\n")) {
      for (int twice = 0; twice < 2; twice++) {
        assertThat(post(served, "/webhook/grafana", grafana).statusCode()).isEqualTo(200);
        assertThat(post(served, "/api/v2/alerts", prometheus).statusCode()).isEqualTo(200);
        assertThat(post(served, "/webhook/cloudevents", cloudEvent).statusCode()).isEqualTo(200);
      }
      assertThat(inbox(served)).hasSize(4);
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterTheEndAndOpensItsRoomAtTheNextStart() throws Exception {
    String alert =
        """
        {"version": "4", "alerts": [{"status": "firing", "fingerprint": "%s",
          "labels": {"alertname": "Slow", "service": "checkout-api"},
          "startsAt": "2026-01-05T10:00:00Z"}]}
        """;
    try (Served served = Served.start(directory, "step: 1s\n")) {
      post(served, "/webhook/alertmanager", alert.formatted("a"));
      post(served, "/webhook/alertmanager", alert.formatted("b").replace("firing", "resolved"));
      post(served, "/webhook/alertmanager", alert.formatted("b"));
      assertThat(served.onDuty.journal().rooms()).as("nobody watches this service yet").isEmpty();
    }
    try (Journal journal = Journal.open(directory.resolve(OnDuty.STATE), InstantSource.system())) {
      assertThat(journal.inbox().pending()).hasSize(3);
    }
    try (Served served = Served.start(directory, "services: [checkout.yaml]\nstep: 1s\n")) {
      assertThat(served.eventually(() -> !served.onDuty.journal().rooms().isEmpty())).isTrue();
      assertThat(served.eventually(() -> served.out().contains("alertmanager says: Slow")))
          .as(served.out())
          .isTrue();
    }
  }

  @Test
  void whatIsNoAlertIsRefusedWithOneSentence() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n")) {
      assertThat(post(served, "/webhook/alertmanager", "hello").body())
          .isEqualTo("expected JSON within limits, found something else\n");
      assertThat(post(served, "/webhook/alertmanager", "{}").statusCode()).isEqualTo(400);
      assertThat(post(served, "/v2/enqueue", "{\"event_action\": \"sing\"}").statusCode())
          .isEqualTo(400);
      assertThat(post(served, "/webhook/grafana", "{}", "Origin", "http://evil").statusCode())
          .isEqualTo(403);
      assertThat(served.get("/webhook/grafana").statusCode()).isEqualTo(405);
      assertThat(served.get("/nothing").statusCode()).isEqualTo(404);
      assertThat(inbox(served)).isEmpty();
    }
  }
}

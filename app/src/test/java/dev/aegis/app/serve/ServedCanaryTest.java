package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Canary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that others send in alerts and changes reach neither the state directory nor a room. */
class ServedCanaryTest {
  private static final String PASSWORD = "C4nary-hunter2";
  private static final String TOKEN = "ghp_C4naryC4naryC4naryC4nary12";
  private static final String MAIL = "canary.person@example.org";
  private static final String ADDRESS = "203.0.113.77";
  private static final String CUSTOMER = "cust-424242";
  private static final List<String> ALL = List.of(PASSWORD, TOKEN, MAIL, ADDRESS, CUSTOMER);

  /** Of letters alone, which the pattern of a line keeps as the name of a metric. */
  private static final String WORD = "Canaryhunter";

  @TempDir Path directory;

  @Test
  void keepsAndTellsNoneOfThem() throws Exception {
    String alert =
        """
        {"version": "4", "status": "firing", "alerts": [{"status": "firing",
          "labels": {"alertname": "CheckoutSlow", "service": "checkout-api",
                     "instance": "203.0.113.77:9100", "token": "C4nary-hunter2"},
          "annotations": {"summary": "login of canary.person@example.org (cust-424242) slow, \
        password=C4nary-hunter2", "runbook_url": "https://ops:C4nary-hunter2@wiki.example/x"},
          "startsAt": "2026-01-05T10:00:00Z", "fingerprint": "f1",
          "generatorURL": "http://203.0.113.77:9090/graph"}]}
        """;
    String change =
        """
        {"service": "checkout-api", "version": "v2.3.1", "kind": "config", "setting": "db_password",
         "previous": "C4nary-hunter2", "at": "2026-01-05T09:59:00Z",
         "description": "canary.person@example.org rotated ghp_C4naryC4naryC4naryC4nary12"}
        """;
    String yaml =
        """
        services: [checkout.yaml]
        step: 1s
        mask: {patterns: {customer: 'cust-\\d{6}'}}
        """;
    try (Served served = Served.start(directory, yaml)) {
      assertThat(served.post("/webhook/alertmanager", alert.getBytes(UTF_8)).statusCode())
          .isEqualTo(200);
      assertThat(served.post("/v1/changes", change.getBytes(UTF_8)).statusCode()).isEqualTo(200);
      String log =
          """
          {"resourceLogs": [{"resource": {"attributes": [
             {"key": "service.name", "value": {"stringValue": "checkout-api"}}]},
            "scopeLogs": [{"logRecords": [{"severityNumber": 17,
              "body": {"stringValue": "login failed password=%s"}}]}]}]}
          """
              .formatted(WORD);
      for (int i = 0; i < 3; i++) {
        assertThat(
                served
                    .post("/v1/logs", log.getBytes(UTF_8), "Content-Type", "application/json")
                    .statusCode())
            .isEqualTo(200);
        served.onDuty.awaitRound();
      }
      assertThat(served.eventually(() -> served.out().contains("CheckoutSlow")))
          .as(served.out() + served.err())
          .isTrue();
      assertThat(served.out()).contains("<email:", "<customer:");
      for (String each : ALL) {
        assertThat(served.out() + served.err()).doesNotContain(each);
      }
    }
    assertThat(directory.resolve("oncall/changes.jsonl")).content().contains("db_password");
    assertThat(directory.resolve("mask.key")).exists();
    Canary.isNowhere(directory.resolve("oncall"), ALL);
    Canary.isNowhere(directory.resolve("oncall"), List.of(WORD, WORD.toLowerCase(Locale.ROOT)));
  }
}

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

  /** What is left of others where not every character is kept, as in names of metrics. */
  private static final List<String> REMAINS =
      List.of("canary.person", "ghp_c4nary", "203_0_113_77", "203.0.113.77", "cust_424242");

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
        export(served, "/v1/logs", log);
        export(served, "/v1/metrics", calls(100 * (i + 1)));
        export(served, "/v1/traces", span(i));
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
    Path evidence = directory.resolve("oncall/evidence/INC-2026-0001.duckdb");
    assertThat(Canary.rows(evidence))
        .contains("dependency_latency_ms:secret", "dependency_latency_ms:email", "orders-db");
    assertThat(directory.resolve("oncall/changes.jsonl")).content().contains("db_password");
    assertThat(directory.resolve("mask.key")).exists();
    Canary.isNowhere(directory.resolve("oncall"), ALL);
    Canary.isNowhere(directory.resolve("oncall"), REMAINS);
    Canary.isNowhere(directory.resolve("oncall"), List.of(WORD, WORD.toLowerCase(Locale.ROOT)));
  }

  private static void export(Served served, String path, String json) throws Exception {
    assertThat(
            served
                .post(path, json.getBytes(UTF_8), "Content-Type", "application/json")
                .statusCode())
        .isEqualTo(200);
  }

  /** A pod that calls three others; two are called what nobody should be. */
  private static String calls(int count) {
    return """
    {"resourceMetrics": [{"resource": {"attributes": [
       {"key": "service.name", "value": {"stringValue": "checkout-api"}},
       {"key": "k8s.pod.name", "value": {"stringValue": "pod-1"}},
       {"key": "cloud.region", "value": {"stringValue": "us-east-1"}}]},
      "scopeMetrics": [{"metrics": [%s, %s, %s, %s]}]}]}
    """
        .formatted(
            timed("server", "orders", count),
            timed("client", "orders-db", count),
            timed("client", "db." + MAIL, count),
            timed("client", TOKEN, count));
  }

  private static String timed(String side, String address, int count) {
    return """
    {"name": "http.%s.request.duration", "unit": "s", "histogram": {
      "aggregationTemporality": 2, "dataPoints": [{
        "attributes": [{"key": "server.address", "value": {"stringValue": "%s"}}],
        "timeUnixNano": "%d", "count": "%d", "sum": %d, "bucketCounts": ["%d", "0"],
        "explicitBounds": [0.1]}]}}
    """
        .formatted(side, address, 1_000_000 * System.currentTimeMillis(), count, count, count);
  }

  /** A call to a third, from an operation that says too much. */
  private static String span(int number) {
    long now = 1_000_000 * System.currentTimeMillis();
    return """
    {"resourceSpans": [{"resource": {"attributes": [
       {"key": "service.name", "value": {"stringValue": "checkout-api"}}]},
      "scopeSpans": [{"spans": [{"traceId": "0102030405060708090a0b0c0d0e0f10",
        "spanId": "010203040506070%d", "name": "GET /login?password=%s", "kind": 3,
        "startTimeUnixNano": "%d", "endTimeUnixNano": "%d",
        "attributes": [{"key": "server.address", "value": {"stringValue": "%s"}}]}]}]}]}
    """
        .formatted(number, PASSWORD, now - 1_000_000, now, MAIL);
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.evidence.Answers;
import dev.aegis.app.evidence.KeptEvidence;
import dev.aegis.app.evidence.QuestionTables;
import dev.aegis.app.testkit.Canary;
import dev.aegis.room.RoomId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as somebody sends them with {@code curl}, and what is made of them. */
class TracesTest {
  private static final String SECRET = "C4nary-hunter2";
  private static final String ALERT =
      """
      {"version": "4", "status": "firing", "alerts": [{"status": "firing",
        "labels": {"alertname": "CheckoutSlow", "service": "checkout-api"}, "annotations": {},
        "startsAt": "2026-01-05T10:00:00Z", "fingerprint": "f1"}]}
      """;

  @TempDir Path directory;

  private static String span(
      int id, int parent, String name, int kind, long startNanos, int millis, String rest) {
    return """
    {"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "%016x", "parentSpanId": "%s",
     "name": "%s", "kind": %d, "startTimeUnixNano": "%d", "endTimeUnixNano": "%d" %s}
    """
        .formatted(
            id,
            parent == 0 ? "" : String.format("%016x", parent),
            name,
            kind,
            startNanos,
            startNanos + millis * 1_000_000L,
            rest);
  }

  private static String resource(String service, String... spans) {
    return """
    {"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "%s"}}]},
     "scopeSpans": [{"spans": [%s]}]}
    """
        .formatted(service, String.join(",", spans));
  }

  private static String peer(String address) {
    return ", \"attributes\": [{\"key\": \"server.address\", \"value\": {\"stringValue\": \""
        + address
        + "\"}}]";
  }

  private static byte[] export(long nanos) {
    return ("{\"resourceSpans\": ["
            + resource(
                "checkout-api",
                span(1, 0, "POST /checkout?token=" + SECRET, 2, nanos, 900, ""),
                span(2, 1, "POST", 3, nanos, 800, peer("payments.internal")))
            + ","
            + resource(
                "payments",
                span(3, 2, "POST /charge", 2, nanos, 700, ", \"status\": {\"code\": 2}"),
                span(4, 3, "SELECT", 3, nanos, 600, peer("payments-db")))
            + "]}")
        .getBytes(UTF_8);
  }

  private static List<String> rows(Path evidence, String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", null);
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + evidence + "' AS e (READ_ONLY)");
      statement.execute("USE e");
      try (ResultSet found = statement.executeQuery(sql)) {
        while (found.next()) {
          rows.add(found.getString(1));
        }
      }
    }
    return rows;
  }

  @Test
  void spansAreEvidenceOfTheIncidentWithWhoCallsWhom() throws Exception {
    String yaml = "services: [checkout.yaml]\nstep: 1s\n";
    RoomId room;
    try (Served served = Served.start(directory, yaml)) {
      HttpResponse<String> answer =
          served.post(
              "/v1/traces",
              export(System.currentTimeMillis() * 1_000_000),
              "Content-Type",
              "application/json");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{}");
      served.onDuty.awaitRound();
      served.onDuty.awaitRound();
      served.post("/webhook/alertmanager", ALERT.getBytes(UTF_8));
      assertThat(served.eventually(() -> !served.onDuty.journal().rooms().isEmpty()))
          .as(served.err())
          .isTrue();
      room = served.onDuty.journal().rooms().getFirst();
      assertThat(served.eventually(() -> served.out().contains("CheckoutSlow"))).isTrue();
    }

    Path evidence = KeptEvidence.file(directory.resolve(OnDuty.STATE), room);
    assertThat(
            rows(
                evidence,
                "SELECT caller || ' ' || called || ' ' || source FROM topology ORDER BY 1"))
        .containsExactly("checkout-api payments spans", "payments payments-db spans");
    assertThat(
            rows(evidence, "SELECT operation FROM spans WHERE service = 'checkout-api' ORDER BY 1"))
        .containsExactly("POST", "POST /checkout?token=<secret>");
    Canary.isNowhere(directory.resolve(OnDuty.STATE), List.of(SECRET));
    try (KeptEvidence kept = KeptEvidence.open(evidence)) {
      assertThat(kept.looks()).isNotEmpty().allMatch(KeptEvidence.Look::whole);
    }
    try (QuestionTables tables = QuestionTables.ofEvidence(evidence)) {
      Answers answers = new Answers(tables);
      assertThat(answer(answers, "which operation has the most self time?"))
          .isEqualTo(List.of("SELECT", 600.0));
      assertThat(answer(answers, "which dependency has the most errors?"))
          .isEqualTo(List.of("payments", 1.0));
    }
  }

  private static List<?> answer(Answers answers, String question) {
    Answers.Given given = answers.to(List.of(), question, true);
    assertThat(given).isInstanceOf(Answers.Answered.class);
    return ((Answers.Answered) given).answer().rows().getFirst();
  }

  @Test
  void whatIsIncompleteOrOfAnotherTimeIsRefusedAndSaid() throws Exception {
    try (Served served = Served.start(directory, "step: 1s\n")) {
      long now = System.currentTimeMillis() * 1_000_000;
      String spans =
          resource(
              "checkout-api",
              span(1, 0, "new", 2, now, 900, ""),
              span(2, 0, "of another day", 2, now - 86_400_000_000_000L, 900, ""),
              span(0, 0, "without an id", 2, now, 900, ""),
              span(3, 0, "ends before it begins", 2, now, -900, ""));
      HttpResponse<String> answer =
          served.post(
              "/v1/traces",
              ("{\"resourceSpans\": [" + spans + "]}").getBytes(UTF_8),
              "Content-Type",
              "application/json");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"rejectedSpans\":\"3\"", "1 began too long ago", "2 have no ids");
      assertThat(served.onDuty.traces().spans()).hasSize(1);
      assertThat(served.metric("aegis_spans_dropped_total{reason=\"untimely\"}")).isEqualTo(1);
      assertThat(served.metric("aegis_spans_dropped_total{reason=\"incomplete\"}")).isEqualTo(2);
    }
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final String BODY = "{\"alerts\": []}";
  private static final String SIGNATURE = "X-Grafana-Alerting-Signature";
  private static final String TIME = "X-Grafana-Alerting-Timestamp";

  private final Proof proof = new Proof.Hmac("key");

  private static String signed(String text) {
    return HexFormat.of().formatHex(Proof.hmac("key", text.getBytes(UTF_8)));
  }

  private boolean given(Map<String, String> headers, String body) {
    return proof.given(new Incoming("POST", "/", headers, body.getBytes(UTF_8)), NOW);
  }

  private boolean grafana(long seconds, String signature) {
    return given(Map.of(SIGNATURE, signature, TIME, Long.toString(seconds)), BODY);
  }

  @Test
  void aBodyAloneIsSignedWhereGrafanaSendsNoTime() {
    assertThat(given(Map.of(SIGNATURE, signed(BODY)), BODY)).isTrue();
    assertThat(given(Map.of(SIGNATURE, signed(BODY)), BODY + " ")).isFalse();
    assertThat(given(Map.of("X-Aegis-Signature", "sha256=" + signed(BODY)), BODY)).isTrue();
    assertThat(given(Map.of(), BODY)).isFalse();
  }

  @Test
  void timeAndBodyAreSignedWhereGrafanaSendsOneAndAnOldMessageIsNotTakenAgain() {
    for (long away : new long[] {0, 300, -300}) {
      long at = NOW.getEpochSecond() + away;
      assertThat(grafana(at, signed(at + ":" + BODY))).as("%d s", away).isTrue();
    }
    for (long away : new long[] {301, -301, -86_400, 900_000_000_000L - NOW.getEpochSecond()}) {
      long at = NOW.getEpochSecond() + away;
      assertThat(grafana(at, signed(at + ":" + BODY))).as("%d s", away).isFalse();
    }
  }

  @Test
  void aTimeThatIsNotTheOneThatWasSignedIsRefused() {
    long sent = NOW.minusSeconds(86_400).getEpochSecond();
    String caught = signed(sent + ":" + BODY);

    assertThat(grafana(NOW.getEpochSecond(), caught)).as("a newer time").isFalse();
    assertThat(given(Map.of(SIGNATURE, caught), BODY)).as("no time").isFalse();
    assertThat(grafana(NOW.getEpochSecond(), signed(BODY))).as("body alone").isFalse();
    for (String time : new String[] {"now", "-1", "1e9", "9".repeat(30)}) {
      assertThat(given(Map.of(SIGNATURE, signed(time + ":" + BODY), TIME, time), BODY))
          .as(time)
          .isFalse();
    }
  }
}

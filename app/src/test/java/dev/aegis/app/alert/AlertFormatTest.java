package dev.aegis.app.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.alert.OutsideAlert.State;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertFormatTest {
  private static final long SEED = 20_261_123;
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final String WEBHOOK =
      """
      {"version": "4", "groupKey": "{}:{}", "truncatedAlerts": 0, "status": "firing",
       "commonLabels": {"a": "b"}, "notification_reason": "new", "alerts": [
        {"status": "firing", "labels": {"alertname": "<b>\\u001b[31mSlow", "service": "checkout-api",
         "region": "us-east-1"}, "annotations": {"description": "two\\nlines"},
         "startsAt": "2026-01-05T09:59:00.123456789Z", "endsAt": "0001-01-01T00:00:00Z",
         "fingerprint": "f1"}]}
      """;

  @Test
  void wordsOfOthersAreCleanedAndTheAlertCanBeReadAgainFromWhatIsKept() {
    OutsideAlert read = AlertFormat.WEBHOOK.read(WEBHOOK, NOW).getFirst();

    assertThat(read.name()).isEqualTo("<b>Slow");
    assertThat(read.summary()).isEqualTo("two lines");
    assertThat(read.service()).isEqualTo("checkout-api");
    assertThat(read.region()).isEqualTo("us-east-1");
    assertThat(read.startsAt()).isEqualTo(Instant.parse("2026-01-05T09:59:00.123Z"));
    assertThat(AlertFormat.WEBHOOK.read(read.words(), NOW)).containsExactly(read);
  }

  @Test
  void anEndThatLiesAheadIsNoEnd() {
    String alert = "[{\"labels\": {\"a\": \"b\"}, \"endsAt\": \"2026-01-05T10:00:0%dZ\"}]";

    assertThat(AlertFormat.ALERTMANAGER_API.read(alert.formatted(1), NOW).getFirst().state())
        .isEqualTo(State.FIRING);
    assertThat(AlertFormat.ALERTMANAGER_API.read(alert.formatted(0), NOW).getFirst().state())
        .isEqualTo(State.RESOLVED);
  }

  @Test
  void aMessageAboutSomethingElseHasNoAlerts() {
    String note =
        "{\"event\": {\"event_type\": \"incident.annotated\", \"data\": {\"id\": \"P\"}}}";

    assertThat(AlertFormat.PAGERDUTY_WEBHOOK.read(note, NOW)).isEmpty();
  }

  @Test
  void mutatedMessagesAreReadOrRefusedWithOneSentence() {
    Random random = new Random(SEED);
    int refused = 0;
    List<AlertFormat> formats = List.of(AlertFormat.values());
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = WEBHOOK.getBytes(UTF_8);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) "{}[]\":,0a\\\n ".charAt(random.nextInt(12));
      }
      AlertFormat format =
          random.nextInt(4) > 0 ? AlertFormat.WEBHOOK : formats.get(random.nextInt(formats.size()));
      try {
        format.read(new String(bytes, UTF_8), NOW);
      } catch (AlertException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", SEED, round).startsWith("expected ");
      }
    }
    assertThat(refused).isBetween(1_000, 19_500);
  }
}

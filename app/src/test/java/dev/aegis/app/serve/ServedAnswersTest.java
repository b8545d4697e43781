package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Draft;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from channels reach a running {@code serve} over HTTP, and count there. */
class ServedAnswersTest {
  private static final String SECRET = "a-secret-of-a-channel";
  private static final String CONFIG =
      """
      services: [checkout.yaml]
      messages:
        channels:
          - {name: ops, kind: slack, url_file: url, answers: {secret_file: secret,
             people: {U1: anna, U3: vera}}}
          - {name: tele, kind: telegram, secret_file: secret, to: ['-77'], answers:
             {secret_file: secret, people: {'11': anna}}}
      """;

  @TempDir private Path user;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void write() throws Exception {
    for (String each : List.of("anna approver", "vera viewer")) {
      String[] words = each.split(" ", 2);
      Ran.typing("correct horse battery", user, "account", "add", words[0], "--role", words[1]);
    }
    Files.writeString(user.resolve(".aegis/secret"), SECRET);
    Files.writeString(user.resolve(".aegis/url"), "http://127.0.0.1:1/services/x");
  }

  private Served serve(List<RoomMessage> story) throws Exception {
    now = story.getLast().ts().plusSeconds(10);
    return Served.start(user.resolve(".aegis"), CONFIG, InstantSource.fixed(now));
  }

  private RoomId say(Served served, List<RoomMessage> story) {
    RoomId room = served.onDuty.journal().openRoom(now);
    try (LocalBus bus = new LocalBus(served.onDuty.journal(), (_, _, _) -> {})) {
      for (RoomMessage m : story) {
        Draft draft =
            new Draft(m.id(), m.repliedTo().orElse(null), m.mentions(), m.text(), m.payload());
        bus.connect(m.sender()).post(room, List.of(draft));
      }
    }
    return room;
  }

  private static String hash(List<RoomMessage> story) {
    return ((ApprovalRequest) story.getLast().payload()).planHash();
  }

  private HttpResponse<String> press(
      Served served, String person, String action, String value, String secret) throws Exception {
    String payload =
        "{\"type\":\"block_actions\",\"user\":{\"id\":\"%s\"},\"actions\":[{\"action_id\":\"%s\",\"value\":\"%s\"}]}"
            .formatted(person, action, value);
    byte[] body = ("payload=" + URLEncoder.encode(payload, UTF_8)).getBytes(UTF_8);
    String time = "" + now.getEpochSecond();
    String signed = "v0:" + time + ":" + new String(body, UTF_8);
    return served.post(
        "/answers/ops",
        body,
        "Content-Type",
        "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp",
        time,
        "X-Slack-Signature",
        "v0=" + HexFormat.of().formatHex(Proof.hmac(secret, signed.getBytes(UTF_8))));
  }

  @Test
  void aSignedPressInSlackApprovesAndAForgedOrAViewersDoesNot() throws Exception {
    List<RoomMessage> story = ChannelAnswersTest.small(Stories.waiting());
    try (Served served = serve(story)) {
      String value = say(served, story) + " " + hash(story);

      assertThat(press(served, "U1", "approve", value, "another-secret-of-it").statusCode())
          .isEqualTo(401);
      assertThat(press(served, "U3", "approve", value, SECRET).body()).contains("role");

      HttpResponse<String> approved = press(served, "U1", "approve", value, SECRET);

      assertThat(approved.statusCode()).isEqualTo(200);
      assertThat(approved.body()).contains("Approved.");
      assertThat(press(served, "U1", "reject", value, SECRET).body()).doesNotContain("Rejected.");
    }
  }

  @Test
  void aMessageInTelegramApprovesWithTheSecretAndTheServiceTyped() throws Exception {
    List<RoomMessage> story = Stories.waiting();
    try (Served served = serve(story)) {
      say(served, story);
      String words = "approve " + hash(story).substring(0, 8);

      assertThat(tell(served, 1, words + " checkout-api", "a-wrong-secret").statusCode())
          .isEqualTo(401);
      assertThat(tell(served, 2, words, SECRET).body()).contains("checkout-api");
      assertThat(tell(served, 3, words + " checkout-api", SECRET).body()).contains("Approved.");
    }
  }

  private HttpResponse<String> tell(Served served, int id, String text, String secret)
      throws Exception {
    String update =
        """
        {"update_id": %d, "message": {"from": {"id": 11, "is_bot": false}, "chat": {"id": -77},
         "date": %d, "text": "%s"}}
        """
            .formatted(id, now.getEpochSecond(), text);
    return served.post(
        "/answers/tele",
        update.getBytes(UTF_8),
        "Content-Type",
        "application/json",
        "X-Telegram-Bot-Api-Secret-Token",
        secret);
  }
}

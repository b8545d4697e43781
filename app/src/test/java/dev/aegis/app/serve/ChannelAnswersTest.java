package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.notify.Channel;
import dev.aegis.app.notify.Outside;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Stories;
import dev.aegis.incident.Incident;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomMessage;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from Slack and Telegram: those that count, and each way to forge one. */
class ChannelAnswersTest {
  private static final String SECRET = "a-secret-of-a-channel";

  @TempDir private Path user;
  private final AskedOnPage asked = new AskedOnPage();
  private final Outside outside = new Outside();
  private List<RoomMessage> log = List.of();
  private Optional<String> stopped = Optional.empty();
  private Instant now = Instant.EPOCH;
  private SlackAnswers slack;
  private TelegramAnswers telegram;

  @BeforeEach
  void wire() throws Exception {
    for (String each : List.of("anna approver", "bert approver", "vera viewer")) {
      String[] words = each.split(" ", 2);
      Ran.typing("correct horse battery", user, "account", "add", words[0], "--role", words[1]);
    }
    Files.writeString(user.resolve("secret"), SECRET);
    Files.writeString(user.resolve("url"), "http://127.0.0.1:1/services/x");
    List<Channel> channels =
        Served.config(
                user,
                """
                services: [checkout.yaml]
                messages:
                  channels:
                    - {name: ops, kind: slack, url_file: url, answers: {secret_file: secret,
                       people: {U1: anna, U2: bert, U3: vera, U4: gone}}}
                    - {name: tele, kind: telegram, secret_file: secret, to: ['-77'], answers:
                       {secret_file: secret, people: {'11': anna, '33': vera}}}
                """)
            .messages()
            .channels();
    Path home = user.resolve(".aegis");
    ChannelAnswers people =
        new ChannelAnswers(
            () -> List.of(Incident.of(log)),
            name ->
                Optional.of(Incident.of(log))
                    .filter(i -> i.room().map(r -> r.value().equals(name)).orElse(false)),
            new Accounts(new StateDirectory(home, home)),
            new ApprovalDoor(_ -> asked, () -> stopped, () -> now));
    slack =
        new SlackAnswers(
            channels.getFirst(),
            channels.getFirst().answering().orElseThrow(),
            people,
            outside,
            () -> now);
    telegram =
        new TelegramAnswers(
            channels.getLast(), channels.getLast().answering().orElseThrow(), people, () -> now);
    say(small(Stories.waiting()));
  }

  @AfterEach
  void close() {
    outside.close();
  }

  private void say(List<RoomMessage> story) {
    log = story;
    now = story.getLast().ts().plusSeconds(10);
  }

  private ApprovalRequest request() {
    return Incident.of(log).approvalRequest().orElseThrow();
  }

  /** The same with a plan for which a click is enough. */
  static List<RoomMessage> small(List<RoomMessage> story) {
    return story.stream().map(ChannelAnswersTest::small).toList();
  }

  private static RoomMessage small(RoomMessage m) {
    if (!(m.payload() instanceof ApprovalRequest a)) {
      return m;
    }
    Plan p = a.plan();
    Plan plan =
        new Plan(
            p.action(),
            p.action(),
            p.whyUndo(),
            p.expectedDuration(),
            BlastRadius.SMALL,
            p.dollarsPerHour(),
            p.observedState(),
            p.validation());
    return new RoomMessage(
        m.wireVersion(),
        m.room(),
        m.seq(),
        m.id(),
        m.inReplyTo(),
        m.sender(),
        m.mentions(),
        m.text(),
        new ApprovalRequest(
            plan,
            plan.hash(),
            a.summary(),
            a.unknowns(),
            a.conditions(),
            a.expiresAt(),
            a.approvers()),
        m.ts());
  }

  private String payload(String person, String action, String value) {
    return "{\"type\":\"block_actions\",\"user\":{\"id\":\"%s\"},\"response_url\":"
            .formatted(person)
        + "\"https://evil.example/x\",\"actions\":[{\"action_id\":\"%s\",\"value\":\"%s\"}]}"
            .formatted(action, value);
  }

  private String value() {
    return log.getFirst().room() + " " + request().planHash();
  }

  private Outgoing press(String payload, Instant at, String secret) {
    byte[] body = ("payload=" + URLEncoder.encode(payload, UTF_8)).getBytes(UTF_8);
    String time = "" + at.getEpochSecond();
    String signed = "v0:" + time + ":" + new String(body, UTF_8);
    return slack.answer(
        slackRequest(
            body,
            time,
            "v0=" + HexFormat.of().formatHex(Proof.hmac(secret, signed.getBytes(UTF_8)))));
  }

  private static Incoming slackRequest(byte[] body, String time, String signature) {
    return new Incoming(
        "POST",
        "/answers/ops",
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp",
            time,
            "X-Slack-Signature",
            signature),
        body);
  }

  private String pressed(String person, String action, String value) {
    Outgoing answer = press(payload(person, action, value), now, SECRET);
    assertThat(answer.status()).isEqualTo(200);
    return new String(answer.body(), UTF_8).strip();
  }

  private void assertNothingWasDone() {
    assertThat(asked.poll(request())).isEmpty();
  }

  @Test
  void aButtonThatSomebodyPressesIsTheAnswerOfTheirAccount() {
    assertThat(pressed("U1", "approve", value())).startsWith("Approved.");
    assertThat(asked.poll(request()).orElseThrow().approval())
        .isEqualTo(new Approval(request().planHash(), true, "anna", "in channel ops"));
  }

  @Test
  void rejectingEndsItAndWhoComesNextIsTold() {
    assertThat(pressed("U1", "reject", value())).startsWith("Rejected.");
    assertThat(pressed("U2", "approve", value())).contains("already rejected by anna");
  }

  @Test
  void twoAreNeededWhereTwoAreAndNobodyCountsTwice() {
    say(small(Stories.waitingForTwo()));
    assertThat(pressed("U1", "approve", value())).startsWith("Taken: 1 of 2");
    now = now.plusSeconds(1);
    assertThat(pressed("U1", "approve", value())).contains("you have approved this already");
    assertThat(pressed("U2", "approve", value())).startsWith("Approved.");
  }

  @Test
  void aSeverePlanIsApprovedOnThePageAlone() {
    say(Stories.waiting());
    assertThat(pressed("U1", "approve", value())).contains("severe", "checkout-api", "page");
    assertNothingWasDone();
  }

  @Test
  void aForgedSignatureIsRefused() {
    String payload = payload("U1", "approve", value());
    assertThat(press(payload, now, "another-secret-of-one").status()).isEqualTo(401);
    for (String signature : List.of("", "v0=", "v1=00", "v0=" + "0".repeat(64))) {
      assertThat(
              slack
                  .answer(
                      slackRequest(payload.getBytes(UTF_8), "" + now.getEpochSecond(), signature))
                  .status())
          .isEqualTo(401);
    }
    assertNothingWasDone();
  }

  @Test
  void aBodyThatWasChangedAfterItWasSignedIsRefused() {
    byte[] signed = "payload=%7B%7D".getBytes(UTF_8);
    String time = "" + now.getEpochSecond();
    String right =
        "v0="
            + HexFormat.of()
                .formatHex(Proof.hmac(SECRET, ("v0:" + time + ":payload=%7B%7D").getBytes(UTF_8)));
    byte[] changed =
        ("payload=" + URLEncoder.encode(payload("U1", "approve", value()), UTF_8)).getBytes(UTF_8);
    assertThat(slack.answer(slackRequest(signed, time, right)).status()).isEqualTo(200);
    assertThat(slack.answer(slackRequest(changed, time, right)).status()).isEqualTo(401);
    assertNothingWasDone();
  }

  @Test
  void anOldRequestAndOneFromLaterAreRefused() {
    String payload = payload("U1", "approve", value());
    assertThat(press(payload, now.minusSeconds(301), SECRET).status()).isEqualTo(401);
    assertThat(press(payload, now.plusSeconds(301), SECRET).status()).isEqualTo(401);
    assertNothingWasDone();
  }

  @Test
  void aRequestThatSomebodyCaughtCannotBeSentAgain() {
    String payload = payload("U1", "reject", "INC-2026-0009 " + "0".repeat(64));
    assertThat(press(payload, now, SECRET).status()).isEqualTo(200);
    assertThat(press(payload, now, SECRET).status()).isEqualTo(409);
  }

  @Test
  void whoeverIsNotKnownOrMayNotDecidesNothing() {
    assertThat(pressed("U9", "approve", value())).isEqualTo(ChannelAnswers.NOT_KNOWN);
    assertThat(pressed("U4", "approve", value())).isEqualTo(ChannelAnswers.NOT_KNOWN);
    assertThat(pressed("U3", "approve", value())).contains("needs the role approver");
    assertNothingWasDone();
  }

  @Test
  void anotherPlanAnExpiredOneAndAnotherRoomAreRefusedWithWords() {
    String room = log.getFirst().room() + " ";
    assertThat(pressed("U1", "approve", room + "0".repeat(64))).contains("the plan has changed");
    assertThat(pressed("U1", "approve", "INC-2026-0999 " + request().planHash()))
        .contains("nothing was done");
    now = request().expiresAt();
    assertThat(pressed("U1", "approve", value())).contains("expired");
    assertNothingWasDone();
  }

  @Test
  void whileAllActionsAreStoppedNoYesIsTakenAndTheRequestStaysOpen() {
    stopped = Optional.of("stopped on the page by vera");
    assertThat(pressed("U1", "approve", value()))
        .contains("all actions are stopped (stopped on the page by vera)", "stays open until");
    assertNothingWasDone();
    stopped = Optional.empty();
    now = now.plusSeconds(1);
    assertThat(pressed("U1", "approve", value())).startsWith("Approved.");
  }

  @Test
  void whileAllActionsAreStoppedNoIsTaken() {
    stopped = Optional.of("");
    assertThat(pressed("U1", "reject", value())).startsWith("Rejected.");
  }

  @Test
  void anythingElseThatIsPressedDoesNothing() {
    assertThat(pressed("U1", "room", value())).contains("nothing");
    assertThat(pressed("U1", "approve", "x")).contains("nothing");
    assertThat(press("not json", now, SECRET).status()).isEqualTo(400);
    assertNothingWasDone();
  }

  private String wrote(String secret, String json) {
    Outgoing answer =
        telegram.answer(
            new Incoming(
                "POST",
                "/answers/tele",
                Map.of("X-Telegram-Bot-Api-Secret-Token", secret),
                json.getBytes(UTF_8)));
    return answer.status() + " " + new String(answer.body(), UTF_8);
  }

  private String update(int id, long person, String chat, String text, String further) {
    return """
    {"update_id": %d, "message": {"from": {"id": %d, "is_bot": false}, "chat": {"id": %s},
     "date": %d, "text": "%s"%s}}
    """
        .formatted(id, person, chat, now.getEpochSecond(), text, further);
  }

  private String short8() {
    return request().planHash().substring(0, 8);
  }

  @Test
  void whatAKnownPersonWritesInTelegramIsTheAnswerOfTheirAccount() {
    assertThat(wrote(SECRET, update(1, 11, "-77", "approve " + short8(), "")))
        .contains("\"method\":\"sendMessage\"", "Approved.");
    assertThat(asked.poll(request()).orElseThrow().approval().approver()).isEqualTo("anna");
  }

  @Test
  void aSeverePlanIsApprovedInTelegramByTypingWhatItTouches() {
    say(Stories.waiting());
    assertThat(wrote(SECRET, update(1, 11, "-77", "approve " + short8(), "")))
        .contains("add checkout-api");
    assertNothingWasDone();
    assertThat(wrote(SECRET, update(2, 11, "-77", "approve " + short8() + " checkout-api", "")))
        .contains("Approved.");
  }

  @Test
  void noForgedUpdateOfTelegramCounts() {
    String text = "approve " + short8();
    assertThat(wrote("", update(1, 11, "-77", text, ""))).startsWith("401");
    assertThat(wrote("another", update(1, 11, "-77", text, ""))).startsWith("401");
    assertThat(wrote(SECRET, update(2, 99, "-77", text, ""))).contains("nobody here knows you");
    assertThat(wrote(SECRET, update(3, 33, "-77", text, ""))).contains("needs the role");
    assertThat(wrote(SECRET, update(4, 11, "-78", text, ""))).contains("nothing");
    assertThat(wrote(SECRET, update(5, 11, "-77", text, ", \"forward_origin\": {}")))
        .contains("nothing");
    assertThat(
            wrote(
                SECRET,
                update(6, 11, "-77", text, "").replace("\"message\"", "\"edited_message\"")))
        .contains("nothing");
    assertThat(wrote(SECRET, update(7, 11, "-77", text, "").replace("false", "true")))
        .contains("nothing");
    assertThat(wrote(SECRET, update(8, 11, "-77", "approve 00000000", "")))
        .contains("no plan that begins with 00000000");
    String old = update(9, 11, "-77", text, "");
    now = now.plusSeconds(301);
    assertThat(wrote(SECRET, old)).contains("older than five minutes");
    assertNothingWasDone();
  }

  @Test
  void anUpdateOfTelegramCountsOnce() {
    String update = update(1, 11, "-77", "approve 00000000", "");
    assertThat(wrote(SECRET, update)).contains("no plan");
    assertThat(wrote(SECRET, update)).contains("came before");
  }
}

package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Needs;
import dev.aegis.app.testkit.Repository;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each channel is sent, by the rules that its provider publishes. */
class FormsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final URI PAGE = URI.create("https://aegis.example.com/rooms/INC-2026-0001");

  /** Words that would be a mention, a link, markup, a command or a header somewhere. */
  private static final String HOSTILE =
      "<!channel> @everyone @here <@U123> *b* _i_ ~s~ `c` [x](https://evil.example) /start"
          + " https://evil.example evil.example **B** <at>all</at> & \"q\"";

  @TempDir private Path directory;

  private Receiver.Request sent(Channel channel, Receiver receiver, Notice notice)
      throws Exception {
    try (HttpSender sender = new HttpSender(channel)) {
      assertThat(sender.send(notice, Optional.of(PAGE), Sample.NOW)).isEqualTo(new Outcome.Taken());
    }
    return receiver.take();
  }

  private static Notice longest(Topic topic) {
    return Sample.notice(topic, "x".repeat(5_000), HOSTILE + " " + "y".repeat(50_000));
  }

  private static Set<String> fields(JsonNode node) {
    return new HashSet<>(node.propertyNames());
  }

  private static String secretOf(String url) {
    return "url: '" + url + "', secret_file: secret";
  }

  @Test
  void pagerDutyIsTriggeredAcknowledgedAndResolvedUnderOneKey() throws Exception {
    Map<Topic, String> actions =
        Map.of(
            Topic.UNKNOWN, "trigger",
            Topic.ESCALATED, "trigger",
            Topic.APPROVAL_UNANSWERED, "trigger",
            Topic.ANSWERED, "acknowledge",
            Topic.RESOLVED, "resolve");
    try (Receiver pagerDuty = new Receiver()) {
      pagerDuty.always(Receiver.Reply.of(202));
      Channel channel =
          Sample.channel(directory, "pagerduty", secretOf(pagerDuty.address() + "/v2/enqueue"));
      for (Map.Entry<Topic, String> each : actions.entrySet()) {
        Receiver.Request request = sent(channel, pagerDuty, longest(each.getKey()));
        JsonNode event = JSON.readTree(request.body());
        assertThat(request.path()).isEqualTo("/v2/enqueue");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        assertThat(request.body().getBytes(UTF_8).length).isLessThan(512 << 10);
        assertThat(event.path("routing_key").asString()).isEqualTo(Sample.SECRET).hasSize(32);
        assertThat(event.path("event_action").asString()).isEqualTo(each.getValue());
        assertThat(event.path("dedup_key").asString()).isEqualTo("INC-2026-0001");
        JsonNode payload = event.path("payload");
        assertThat(payload.path("summary").asString()).isNotBlank().hasSizeLessThanOrEqualTo(1024);
        assertThat(payload.path("source").asString()).isNotBlank();
        assertThat(payload.path("severity").asString())
            .isIn("critical", "error", "warning", "info");
        assertThat(payload.path("timestamp").asString()).isEqualTo("2026-03-01T03:00:00Z");
        assertThat(event.path("links").get(0).path("href").asString()).isEqualTo(PAGE.toString());
        assertThat(fields(event))
            .isSubsetOf("routing_key", "event_action", "dedup_key", "payload", "links");
        assertThat(fields(payload))
            .isSubsetOf(
                "summary",
                "source",
                "severity",
                "timestamp",
                "component",
                "group",
                "class",
                "custom_details");
      }
      assertThat(channel.wants(Sample.notice(Topic.IDENTIFIED))).isFalse();
    }
  }

  @Test
  void opsgenieHasOneAliasThatIsAcknowledgedAndClosed() throws Exception {
    try (Receiver opsgenie = new Receiver()) {
      opsgenie.always(Receiver.Reply.of(202));
      Channel channel = Sample.channel(directory, "opsgenie", secretOf(opsgenie.address()));

      Receiver.Request created = sent(channel, opsgenie, longest(Topic.UNKNOWN));
      Receiver.Request known = sent(channel, opsgenie, longest(Topic.ANSWERED));
      Receiver.Request closed = sent(channel, opsgenie, longest(Topic.RESOLVED));

      JsonNode alert = JSON.readTree(created.body());
      assertThat(created.path()).isEqualTo("/v2/alerts");
      assertThat(created.header("Authorization")).isEqualTo("GenieKey " + Sample.SECRET);
      assertThat(alert.path("message").asString()).isNotBlank().hasSizeLessThanOrEqualTo(130);
      assertThat(alert.path("alias").asString()).hasSizeLessThanOrEqualTo(512);
      assertThat(alert.path("description").asString()).hasSizeLessThanOrEqualTo(15_000);
      assertThat(alert.path("priority").asString()).isEqualTo("P1");
      assertThat(known.path())
          .isEqualTo("/v2/alerts/INC-2026-0001/acknowledge?identifierType=alias");
      assertThat(closed.path()).isEqualTo("/v2/alerts/INC-2026-0001/close?identifierType=alias");
    }
  }

  @Test
  void slackGetsBlocksInWhichNothingIsAMentionOrALink() throws Exception {
    try (Receiver slack = new Receiver()) {
      String url = slack.address() + "/services/T0/B0/token";
      Channel channel = Sample.hidden(directory, "slack", url, "");
      JsonNode message = JSON.readTree(sent(channel, slack, longest(Topic.OPENED)).body());

      assertThat(message.path("text").asString())
          .contains("&lt;!channel&gt;")
          .doesNotContain("<", ">")
          .hasSizeLessThan(4_000);
      assertThat(message.path("blocks").size()).isBetween(1, 50);
      for (JsonNode block : message.path("blocks")) {
        switch (block.path("type").asString()) {
          case "header" -> plain(block.path("text"), 150);
          case "section" -> plain(block.path("text"), 3_000);
          case "context" -> block.path("elements").forEach(e -> plain(e, 3_000));
          case "actions" ->
              block
                  .path("elements")
                  .forEach(button -> {
                    assertThat(button.path("type").asString()).isEqualTo("button");
                    assertThat(button.path("action_id").asString()).isEqualTo("room");
                    plain(button.path("text"), 75);
                    assertThat(button.path("url").asString()).hasSizeLessThanOrEqualTo(3_000);
                  });
          default -> throw new AssertionError("no such block: " + block);
        }
      }
    }
  }

  private static void plain(JsonNode text, int most) {
    assertThat(text.path("type").asString()).isEqualTo("plain_text");
    assertThat(text.path("text").asString()).isNotBlank().hasSizeLessThanOrEqualTo(most);
    assertThat(text.path("emoji").asBoolean(true)).isFalse();
  }

  @Test
  void slackButtonsBearTheIncidentAndTheWholeHashOnlyWherePeopleAreProved() throws Exception {
    try (Receiver slack = new Receiver()) {
      String url = slack.address() + "/services/T0/B0/token";
      Channel known =
          Sample.hidden(
              directory, "slack", url, ", answers: {secret_file: secret, people: {U1: anna}}");
      Channel unknown = Sample.hidden(directory, "slack", url, "");
      Notice asked = Sample.notice(Topic.APPROVAL_ASKED);

      JsonNode answered = JSON.readTree(sent(known, slack, asked).body());
      String linked = sent(unknown, slack, asked).body();

      JsonNode buttons = answered.path("blocks").get(3).path("elements");
      assertThat(buttons.get(1).path("action_id").asString()).isEqualTo("approve");
      assertThat(buttons.get(2).path("action_id").asString()).isEqualTo("reject");
      assertThat(buttons.get(1).path("value").asString())
          .isEqualTo("INC-2026-0001 " + Sample.HASH)
          .hasSizeLessThanOrEqualTo(2_000);
      assertThat(buttons.get(1).path("confirm").path("title").path("text").asString())
          .hasSizeLessThanOrEqualTo(100);
      assertThat(linked).contains(PAGE.toString()).doesNotContain("approve\"", Sample.HASH);
    }
  }

  @Test
  void discordMentionsNobodyAndShowsNoMarkup() throws Exception {
    try (Receiver discord = new Receiver()) {
      discord.always(Receiver.Reply.of(204));
      Channel channel =
          Sample.hidden(directory, "discord", discord.address() + "/api/webhooks/1/t", "");
      JsonNode message = JSON.readTree(sent(channel, discord, longest(Topic.OPENED)).body());

      assertThat(message.path("allowed_mentions").path("parse").isArray()).isTrue();
      assertThat(message.path("allowed_mentions").path("parse").size()).isZero();
      assertThat(message.path("content").asString("")).hasSizeLessThanOrEqualTo(2_000);
      assertThat(message.path("embeds").size()).isBetween(1, 10);
      JsonNode embed = message.path("embeds").get(0);
      assertThat(embed.path("title").asString()).hasSizeLessThanOrEqualTo(256);
      assertThat(embed.path("description").asString())
          .hasSizeLessThanOrEqualTo(4_096)
          .contains("\\*b\\*", "\\@everyone", "https\\://")
          .doesNotContain("](http", "<@U");
      assertThat(embed.path("color").asInt()).isBetween(0, 0xFFFFFF);
    }
  }

  @Test
  void telegramGetsTextWithoutMarkupMentionsOrCommands() throws Exception {
    try (Receiver telegram = new Receiver()) {
      Channel channel =
          Sample.channel(directory, "telegram", secretOf(telegram.address()) + ", to: ['-100123']");
      Receiver.Request request = sent(channel, telegram, longest(Topic.OPENED));
      JsonNode message = JSON.readTree(request.body());

      assertThat(request.path()).isEqualTo("/bot" + Sample.SECRET + "/sendMessage");
      assertThat(fields(message))
          .containsExactlyInAnyOrder("chat_id", "text", "link_preview_options");
      assertThat(message.path("text").asString())
          .hasSizeBetween(1, 4_096)
          .endsWith(PAGE.toString())
          .doesNotContain("@everyone", "/start", "https://evil", "evil.example");
    }
  }

  @Test
  void whatsAppGoesOutAsTheFormOfTwilio() throws Exception {
    try (Receiver twilio = new Receiver()) {
      twilio.always(Receiver.Reply.of(201));
      String sid = "AC" + "0a".repeat(16);
      Channel channel =
          Sample.channel(
              directory,
              "whatsapp",
              secretOf(twilio.address())
                  + ", account: "
                  + sid
                  + ", from: '+15550100', to: ['+15550101']");
      Receiver.Request request = sent(channel, twilio, longest(Topic.OPENED));
      Map<String, String> form =
          Arrays.stream(request.body().split("&", -1))
              .map(pair -> pair.split("=", 2))
              .collect(
                  Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));

      assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/" + sid + "/Messages.json");
      assertThat(request.header("Authorization")).startsWith("Basic ");
      assertThat(request.header("Content-type")).isEqualTo("application/x-www-form-urlencoded");
      assertThat(form.keySet()).containsExactlyInAnyOrder("From", "To", "Body");
      assertThat(form).containsEntry("From", "whatsapp:+15550100");
      assertThat(form).containsEntry("To", "whatsapp:+15550101");
      assertThat(form.get("Body")).hasSizeBetween(1, 1_600).doesNotContain("*b*", "https://evil");
    }
  }

  @Test
  void teamsGetsACardOfTextRunsAndNoEntity() throws Exception {
    try (Receiver teams = new Receiver()) {
      teams.always(Receiver.Reply.of(202));
      Channel channel =
          Sample.hidden(directory, "teams", teams.address() + "/workflows/1?sig=x", "");
      Receiver.Request request = sent(channel, teams, longest(Topic.OPENED));
      JsonNode message = JSON.readTree(request.body());

      assertThat(request.body().getBytes(UTF_8).length).isLessThan(28 << 10);
      assertThat(message.path("type").asString()).isEqualTo("message");
      JsonNode attachment = message.path("attachments").get(0);
      assertThat(attachment.path("contentType").asString())
          .isEqualTo("application/vnd.microsoft.card.adaptive");
      JsonNode card = attachment.path("content");
      assertThat(card.path("type").asString()).isEqualTo("AdaptiveCard");
      assertThat(card.path("version").asString()).isEqualTo("1.4");
      assertThat(card.has("msteams")).isFalse();
      for (JsonNode block : card.path("body")) {
        assertThat(block.path("type").asString()).isEqualTo("RichTextBlock");
        assertThat(block.path("inlines").get(0).path("type").asString()).isEqualTo("TextRun");
      }
      assertThat(card.path("actions").get(0).path("type").asString()).isEqualTo("Action.OpenUrl");
    }
  }

  @Test
  void aWebhookGetsACloudEventSignedOverIdTimeAndBody() throws Exception {
    try (Receiver other = new Receiver()) {
      Channel channel = Sample.channel(directory, "webhook", secretOf(other.address() + "/in"));
      Receiver.Request request = sent(channel, other, longest(Topic.OPENED));
      JsonNode event = JSON.readTree(request.body());

      assertThat(request.header("Content-type")).startsWith("application/cloudevents+json");
      assertThat(event.path("specversion").asString()).isEqualTo("1.0");
      assertThat(event.path("id").asString()).isEqualTo(request.header("Webhook-id"));
      assertThat(event.path("source").asString()).isNotBlank();
      assertThat(event.path("type").asString()).isEqualTo("dev.aegis.incident.opened");
      assertThat(request.header("Webhook-timestamp")).isEqualTo("" + Sample.NOW.getEpochSecond());
      assertThat(request.header("Webhook-signature"))
          .isEqualTo(
              "v1,"
                  + SignedEvent.signature(
                      Sample.SECRET,
                      event.path("id").asString(),
                      request.header("Webhook-timestamp"),
                      request.body().getBytes(UTF_8)));
    }
  }

  /** As the documentation shows how it is verified. */
  @Test
  void theExampleVerifiesWhatIsSentAndNothingElse() throws Exception {
    try (Receiver other = new Receiver()) {
      Channel channel = Sample.channel(directory, "webhook", secretOf(other.address() + "/in"));
      try (HttpSender sender = new HttpSender(channel)) {
        sender.send(Sample.notice(Topic.OPENED), Optional.of(PAGE), Instant.now());
      }
      Receiver.Request request = other.take();
      assertThat(verified(request, request.body(), 0)).isEqualTo("verified");
      assertThat(verified(request, request.body() + " ", 0)).isEqualTo("refused");
      assertThat(verified(request, request.body(), -301)).isEqualTo("refused");
    }
  }

  private static String verified(Receiver.Request request, String body, long later)
      throws Exception {
    long time = Long.parseLong(request.header("Webhook-timestamp")) + later;
    Process python =
        new ProcessBuilder(
                Needs.program("python3").toString(),
                Repository.here().root().resolve("examples/messages/verify.py").toString(),
                Sample.SECRET,
                request.header("Webhook-id"),
                Long.toString(time),
                request.header("Webhook-signature"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = python.getOutputStream()) {
      in.write(body.getBytes(UTF_8));
    }
    return new String(python.getInputStream().readAllBytes(), UTF_8).strip();
  }

  /** The example of the specification of Standard Webhooks. */
  @Test
  void theSignatureIsThatOfStandardWebhooks() {
    assertThat(
            SignedEvent.signature(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.notify.Answers;
import dev.aegis.app.notify.Channel;
import dev.aegis.app.notify.Outside;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Buttons that somebody presses in Slack. A request counts that has <a
 * href="https://docs.slack.dev/authentication/verifying-requests-from-slack">Slack's signature</a>,
 * a time within five minutes, and that did not come before. What came of it is told to whoever
 * pressed alone.
 */
final class SlackAnswers {
  static final Duration NEAR = Duration.ofMinutes(5);
  private static final Pattern VALUE = Pattern.compile("(INC-\\d{4}-\\d{4,9}) ([0-9a-f]{64})");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final JsonMapper JSON = new JsonMapper();

  private final Channel channel;
  private final Answers answers;
  private final ChannelAnswers people;
  private final Outside outside;
  private final InstantSource clock;
  private final Seen seen = new Seen();

  SlackAnswers(
      Channel channel,
      Answers answers,
      ChannelAnswers people,
      Outside outside,
      InstantSource clock) {
    this.channel = channel;
    this.answers = answers;
    this.people = people;
    this.outside = outside;
    this.clock = clock;
  }

  Outgoing answer(Incoming request) {
    Instant now = clock.instant();
    String time = request.header("X-Slack-Request-Timestamp").strip();
    String signature = request.header("X-Slack-Signature").strip();
    if (!SECONDS.matcher(time).matches() || !isSigned(request, time, signature)) {
      return Outgoing.text(401, "expected a request that Slack has signed for this app");
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
    if (age.compareTo(NEAR) > 0) {
      return Outgoing.text(401, "expected a request of the last five minutes, found an older one");
    }
    if (!seen.isNew(signature, now)) {
      return Outgoing.text(409, "this request came before; nothing was done");
    }
    try {
      return pressed(JSON.readTree(request.field("payload")));
    } catch (JacksonException e) {
      return Outgoing.text(400, "expected a payload of Slack in JSON");
    }
  }

  private boolean isSigned(Incoming request, String time, String signature) {
    byte[] begin = ("v0:" + time + ":").getBytes(UTF_8);
    byte[] signed = java.util.Arrays.copyOf(begin, begin.length + request.body().length);
    System.arraycopy(request.body(), 0, signed, begin.length, request.body().length);
    String right = "v0=" + HexFormat.of().formatHex(Proof.hmac(answers.secret(), signed));
    return MessageDigest.isEqual(signature.getBytes(UTF_8), right.getBytes(UTF_8));
  }

  private Outgoing pressed(JsonNode payload) {
    JsonNode action = payload.path("actions").path(0);
    String what = action.path("action_id").asString("");
    Matcher value = VALUE.matcher(action.path("value").asString(""));
    boolean granted = what.equals("approve");
    if (!payload.path("type").asString("").equals("block_actions")
        || !(granted || what.equals("reject"))
        || !value.matches()) {
      return Outgoing.text(200, "nothing that is answered here was pressed");
    }
    String came =
        people.answer(
            answers,
            new ChannelAnswers.Said(
                payload.path("user").path("id").asString(""),
                value.group(1),
                value.group(2),
                granted,
                "",
                "channel " + channel.name()));
    tell(payload.path("response_url").asString(""), came);
    return Outgoing.text(200, came);
  }

  private void tell(String address, String came) {
    outside.tell(
        channel,
        address,
        JSON.createObjectNode()
            .put("response_type", "ephemeral")
            .put("replace_original", false)
            .put("text", came.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  /** Where Slack sends what is pressed. */
  static String path(Channel channel) {
    return URI.create("/answers/" + channel.name()).toString();
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.notify.Answers;
import dev.aegis.app.notify.Channel;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody writes to our bot in Telegram: {@code approve 1a2b3c4d}, or {@code reject}. An
 * update counts that bears the <a href="https://core.telegram.org/bots/api#setwebhook">secret of
 * the webhook</a>, is of the last five minutes, did not come before, and is a person's own words in
 * the chat of the channel: neither forwarded nor edited.
 */
final class TelegramAnswers {
  private static final Pattern WORDS =
      Pattern.compile("(?i)\\s*/?(approve|reject)\\s+([0-9a-f]{8})(?:\\s+(\\S{1,120}))?\\s*");
  private static final JsonMapper JSON = new JsonMapper();

  private final Channel channel;
  private final Answers answers;
  private final ChannelAnswers people;
  private final InstantSource clock;
  private final Seen seen = new Seen();

  TelegramAnswers(Channel channel, Answers answers, ChannelAnswers people, InstantSource clock) {
    this.channel = channel;
    this.answers = answers;
    this.people = people;
    this.clock = clock;
  }

  Outgoing answer(Incoming request) {
    byte[] given = request.header("X-Telegram-Bot-Api-Secret-Token").getBytes(UTF_8);
    if (!MessageDigest.isEqual(given, answers.secret().getBytes(UTF_8))) {
      return Outgoing.text(401, "expected the secret of the webhook");
    }
    try {
      return update(JSON.readTree(request.text()));
    } catch (JacksonException e) {
      return Outgoing.text(400, "expected an update of Telegram in JSON");
    }
  }

  private Outgoing update(JsonNode update) {
    JsonNode message = update.path("message");
    Matcher words = WORDS.matcher(message.path("text").asString(""));
    Instant now = clock.instant();
    String chat = message.path("chat").path("id").asString("");
    boolean own =
        !message.path("from").path("is_bot").asBoolean(true)
            && !message.has("forward_origin")
            && !message.has("via_bot")
            && !message.has("sender_chat");
    if (!words.matches() || !own || !channel.isSentTo(chat)) {
      return Outgoing.text(200, "nothing that is answered here was said");
    }
    Instant at = Instant.ofEpochSecond(message.path("date").asLong(0));
    if (Duration.between(at, now).abs().compareTo(SlackAnswers.NEAR) > 0) {
      return reply(chat, "this is older than five minutes; nothing was done");
    }
    if (!seen.isNew(update.path("update_id").asString(""), now)) {
      return Outgoing.text(200, "this update came before; nothing was done");
    }
    String typed = words.group(3) == null ? "" : words.group(3);
    return reply(
        chat,
        people.answer(
            answers,
            new ChannelAnswers.Said(
                message.path("from").path("id").asString(""),
                "",
                words.group(2).toLowerCase(java.util.Locale.ROOT),
                words.group(1).equalsIgnoreCase("approve"),
                typed,
                "channel " + channel.name())));
  }

  /** Telegram takes a call of its API as the answer to an update. */
  private static Outgoing reply(String chat, String text) {
    return Outgoing.of(
        200,
        Outgoing.JSON,
        JSON.createObjectNode()
            .put("method", "sendMessage")
            .put("chat_id", chat)
            .put("text", text)
            .toString());
  }
}

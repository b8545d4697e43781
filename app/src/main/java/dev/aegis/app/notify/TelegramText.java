package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code sendMessage} of <a href="https://core.telegram.org/bots/api#sendmessage">Telegram's bot
 * API</a>, without a parse mode: the text is no markup.
 *
 * @param answered whether a request for approval can be answered there
 */
record TelegramText(Connection to, boolean answered) implements Form {
  private static final int TEXT = 4_096;

  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    String hash = notice.planHash();
    String how =
        answered && !hash.isEmpty()
            ? "\nAnswer: approve %1$s, or reject %1$s".formatted(hash.substring(0, 8))
            : "";
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("chat_id", to.to().getFirst());
    message.put("text", PlainText.of(notice, page, how, TEXT));
    message.putObject("link_preview_options").put("is_disabled", true);
    return Post.json(URI.create(to.place() + "/bot" + to.secret() + "/sendMessage"), message);
  }
}

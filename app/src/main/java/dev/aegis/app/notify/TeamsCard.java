package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An <a href="https://adaptivecards.io/explorer/">Adaptive Card</a> for a workflow of Microsoft
 * Teams that starts with a webhook. Words stand in text runs, which know no Markdown; a mention
 * would need an entity, of which there are none.
 */
record TeamsCard(Connection to) implements Form {
  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
    ObjectNode attachment = message.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.putNull("contentUrl");
    ObjectNode card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard").put("version", "1.4");
    ArrayNode body = card.putArray("body");
    run(body, notice.headline()).put("weight", "Bolder").put("size", "Medium");
    if (!notice.detail().isEmpty()) {
      run(body, notice.detail());
    }
    run(body, notice.about() + ", " + notice.at()).put("isSubtle", true);
    page.ifPresent(link ->
        card.putArray("actions")
            .addObject()
            .put("type", "Action.OpenUrl")
            .put("title", "War room")
            .put("url", link.toString()));
    return Post.json(to.url(), message);
  }

  private static ObjectNode run(ArrayNode body, String words) {
    return body.addObject()
        .put("type", "RichTextBlock")
        .putArray("inlines")
        .addObject()
        .put("type", "TextRun")
        .put("text", words);
  }
}

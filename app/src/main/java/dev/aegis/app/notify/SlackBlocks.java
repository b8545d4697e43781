package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * <a href="https://docs.slack.dev/reference/block-kit">Block Kit</a> for an incoming webhook of
 * Slack, Mattermost or Rocket.Chat. Words stand in blocks of plain text, in which nothing is a
 * mention or a link; in the text for notifications the three characters that are special in it are
 * escaped.
 *
 * @param buttons whether a request for approval can be answered there
 */
record SlackBlocks(Connection to, boolean buttons) implements Form {
  static final String APPROVE = "approve";
  static final String REJECT = "reject";
  private static final int HEADER = 150;
  private static final int TEXT = 3_000;

  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("text", escaped(notice.headline() + ". " + notice.detail()));
    ArrayNode blocks = message.putArray("blocks");
    words(blocks.addObject().put("type", "header").putObject("text"), notice.headline(), HEADER);
    if (!notice.detail().isEmpty()) {
      words(blocks.addObject().put("type", "section").putObject("text"), notice.detail(), TEXT);
    }
    ObjectNode context = blocks.addObject().put("type", "context");
    words(context.putArray("elements").addObject(), notice.about() + ", " + notice.at(), TEXT);
    boolean asks = buttons && !notice.planHash().isEmpty();
    if (asks || page.isPresent()) {
      ArrayNode elements = blocks.addObject().put("type", "actions").putArray("elements");
      page.ifPresent(link -> button(elements, "room", "War room").put("url", link.toString()));
      if (asks) {
        answer(elements, APPROVE, "Approve", "primary", notice);
        answer(elements, REJECT, "Reject", "danger", notice);
      }
    }
    return Post.json(to.url(), message);
  }

  private static void words(ObjectNode text, String words, int most) {
    text.put("type", "plain_text").put("text", Notice.cut(words, most)).put("emoji", false);
  }

  private static ObjectNode button(ArrayNode elements, String id, String label) {
    ObjectNode button = elements.addObject().put("type", "button").put("action_id", id);
    words(button.putObject("text"), label, 75);
    return button;
  }

  /** The value names the incident and the whole hash; both are looked at when it is pressed. */
  private static void answer(
      ArrayNode elements, String id, String label, String style, Notice notice) {
    ObjectNode button = button(elements, id, label);
    button.put("style", style).put("value", notice.about() + " " + notice.planHash());
    ObjectNode confirm = button.putObject("confirm");
    words(confirm.putObject("title"), label + " this plan?", 100);
    words(
        confirm.putObject("text"),
        "Plan " + notice.planHash().substring(0, 8) + " of " + notice.about(),
        300);
    words(confirm.putObject("confirm"), label, 30);
    words(confirm.putObject("deny"), "Not now", 30);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

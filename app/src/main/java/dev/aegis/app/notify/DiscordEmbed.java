package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A <a href="https://discord.com/developers/docs/resources/webhook">webhook of Discord</a> with one
 * embed. Nobody is mentioned, whatever the words say, and every character of Markdown is escaped.
 */
record DiscordEmbed(Connection to) implements Form {
  private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]()#+\\-.!|~<>@:]");
  private static final int TITLE = 256;
  private static final int DESCRIPTION = 4_096;
  private static final int RED = 0xC0392B;
  private static final int GREEN = 0x2E8B57;
  private static final int GREY = 0x5B6770;

  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.putObject("allowed_mentions").putArray("parse");
    ObjectNode embed = message.putArray("embeds").addObject();
    embed.put("title", Notice.cut(escaped(notice.headline()), TITLE));
    embed.put("description", Notice.cut(escaped(notice.detail()), DESCRIPTION));
    embed.put("color", notice.topic().pages() ? RED : notice.topic().settles() ? GREEN : GREY);
    embed.put("timestamp", notice.at().toString());
    embed.putObject("footer").put("text", notice.about());
    page.ifPresent(link -> embed.put("url", link.toString()));
    return Post.json(to.url(), message);
  }

  static String escaped(String text) {
    return MARKDOWN.matcher(text).replaceAll("\\\\$0");
  }
}

package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import dev.aegis.room.Severity;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opsgenie's <a href="https://docs.opsgenie.com/docs/alert-api">alert API</a>, which others speak,
 * too. All that is told of an incident has one alias.
 */
record OpsgenieAlert(Connection to) implements Form {
  private static final String PATH = "/v2/alerts";
  private static final int MESSAGE = 130;
  private static final int ALIAS = 512;

  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    String alias = Notice.cut(notice.about(), ALIAS);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("source", Notice.OWN);
    if (notice.topic().settles() || notice.topic() == Topic.ANSWERED) {
      String done = notice.topic().settles() ? "close" : "acknowledge";
      body.put("note", notice.headline() + ". " + notice.detail());
      return post(PATH + "/" + encoded(alias) + "/" + done + "?identifierType=alias", body);
    }
    body.put("message", Notice.cut(notice.headline(), MESSAGE));
    body.put("alias", alias);
    body.put("description", notice.detail() + page.map(link -> "\n" + link).orElse(""));
    body.put("entity", notice.service());
    body.put("priority", priority(notice.severity()));
    body.putArray("tags").add(Notice.OWN).add(notice.topic().wire());
    body.putObject("details").put("incident", notice.about()).put("region", notice.region());
    return post(PATH, body);
  }

  private Post post(String path, ObjectNode body) {
    return Post.json(URI.create(to.place() + path), body, "GenieKey " + to.secret());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String priority(@Nullable Severity severity) {
    return switch (severity) {
      case null -> "P1";
      case SEV1 -> "P1";
      case SEV2 -> "P2";
      case SEV3 -> "P3";
      case SEV4 -> "P4";
    };
  }
}

package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import dev.aegis.room.Severity;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Notices as they wait in the journal. */
final class NoticeJson {
  private static final JsonMapper JSON = new JsonMapper();

  private NoticeJson() {}

  static String write(Notice notice) {
    ObjectNode node = JSON.createObjectNode();
    node.put("about", notice.about()).put("key", notice.key()).put("topic", notice.topic().wire());
    node.put("severity", notice.severity() == null ? "" : notice.severity().name());
    node.put("service", notice.service()).put("region", notice.region());
    node.put("headline", notice.headline()).put("detail", notice.detail());
    node.put("at", notice.at().toString()).put("plan", notice.planHash());
    return node.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException or an exception of Jackson for anything else
   */
  static Notice read(String text) {
    JsonNode node = JSON.readTree(text);
    String severity = node.path("severity").asString("");
    String topic = node.path("topic").asString("");
    return new Notice(
        node.path("about").asString(""),
        node.path("key").asString(""),
        Topic.fromWire(topic)
            .orElseThrow(() -> new IllegalArgumentException("expected a topic, found " + topic)),
        severity.isEmpty() ? null : Severity.valueOf(severity),
        node.path("service").asString(""),
        node.path("region").asString(""),
        node.path("headline").asString(""),
        node.path("detail").asString(""),
        Instant.parse(node.path("at").asString("")),
        node.path("plan").asString(""));
  }
}

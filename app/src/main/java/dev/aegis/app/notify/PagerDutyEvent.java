package dev.aegis.app.notify;

import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import dev.aegis.room.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * PagerDuty's <a href="https://developer.pagerduty.com/docs/send-alert-event">Events API v2</a>.
 * All that is told of an incident has one {@code dedup_key}.
 */
record PagerDutyEvent(Connection to) implements Form {
  private static final int SUMMARY = 1_024;
  private static final int KEY = 255;

  @Override
  public Post post(Notice notice, Optional<URI> page, Instant now) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("routing_key", to.secret());
    event.put("event_action", action(notice.topic()));
    event.put("dedup_key", Notice.cut(notice.about(), KEY));
    ObjectNode payload = event.putObject("payload");
    payload.put("summary", Notice.cut(notice.headline() + ". " + notice.detail(), SUMMARY));
    payload.put("source", notice.service().isEmpty() ? Notice.OWN : notice.service());
    payload.put("severity", severity(notice.severity()));
    payload.put("timestamp", notice.at().toString());
    payload.put("component", notice.service());
    payload.put("group", notice.region());
    payload.put("class", notice.topic().wire());
    payload.putObject("custom_details").put("incident", notice.about()).put("key", notice.key());
    page.ifPresent(link ->
        event.putArray("links").addObject().put("href", link.toString()).put("text", "War room"));
    return Post.json(to.url(), event);
  }

  private static String action(Topic topic) {
    return topic.settles() ? "resolve" : topic == Topic.ANSWERED ? "acknowledge" : "trigger";
  }

  private static String severity(@Nullable Severity severity) {
    return switch (severity) {
      case null -> "critical";
      case SEV1 -> "critical";
      case SEV2 -> "error";
      case SEV3 -> "warning";
      case SEV4 -> "info";
    };
  }
}

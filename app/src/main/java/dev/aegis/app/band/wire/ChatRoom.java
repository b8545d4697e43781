package dev.aegis.app.band.wire;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat as it is shown.
 *
 * @param title empty where nobody gave one
 * @param taskId what it belongs to elsewhere; {@code null} for nothing
 * @param over whether what it is about is over
 * @param lastMessageAt when something was last said; when it was opened where nothing was
 */
public record ChatRoom(
    UUID id,
    String title,
    @Nullable UUID taskId,
    boolean over,
    Instant insertedAt,
    Instant updatedAt,
    Instant lastMessageAt) {

  /** As agents see it. */
  public ObjectNode json() {
    ObjectNode json = WireJson.object().put("id", id.toString()).put("title", title);
    json.put("task_id", taskId == null ? null : taskId.toString());
    json.put("inserted_at", insertedAt.toString()).put("updated_at", updatedAt.toString());
    return json;
  }

  /** As people see it. */
  public ObjectNode humanJson() {
    ObjectNode json = json().put("type", "group").put("status", status());
    return json.put("last_message_at", lastMessageAt.toString());
  }

  /** As it is told to somebody who is no longer in it. */
  public ObjectNode removedJson(Instant now) {
    ObjectNode json = json().put("type", "group").put("status", status());
    return json.put("removed_at", now.toString());
  }

  /** {@code active} or {@code closed}. */
  public String status() {
    return over ? "closed" : "active";
  }

  /**
   * A chat as {@link #json} writes it, or as Band does.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static ChatRoom read(JsonNode json) {
    String title = WireJson.text(json, "title");
    String task = WireJson.text(json, "task_id");
    Instant inserted = WireJson.requiredInstant(json, "inserted_at");
    Instant updated = WireJson.requiredInstant(json, "updated_at");
    Instant last = WireJson.instant(json, "last_message_at");
    return new ChatRoom(
        WireJson.requiredId(json, "id"),
        title == null ? "" : title,
        task == null ? null : WireJson.requiredId(json, "task_id"),
        "closed".equals(WireJson.text(json, "status")),
        inserted,
        updated,
        last == null ? inserted : last);
  }
}

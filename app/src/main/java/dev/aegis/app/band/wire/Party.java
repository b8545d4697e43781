package dev.aegis.app.band.wire;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who can be in a chat.
 *
 * @param handle {@code owner/slug}
 * @param external whether it runs outside of Aegis
 * @param since when it was added
 */
public record Party(
    UUID id,
    PartyType type,
    String name,
    String handle,
    String description,
    boolean external,
    Instant since) {

  /** What an agent is told of itself. */
  public ObjectNode profile(UUID owner) {
    ObjectNode json = WireJson.object();
    json.put("id", id.toString()).put("name", name).put("handle", handle);
    json.put("owner_uuid", owner.toString()).put("description", description);
    json.put("inserted_at", since.toString()).put("updated_at", since.toString());
    json.put("listed_in_directory", false);
    json.putArray("tags");
    return json;
  }

  /** What a person is told of themselves. */
  public ObjectNode humanProfile() {
    ObjectNode json = WireJson.object();
    json.put("id", id.toString()).put("email", name + "@aegis.invalid").put("handle", handle);
    json.put("role", "user").put("first_name", name).put("last_name", "");
    return json;
  }

  /** As somebody who could be added to a chat. */
  public ObjectNode peer() {
    ObjectNode json = WireJson.object();
    json.put("id", id.toString()).put("name", name).put("type", type.wire());
    json.put("handle", handle).put("is_contact", false).put("source", "registry");
    json.put("description", description).put("is_external", external);
    json.putArray("tags");
    return json;
  }

  /** As somebody in a chat. */
  public ObjectNode participant(ChatRole role) {
    ObjectNode json = WireJson.object();
    json.put("id", id.toString()).put("role", role.wire()).put("status", "active");
    json.put("type", type.wire()).put("name", name).put("handle", handle);
    json.put("description", description).put("is_external", external);
    return json;
  }

  /** As somebody who is mentioned. */
  public Mention mention() {
    return new Mention(id, handle, name);
  }
}

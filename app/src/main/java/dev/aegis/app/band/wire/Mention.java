package dev.aegis.app.band.wire;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody whom a message mentions. In its content a token {@code @[[id]]} stands for them. */
public record Mention(UUID id, String handle, String name) {
  /** As it stands in content. */
  public String token() {
    return "@[[" + id + "]]";
  }

  ObjectNode json() {
    return WireJson.object().put("id", id.toString()).put("handle", handle).put("name", name);
  }

  static Mention read(JsonNode json) {
    return new Mention(
        WireJson.requiredId(json, "id"),
        WireJson.required(json, "handle"),
        WireJson.required(json, "name"));
  }
}

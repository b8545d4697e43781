package dev.aegis.app.band.wire;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent wants to show people of its work.
 *
 * @param metadata an object, empty where none was given
 */
public record NewEvent(MessageType type, String content, ObjectNode metadata) {
  /** The longest metadata, serialized, in characters. */
  public static final int MOST_METADATA = 65_536;

  private static final List<String> KINDS = List.of("question", "assumption", "failure", "review");

  public NewEvent {
    metadata = metadata.deepCopy();
  }

  /**
   * From the body of a request.
   *
   * @throws ApiError 422
   */
  public static NewEvent read(String body) {
    return Body.in(
        body,
        "event",
        event -> {
          String content = event.text("content");
          if (content.isEmpty() || content.length() > NewMessage.MOST_CHARACTERS) {
            throw ApiError.invalid(
                "/event/content", "expected 1 to " + NewMessage.MOST_CHARACTERS + " characters");
          }
          MessageType type = event.oneOf("message_type", MessageType.EVENTS, MessageType::wire);
          JsonNode given = event.optional("metadata");
          return new NewEvent(
              type, content, metadata(type, given == null ? WireJson.object() : given));
        });
  }

  private static ObjectNode metadata(MessageType type, JsonNode given) {
    if (!(given instanceof ObjectNode metadata)) {
      throw ApiError.invalid("/event/metadata", "expected an object, found something else");
    }
    if (metadata.toString().length() > MOST_METADATA) {
      throw ApiError.invalid(
          "/event/metadata", "expected at most " + MOST_METADATA + " characters of metadata");
    }
    String kind = WireJson.text(metadata, "kind");
    if (type == MessageType.ATTENTION && (kind == null || !KINDS.contains(kind))) {
      throw ApiError.invalid("/event/metadata/kind", "expected one of " + String.join(", ", KINDS));
    }
    return metadata;
  }
}

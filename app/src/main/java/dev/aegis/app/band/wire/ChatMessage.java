package dev.aegis.app.band.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message of a chat.
 *
 * @param content with a token for everybody who is mentioned; never empty
 * @param mentions to whom it is delivered
 * @param metadata what its sender added, and what Aegis says of it; without mentions and deliveries
 */
public record ChatMessage(
    UUID id,
    UUID chat,
    UUID sender,
    PartyType senderType,
    String senderName,
    MessageType type,
    String content,
    List<Mention> mentions,
    ObjectNode metadata,
    Instant insertedAt) {

  public ChatMessage {
    Objects.requireNonNull(id);
    Objects.requireNonNull(chat);
    Objects.requireNonNull(sender);
    Objects.requireNonNull(senderName);
    Objects.requireNonNull(insertedAt);
    mentions = List.copyOf(mentions);
    metadata = metadata.deepCopy();
    if (content.isEmpty()) {
      throw new IllegalArgumentException("expected content, found none");
    }
  }

  public boolean mentions(UUID party) {
    return mentions.stream().anyMatch(mention -> mention.id().equals(party));
  }

  /** As it was posted. */
  public ObjectNode json() {
    return json(Map.of());
  }

  /**
   * As it is shown.
   *
   * @param deliveries by agent
   */
  public ObjectNode json(Map<UUID, Delivery> deliveries) {
    ObjectNode json = WireJson.object();
    json.put("id", id.toString()).put("content", content).put("message_type", type.wire());
    json.put("sender_id", sender.toString()).put("sender_type", senderType.wire());
    json.put("sender_name", senderName).put("chat_room_id", chat.toString());
    ObjectNode shown = metadata.deepCopy();
    if (type == MessageType.TEXT) {
      ArrayNode all = shown.putArray("mentions");
      mentions.forEach(mention -> all.add(mention.json()));
      shown.put("status", "sent");
      ObjectNode status = shown.putObject("delivery_status");
      deliveries.forEach((agent, delivery) -> status.set(agent.toString(), delivery.json()));
    }
    json.set("metadata", shown);
    json.put("inserted_at", insertedAt.toString()).put("updated_at", insertedAt.toString());
    return json;
  }

  /**
   * A message as {@link #json} writes it, or as Band does.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static ChatMessage read(JsonNode json) {
    MessageType type = MessageType.of(WireJson.required(json, "message_type"));
    ObjectNode metadata =
        json.get("metadata") instanceof ObjectNode given ? given.deepCopy() : WireJson.object();
    List<Mention> mentions = new ArrayList<>();
    if (type == MessageType.TEXT) {
      JsonNode given = metadata.remove("mentions");
      if (given != null) {
        given.forEach(each -> mentions.add(Mention.read(each)));
      }
      metadata.remove(List.of("status", "delivery_status"));
    }
    return new ChatMessage(
        WireJson.requiredId(json, "id"),
        WireJson.requiredId(json, "chat_room_id"),
        WireJson.requiredId(json, "sender_id"),
        PartyType.of(WireJson.required(json, "sender_type")),
        Objects.requireNonNullElse(WireJson.text(json, "sender_name"), ""),
        type,
        WireJson.required(json, "content"),
        mentions,
        metadata,
        WireJson.requiredInstant(json, "inserted_at"));
  }
}

package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Entries of the chats as lines of the journal, and back. */
final class ChatEntryJson {
  private ChatEntryJson() {}

  static String write(ChatEntry entry) {
    ObjectNode json = WireJson.object();
    json.put("entry", entry.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    json.put("chat", entry.chat().toString());
    switch (entry) {
      case ChatEntry.Opened e -> {
        json.put("title", e.title()).put("at", e.at().toString());
        if (e.taskId() != null) {
          json.put("task", e.taskId().toString());
        }
        if (e.room() != null) {
          json.put("room", e.room().value());
        }
      }
      case ChatEntry.Titled e -> json.put("title", e.title()).put("at", e.at().toString());
      case ChatEntry.Joined e ->
          json.put("party", e.party().toString())
              .put("role", e.role().wire())
              .put("at", e.at().toString());
      case ChatEntry.Left e -> json.put("party", e.party().toString()).put("at", e.at().toString());
      case ChatEntry.Posted e -> json.set("message", e.message().json());
      case ChatEntry.Begun e -> step(json, e.message(), e.agent(), e.at());
      case ChatEntry.Done e -> step(json, e.message(), e.agent(), e.at());
      case ChatEntry.Failed e -> step(json, e.message(), e.agent(), e.at()).put("error", e.error());
      case ChatEntry.Over e -> json.put("at", e.at().toString());
    }
    return json.toString();
  }

  private static ObjectNode step(ObjectNode json, UUID message, UUID agent, Instant at) {
    json.put("message", message.toString()).put("agent", agent.toString());
    return json.put("at", at.toString());
  }

  /**
   * Reads a line.
   *
   * @throws RoomException UNREADABLE where it is not one that {@link #write} writes
   */
  static ChatEntry read(String line) {
    try {
      return entry(WireJson.parse(line).orElseThrow(IllegalArgumentException::new));
    } catch (IllegalArgumentException e) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected an entry of the chats that this version can read, found another; use the Aegis"
              + " that wrote it, or a newer one",
          e);
    }
  }

  private static ChatEntry entry(JsonNode json) {
    String kind = WireJson.required(json, "entry");
    UUID chat = WireJson.requiredId(json, "chat");
    return switch (kind) {
      case "opened" ->
          new ChatEntry.Opened(
              chat,
              WireJson.required(json, "title"),
              json.has("task") ? WireJson.requiredId(json, "task") : null,
              json.has("room") ? new RoomId(WireJson.required(json, "room")) : null,
              at(json));
      case "titled" -> new ChatEntry.Titled(chat, WireJson.required(json, "title"), at(json));
      case "joined" ->
          new ChatEntry.Joined(
              chat,
              WireJson.requiredId(json, "party"),
              ChatRole.valueOf(WireJson.required(json, "role").toUpperCase(Locale.ROOT)),
              at(json));
      case "left" -> new ChatEntry.Left(chat, WireJson.requiredId(json, "party"), at(json));
      case "posted" -> new ChatEntry.Posted(ChatMessage.read(json.path("message")));
      case "begun" -> new ChatEntry.Begun(chat, message(json), agent(json), at(json));
      case "done" -> new ChatEntry.Done(chat, message(json), agent(json), at(json));
      case "failed" ->
          new ChatEntry.Failed(
              chat, message(json), agent(json), WireJson.required(json, "error"), at(json));
      case "over" -> new ChatEntry.Over(chat, at(json));
      default -> throw new IllegalArgumentException("expected a known entry, found " + kind);
    };
  }

  private static Instant at(JsonNode json) {
    return WireJson.requiredInstant(json, "at");
  }

  private static UUID message(JsonNode json) {
    return WireJson.requiredId(json, "message");
  }

  private static UUID agent(JsonNode json) {
    return WireJson.requiredId(json, "agent");
  }
}

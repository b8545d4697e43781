package dev.aegis.app.band;

import dev.aegis.room.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All chats: a fold over entries, in the order in which they became durable. */
final class Chats {
  private final Map<UUID, Chat> byId = new LinkedHashMap<>();
  private final Map<RoomId, Chat> byRoom = new HashMap<>();

  /** Applies an entry; one of a chat that is not known changes nothing. */
  void apply(ChatEntry entry) {
    if (entry instanceof ChatEntry.Opened opened && !byId.containsKey(opened.chat())) {
      Chat chat = new Chat(opened);
      byId.put(chat.id(), chat);
      chat.room().ifPresent(room -> byRoom.put(room, chat));
    }
    Chat chat = byId.get(entry.chat());
    if (chat != null) {
      chat.apply(entry);
    }
  }

  Optional<Chat> find(UUID id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The chat of an incident. */
  Optional<Chat> of(RoomId room) {
    return Optional.ofNullable(byRoom.get(room));
  }

  /** All of them, the oldest first. */
  List<Chat> all() {
    return new ArrayList<>(byId.values());
  }
}

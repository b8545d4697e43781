package dev.aegis.app.band;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.ChatRole;
import dev.aegis.app.band.wire.ChatRoom;
import dev.aegis.app.band.wire.Delivery;
import dev.aegis.app.band.wire.Mention;
import dev.aegis.app.band.wire.MessageType;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.room.RoomId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One chat as its entries left it. Messages lie in the order of their times. Used under the lock of
 * whoever owns the chats.
 */
final class Chat {
  private final UUID id;
  private final @Nullable UUID taskId;
  private final @Nullable RoomId room;
  private final Instant insertedAt;
  private String title;
  private Instant updatedAt;
  private boolean over;
  private long heard;
  private final Map<UUID, ChatRole> participants = new LinkedHashMap<>();
  private final NavigableMap<String, ChatMessage> messages = new TreeMap<>();
  private final Map<UUID, ChatMessage> byId = new HashMap<>();
  private final Map<UUID, Map<UUID, Delivery>> deliveries = new HashMap<>();

  /** What each agent has not processed, by place. */
  private final Map<UUID, NavigableMap<String, ChatMessage>> open = new HashMap<>();

  Chat(ChatEntry.Opened opened) {
    id = opened.chat();
    title = opened.title();
    taskId = opened.taskId();
    room = opened.room();
    insertedAt = opened.at();
    updatedAt = opened.at();
  }

  /** Applies what happened in it. What is known already changes nothing. */
  void apply(ChatEntry entry) {
    switch (entry) {
      case ChatEntry.Opened _ -> {}
      case ChatEntry.Titled e -> {
        title = e.title();
        updatedAt = e.at();
      }
      case ChatEntry.Joined e -> participants.putIfAbsent(e.party(), e.role());
      case ChatEntry.Left e -> {
        participants.remove(e.party());
        open.remove(e.party());
      }
      case ChatEntry.Posted e -> post(e.message());
      case ChatEntry.Begun e ->
          moved(e.message(), e.agent(), delivery(e.message(), e.agent(), e.at()).begin(e.at()));
      case ChatEntry.Done e ->
          moved(e.message(), e.agent(), delivery(e.message(), e.agent(), e.at()).complete(e.at()));
      case ChatEntry.Failed e ->
          moved(
              e.message(),
              e.agent(),
              delivery(e.message(), e.agent(), e.at()).fail(e.at(), e.error()));
      case ChatEntry.Over e -> {
        over = true;
        updatedAt = e.at();
      }
    }
  }

  private void post(ChatMessage message) {
    if (byId.putIfAbsent(message.id(), message) != null) {
      return;
    }
    messages.put(place(message), message);
    if (message.type() == MessageType.TEXT) {
      for (Mention mention : message.mentions()) {
        Delivery delivery = delivery(message.id(), mention.id(), message.insertedAt());
        if (participants.containsKey(mention.id()) && delivery.isOpen()) {
          open.computeIfAbsent(mention.id(), _ -> new TreeMap<>()).put(place(message), message);
        }
      }
    }
  }

  private void moved(UUID message, UUID agent, Delivery delivery) {
    deliveries.computeIfAbsent(message, _ -> new HashMap<>()).put(agent, delivery);
    ChatMessage known = byId.get(message);
    NavigableMap<String, ChatMessage> todo = open.get(agent);
    if (!delivery.isOpen() && known != null && todo != null) {
      todo.remove(place(known));
    }
  }

  /** Where a message lies among the others: texts that sort as the messages do. */
  static String place(ChatMessage message) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, message.insertedAt());
    return String.format(Locale.ROOT, "%020d %s", micros, message.id());
  }

  Delivery delivery(UUID message, UUID agent, Instant posted) {
    ChatMessage known = byId.get(message);
    return deliveries
        .getOrDefault(message, Map.of())
        .getOrDefault(agent, Delivery.at(known == null ? posted : known.insertedAt()));
  }

  /** How far each agent is that a message mentions. */
  Map<UUID, Delivery> deliveries(ChatMessage message, Map<UUID, PartyType> types) {
    Map<UUID, Delivery> all = new LinkedHashMap<>();
    for (Mention mention : message.mentions()) {
      if (types.get(mention.id()) == PartyType.AGENT) {
        all.put(mention.id(), delivery(message.id(), mention.id(), message.insertedAt()));
      }
    }
    return all;
  }

  UUID id() {
    return id;
  }

  /** The incident's room; empty for a chat that is about none. */
  Optional<RoomId> room() {
    return Optional.ofNullable(room);
  }

  boolean isOver() {
    return over;
  }

  /** The place in the incident's room up to which it was heard. */
  long heard() {
    return heard;
  }

  void heardUpTo(long seq) {
    heard = Math.max(heard, seq);
  }

  /** Who was added, in order; without those who are in every incident's chat. */
  Map<UUID, ChatRole> participants() {
    return new LinkedHashMap<>(participants);
  }

  boolean has(UUID party) {
    return participants.containsKey(party);
  }

  Optional<ChatMessage> find(UUID message) {
    return Optional.ofNullable(byId.get(message));
  }

  /** All messages, oldest first. */
  List<ChatMessage> messages() {
    return new ArrayList<>(messages.values());
  }

  int size() {
    return messages.size();
  }

  /** What an agent has not processed, oldest first. */
  List<ChatMessage> open(UUID agent) {
    NavigableMap<String, ChatMessage> todo = open.get(agent);
    return todo == null ? List.of() : new ArrayList<>(todo.values());
  }

  /** The oldest of these. */
  Optional<ChatMessage> next(UUID agent) {
    NavigableMap<String, ChatMessage> todo = open.get(agent);
    return todo == null || todo.isEmpty()
        ? Optional.empty()
        : Optional.of(todo.firstEntry().getValue());
  }

  /** Whether an agent has begun with something and not ended. */
  boolean isAtWork(UUID agent) {
    return open(agent).stream().anyMatch(m -> delivery(m.id(), agent, m.insertedAt()).isActive());
  }

  /** The first time that comes after all that was said, and is not before now. */
  Instant after(Instant now) {
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    Instant last = messages.isEmpty() ? Instant.MIN : messages.lastEntry().getValue().insertedAt();
    return micros.isAfter(last) ? micros : last.plus(1, ChronoUnit.MICROS);
  }

  /** As it is shown. */
  ChatRoom shown() {
    Instant last = messages.isEmpty() ? insertedAt : messages.lastEntry().getValue().insertedAt();
    return new ChatRoom(
        id, title, taskId, over, insertedAt, updatedAt.isAfter(last) ? updatedAt : last, last);
  }
}

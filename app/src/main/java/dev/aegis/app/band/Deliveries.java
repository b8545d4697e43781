package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.Delivery;
import dev.aegis.app.band.wire.MessageType;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What reaches whom, and how far each agent is with it. */
final class Deliveries {
  private final ChatDesk desk;

  Deliveries(ChatDesk desk) {
    this.desk = desk;
  }

  /** What an agent can ask for of what mentions it. */
  enum Filter {
    OPEN,
    PENDING,
    PROCESSING,
    PROCESSED,
    FAILED,
    ALL;

    boolean takes(Delivery delivery) {
      Delivery.Status status = delivery.status();
      return switch (this) {
        case OPEN -> delivery.isOpen();
        case PENDING -> delivery.isOpen() && status != Delivery.Status.PROCESSING;
        case PROCESSING -> status == Delivery.Status.PROCESSING;
        case PROCESSED -> status == Delivery.Status.PROCESSED;
        case FAILED -> status == Delivery.Status.FAILED;
        case ALL -> true;
      };
    }

    String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * One by its name; without a name all that is not processed.
     *
     * @throws ApiError 422 for another name
     */
    static Filter of(String wire) {
      for (Filter each : values()) {
        if (wire.isEmpty() ? each == OPEN : each != OPEN && each.wire().equals(wire)) {
          return each;
        }
      }
      throw ApiError.invalid(
          "/status", "expected pending, processing, processed, failed or all in status");
    }
  }

  /** A message with how far its agents are. */
  record Shown(ChatMessage message, ObjectNode json) {
    String place() {
      return Chat.place(message);
    }
  }

  /** What mentions the caller, oldest first. */
  List<Shown> addressed(Party caller, UUID id, Filter filter) {
    return desk.in(
        id,
        caller,
        chat -> {
          List<ChatMessage> all = filter == Filter.OPEN ? chat.open(caller.id()) : chat.messages();
          return shown(
              chat,
              all.stream()
                  .filter(m -> isFor(caller, m))
                  .filter(m -> filter.takes(chat.delivery(m.id(), caller.id(), m.insertedAt())))
                  .toList());
        });
  }

  private static boolean isFor(Party caller, ChatMessage message) {
    return message.type() == MessageType.TEXT && message.mentions(caller.id());
  }

  /** The oldest message that the caller has not processed. */
  Optional<Shown> next(Party caller, UUID id) {
    return desk.in(
        id, caller, chat -> chat.next(caller.id()).map(m -> shown(chat, List.of(m)).getFirst()));
  }

  /** What the caller said, and what mentions it, oldest first. */
  List<Shown> context(Party caller, UUID id) {
    return desk.in(
        id,
        caller,
        chat ->
            shown(
                chat,
                chat.messages().stream()
                    .filter(m -> m.sender().equals(caller.id()) || isFor(caller, m))
                    .toList()));
  }

  /** All that was said, newest first. */
  List<Shown> everything(Party caller, UUID id) {
    return desk.in(id, caller, chat -> shown(chat, chat.messages().reversed()));
  }

  private List<Shown> shown(Chat chat, List<ChatMessage> messages) {
    Map<UUID, PartyType> types =
        desk.members(chat).stream()
            .filter(member -> member.party().external())
            .collect(Collectors.toMap(Member::id, m -> m.party().type(), (a, _) -> a));
    List<Shown> shown = new ArrayList<>();
    for (ChatMessage message : messages) {
      shown.add(new Shown(message, message.json(chat.deliveries(message, types))));
    }
    return shown;
  }

  /** The caller begins with a message. */
  ObjectNode begin(Party caller, UUID chat, UUID message) {
    return move(caller, chat, message, now -> new ChatEntry.Begun(chat, message, caller.id(), now));
  }

  /** The caller is done with it. */
  ObjectNode complete(Party caller, UUID chat, UUID message) {
    return move(caller, chat, message, now -> new ChatEntry.Done(chat, message, caller.id(), now));
  }

  /** The caller failed. */
  ObjectNode fail(Party caller, UUID chat, UUID message, String error) {
    return move(
        caller, chat, message, now -> new ChatEntry.Failed(chat, message, caller.id(), error, now));
  }

  private ObjectNode move(
      Party caller, UUID id, UUID messageId, Function<Instant, ChatEntry> entry) {
    return desk.in(
        id,
        caller,
        chat -> {
          ChatMessage message =
              chat.find(messageId)
                  .filter(m -> isFor(caller, m))
                  .orElseThrow(() -> ApiError.notFound("the message " + messageId));
          ChatEntry moved = entry.apply(desk.now());
          Delivery before = chat.delivery(messageId, caller.id(), message.insertedAt());
          Delivery after = after(before, moved);
          desk.write(moved);
          desk.announcer()
              .moved(chat, shown(chat, List.of(message)).getFirst().json(), desk.members(chat));
          return WireJson.object().set("data", after.answer(messageId.toString()));
        });
  }

  /** What an entry makes of a delivery; refused before anything is kept. */
  private static Delivery after(Delivery before, ChatEntry moved) {
    return switch (moved) {
      case ChatEntry.Begun e -> before.begin(e.at());
      case ChatEntry.Done e -> before.complete(e.at());
      case ChatEntry.Failed e -> before.fail(e.at(), e.error());
      case ChatEntry.Opened _,
          ChatEntry.Titled _,
          ChatEntry.Joined _,
          ChatEntry.Left _,
          ChatEntry.Posted _,
          ChatEntry.Over _ ->
          throw new IllegalStateException("no step of a delivery: " + moved);
    };
  }

  /** Whether the caller is at work in a chat. */
  boolean isAtWork(Party caller, UUID id) {
    return desk.in(id, caller, chat -> chat.isAtWork(caller.id()));
  }
}

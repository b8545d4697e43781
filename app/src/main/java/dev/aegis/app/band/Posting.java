package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.Mention;
import dev.aegis.app.band.wire.MessageType;
import dev.aegis.app.band.wire.NewEvent;
import dev.aegis.app.band.wire.NewMessage;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes what is said in chats. In an incident's it is said in the room as well. */
final class Posting {
  /** The most messages and events of a chat. */
  static final int MOST_IN_CHAT = 10_000;

  /** The most that one outside party says in an incident. */
  static final int MOST_IN_INCIDENT = 200;

  private final ChatDesk desk;
  private final Supplier<UUID> ids;
  private final UnaryOperator<String> masking;

  /**
   * @param masking hides secrets and personal data in words
   */
  Posting(ChatDesk desk, Supplier<UUID> ids, UnaryOperator<String> masking) {
    this.desk = desk;
    this.ids = ids;
    this.masking = masking;
  }

  /** Posts a text; it is durable, in the incident's room too, when this returns. */
  ObjectNode post(Party caller, UUID id, NewMessage wanted) {
    return desk.in(
        id,
        caller,
        chat -> {
          requireRoom(chat, caller);
          List<Mention> mentions = mentions(caller, chat, wanted.targets());
          String content = NewMessage.withTokens(masking.apply(wanted.content()), mentions);
          ChatMessage message =
              message(caller, chat, MessageType.TEXT, content, mentions, postedBy(caller));
          desk.write(new ChatEntry.Posted(message));
          desk.announcer().posted(chat, message, desk.members(chat));
          tellRoom(chat, caller, message);
          ObjectNode json = WireJson.object().put("id", message.id().toString());
          ArrayNode recipients = json.put("success", true).putArray("recipients");
          for (Mention mention : mentions) {
            recipients
                .addObject()
                .put("id", mention.id().toString())
                .put("handle", mention.handle())
                .put("name", mention.name());
          }
          return WireJson.object().set("data", json);
        });
  }

  /** Posts an event, which people see. */
  ObjectNode post(Party caller, UUID id, NewEvent wanted) {
    return desk.in(
        id,
        caller,
        chat -> {
          requireRoom(chat, caller);
          ChatMessage message =
              message(
                  caller,
                  chat,
                  wanted.type(),
                  masking.apply(wanted.content()),
                  List.of(),
                  masked(wanted.metadata()));
          desk.write(new ChatEntry.Posted(message));
          desk.announcer().posted(chat, message, desk.members(chat));
          ObjectNode json = WireJson.object().put("id", message.id().toString());
          json.put("success", true).put("message_type", wanted.type().wire());
          return WireJson.object().set("data", json);
        });
  }

  /**
   * That a user's words came with a key: a person may have typed them, or a script sent them, and
   * nobody can tell.
   */
  private static ObjectNode postedBy(Party caller) {
    ObjectNode metadata = WireJson.object();
    if (caller.type() == PartyType.USER) {
      metadata.putObject("aegis").put("with", "key");
    }
    return metadata;
  }

  /** A secret is hidden wherever it stands; where that breaks the form, all is left out. */
  private ObjectNode masked(ObjectNode metadata) {
    return WireJson.parse(masking.apply(metadata.toString())).orElse(null)
            instanceof ObjectNode hidden
        ? hidden
        : WireJson.object().put("masked", true);
  }

  private ChatMessage message(
      Party sender,
      Chat chat,
      MessageType type,
      String content,
      List<Mention> mentions,
      ObjectNode metadata) {
    return new ChatMessage(
        ids.get(),
        chat.id(),
        sender.id(),
        sender.type(),
        sender.name(),
        type,
        content,
        mentions,
        metadata,
        chat.after(desk.now()));
  }

  private static void requireRoom(Chat chat, Party caller) {
    if (chat.isOver()) {
      throw ApiError.forbidden("the incident is over, and takes no more words");
    }
    long own =
        chat.room().isEmpty()
            ? 0
            : chat.messages().stream().filter(m -> m.sender().equals(caller.id())).count();
    if (own >= MOST_IN_INCIDENT) {
      throw ApiError.limitReached(
          "expected at most " + MOST_IN_INCIDENT + " messages of one in an incident");
    }
    if (chat.size() >= MOST_IN_CHAT) {
      throw ApiError.limitReached("expected at most " + MOST_IN_CHAT + " messages in a chat");
    }
  }

  private List<Mention> mentions(Party caller, Chat chat, List<NewMessage.Target> targets) {
    Map<UUID, Member> members =
        desk.members(chat).stream().collect(Collectors.toMap(Member::id, m -> m, (a, _) -> a));
    Map<String, Member> byHandle = new HashMap<>();
    members.values().forEach(m -> byHandle.put(m.party().handle(), m));
    members.values().forEach(m -> byHandle.putIfAbsent(m.party().name(), m));
    List<Mention> mentions = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    for (NewMessage.Target target : targets) {
      Party party = party(target, members, byHandle);
      if (party.id().equals(caller.id())) {
        throw ApiError.unprocessable("cannot_mention_self", "expected somebody else");
      }
      if (!seen.add(party.id())) {
        throw ApiError.unprocessable("duplicate_mentions", "expected each mention once");
      }
      if (target.delivers()) {
        mentions.add(party.mention());
      }
    }
    if (mentions.isEmpty()) {
      throw ApiError.unprocessable(
          "mentions_required", "expected at least one mention of somebody in the chat");
    }
    return mentions;
  }

  private Party party(
      NewMessage.Target target, Map<UUID, Member> members, Map<String, Member> byHandle) {
    UUID id = target.id();
    String handle = Objects.requireNonNullElse(target.handle(), "");
    String bare = handle.startsWith("@") ? handle.substring(1) : handle;
    Member member = id == null ? byHandle.get(bare) : members.get(id);
    if (member != null) {
      return member.party();
    }
    throw id != null || isKnown(bare)
        ? ApiError.unprocessable(
            "mentioned_participant_not_in_room", "expected somebody in the chat")
        : ApiError.unprocessable("handle_not_found", "expected a handle that somebody has");
  }

  private boolean isKnown(String handle) {
    return desk.directory().outside().stream()
        .anyMatch(party -> party.handle().equals(handle) || party.name().equals(handle));
  }

  /** Says in the rooms of incidents what was kept and not said, since the process was killed. */
  void catchUp() {
    desk.locked(() -> {
      for (Chat chat : desk.all()) {
        if (chat.room().isPresent() && !chat.isOver()) {
          catchUp(chat);
        }
      }
      return true;
    });
  }

  private void catchUp(Chat chat) {
    List<RoomMessage> log = desk.bridge().after(chat.room().orElseThrow(), 0);
    Set<String> said = log.stream().map(m -> m.id().value()).collect(Collectors.toSet());
    desk.hear(chat);
    for (ChatMessage message : chat.messages()) {
      Optional<Party> speaker = desk.directory().find(message.sender()).filter(Party::external);
      if (message.type() == MessageType.TEXT
          && speaker.isPresent()
          && !said.contains(IncidentBridge.idOf(message).value())) {
        tellRoom(chat, speaker.get(), message);
      }
    }
  }

  private void tellRoom(Chat chat, @Nullable Party speaker, ChatMessage message) {
    if (chat.room().isEmpty() || speaker == null) {
      return;
    }
    long asked =
        chat.messages().stream()
            .takeWhile(m -> !m.id().equals(message.id()))
            .filter(m -> m.sender().equals(speaker.id()) && IncidentBridge.asks(m))
            .count();
    boolean asks = IncidentBridge.asks(message) && asked < IncidentBridge.MOST_QUESTIONS;
    try {
      desk.bridge().say(chat.room().get(), speaker, message, asks);
    } catch (RoomException e) {
      if (e.code() != RoomException.Code.CONFLICTING_ID) {
        throw e;
      }
      // It is said already, under a name or rule of masking that has changed since.
    }
  }
}

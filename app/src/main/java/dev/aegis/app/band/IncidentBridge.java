package dev.aegis.app.band;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.Mention;
import dev.aegis.app.band.wire.MessageType;
import dev.aegis.app.band.wire.NewMessage;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.intake.CleanText;
import dev.aegis.incident.Incident;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Answer;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Question;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between an incident's room and its chat. What somebody outside says is posted by @observer with
 * their name before it, as an answer without evidence: it proves nothing and starts nothing. A
 * question to @diagnostician gets the answer that a person's question gets. An outside party never
 * holds a seat in the room, so it can post no other intent, least of all an approval.
 */
final class IncidentBridge {
  /** Questions of one outside party that a room answers; more are said like anything else. */
  static final int MOST_QUESTIONS = 10;

  private static final int MOST_WORDS = 2_000;
  private static final Pattern LEADING = Pattern.compile("^(?:\\s*@\\[\\[[0-9a-f-]{36}]])*\\s*");
  private static final String FROM_CHAT = "band-";
  private static final String INVITED = "invited-";

  private final AgentBus.Seat seat;
  private final Directory directory;

  IncidentBridge(AgentBus bus, Directory directory) {
    this.seat = bus.connect(Handle.OBSERVER);
    this.directory = directory;
  }

  /** The room's messages after a place. */
  List<RoomMessage> after(RoomId room, long seq) {
    return seat.history(room, seq);
  }

  /** Hears every message of a room until closed. */
  AgentBus.Subscription subscribe(RoomId room, java.util.function.Consumer<RoomMessage> listener) {
    return seat.subscribe(room, 0, listener);
  }

  /** Whether the incident is over. */
  boolean isOver(RoomId room) {
    return Incident.of(seat.history(room, 0)).phase().terminal();
  }

  /** The chat of a room has the same id in every process. */
  static UUID chatOf(RoomId room) {
    return UUID.nameUUIDFromBytes(("aegis room " + room.value()).getBytes(UTF_8));
  }

  /**
   * Tells an agent in the room what is wrong, and how to help; once, however often it is called.
   */
  void invite(RoomId room, Party agent, Signal signal) {
    String words =
        signal.severity()
            + " on "
            + signal.service()
            + (signal.region().isEmpty() ? "" : " in " + signal.region())
            + " since "
            + signal.startedAt()
            + ": "
            + signal.whySeverity()
            + ". Outside agent @"
            + agent.name()
            + " is asked what it knows: it may answer in this room, and ask @diagnostician about"
            + " telemetry with a question mark. What it says is shown as its claim and weighs"
            + " nothing until Aegis has found the same itself";
    post(
        room,
        new Draft(
            new MessageId(INVITED + agent.name()),
            null,
            List.of(new Handle("@" + agent.name())),
            words,
            new Answer(words, List.of())));
  }

  /**
   * Says in the room what an outside party posted in its chat; once, however often it is called. A
   * question stands behind a sentence that says whose it is.
   *
   * @param asks whether it is put to @diagnostician as a question
   */
  void say(RoomId room, Party speaker, ChatMessage message, boolean asks) {
    String said = CleanText.line(words(message, asks), MOST_WORDS);
    String words = said.isEmpty() ? "…" : said;
    String who =
        (speaker.type() == PartyType.AGENT
                ? "outside agent @"
                : "a script or person with the key @")
            + speaker.name();
    String id = idOf(message).value();
    String whose = who + (asks ? " asks: " : " claims, not proved here: ") + words;
    Answer attributed = new Answer(whose, List.of());
    if (asks) {
      post(
          room,
          new Draft(new MessageId(id + "-whose"), null, List.of(), whose, attributed),
          new Draft(
              new MessageId(id), null, List.of(Handle.DIAGNOSTICIAN), words, new Question(words)));
    } else {
      post(room, new Draft(new MessageId(id), null, List.of(), whose, attributed));
    }
  }

  private void post(RoomId room, Draft... drafts) {
    var _ = seat.post(room, List.of(drafts));
  }

  /** Whether a message asks for telemetry: it is addressed to @diagnostician and is a question. */
  static boolean asks(ChatMessage message) {
    return message.type() == MessageType.TEXT
        && message.mentions(Crew.of(Handle.DIAGNOSTICIAN).id())
        && message.content().strip().endsWith("?");
  }

  /** Names in the place of tokens, but for those before the first word and of who is asked. */
  private static String words(ChatMessage message, boolean asks) {
    String words = LEADING.matcher(message.content()).replaceFirst("");
    UUID asked = Crew.of(Handle.DIAGNOSTICIAN).id();
    for (Mention mention : message.mentions()) {
      boolean dropped = asks && mention.id().equals(asked);
      words = words.replace(mention.token(), dropped ? "" : "@" + mention.name());
    }
    return words;
  }

  /** Whether a message of a room came from its chat. */
  static boolean isFromChat(RoomMessage message) {
    return message.id().value().startsWith(FROM_CHAT);
  }

  /** The id in the room of what was posted in the chat. */
  static MessageId idOf(ChatMessage message) {
    return new MessageId(FROM_CHAT + message.id());
  }

  /** A message of the room as one of its chat. */
  ChatMessage shown(RoomMessage message, Chat chat) {
    List<Mention> mentions = new ArrayList<>();
    for (Handle handle : message.mentions()) {
      String name = handle.name().substring(1);
      Party party = directory.outside(name).orElseGet(() -> Crew.of(handle));
      mentions.add(party.mention());
    }
    asker(message, chat)
        .map(Party::mention)
        .filter(asker -> !mentions.contains(asker))
        .ifPresent(mentions::add);
    Party sender = Crew.of(message.sender());
    String text = message.text().isBlank() ? message.intent().wire() : message.text();
    ObjectNode metadata = WireJson.object();
    metadata
        .putObject("aegis")
        .put("room", message.room().value())
        .put("seq", message.seq())
        .put("intent", message.intent().wire());
    String id = "aegis message " + message.room() + " " + message.id();
    return new ChatMessage(
        UUID.nameUUIDFromBytes(id.getBytes(UTF_8)),
        chat.id(),
        sender.id(),
        sender.type(),
        sender.name(),
        MessageType.TEXT,
        NewMessage.withTokens(text, mentions),
        mentions,
        metadata,
        message.ts().truncatedTo(ChronoUnit.MICROS));
  }

  /** Who asked in the chat what this message answers. */
  private Optional<Party> asker(RoomMessage message, Chat chat) {
    return message
        .repliedTo()
        .map(MessageId::value)
        .filter(id -> id.startsWith(FROM_CHAT))
        .flatMap(id -> WireJson.uuid(id.substring(FROM_CHAT.length())))
        .flatMap(chat::find)
        .flatMap(asked -> directory.find(asked.sender()));
  }
}

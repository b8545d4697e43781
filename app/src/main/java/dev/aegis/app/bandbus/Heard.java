package dev.aegis.app.bandbus;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.MessageType;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.host.Contribution;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.journal.MirrorLog;
import dev.aegis.incident.Incident;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Claim;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Remark;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What becomes of what is said in a chat of ours. Who said it is read from Band's sender id alone.
 * The person of {@code BAND_HUMAN_ID} answers requests, asks, remarks and challenges; anybody else
 * claims, which weighs nothing. Each message is posted under an id made of its own, so that however
 * often it is delivered it is said once. Safe for use by several threads.
 */
final class Heard {
  /** What one stranger may say in a room. */
  static final int MOST_OF_ONE = 200;

  private static final int LONGEST_CLAIM = 2_000;
  private static final String FROM_BAND = "heard-";

  private final BandSettings settings;
  private final BandChats chats;
  private final MirrorLog log;
  private final AgentBus bus;
  private final UnaryOperator<String> masking;
  private final Map<UUID, List<RoomId>> rooms = new ConcurrentHashMap<>();

  /**
   * @param masking hides secrets and personal data in words
   */
  Heard(
      BandSettings settings,
      BandChats chats,
      MirrorLog log,
      AgentBus bus,
      UnaryOperator<String> masking) {
    this.settings = settings;
    this.chats = chats;
    this.log = log;
    this.bus = bus;
    this.masking = masking;
  }

  /** Whether a message of a room was said on Band first. */
  static boolean isFromBand(MessageId id) {
    return id.value().startsWith(FROM_BAND);
  }

  /** From now on a chat is about this room, too. */
  void about(UUID chat, RoomId room) {
    rooms.merge(
        chat,
        List.of(room),
        (before, one) ->
            before.containsAll(one)
                ? before
                : java.util.stream.Stream.concat(before.stream(), one.stream()).toList());
  }

  /**
   * Takes a message; what becomes of it is durable when this returns.
   *
   * @throws BandFailure where something has to be read again on Band, and cannot be now
   */
  synchronized void hear(UUID chat, ChatMessage message) {
    if (message.type() != MessageType.TEXT || settings.agent(message.sender()).isPresent()) {
      return;
    }
    List<RoomId> about = rooms.getOrDefault(chat, List.of());
    Optional<RoomId> room =
        about.reversed().stream()
            .filter(each -> !Incident.of(history(each)).phase().terminal())
            .findFirst()
            .or(() -> about.isEmpty() ? Optional.empty() : Optional.of(about.getLast()));
    room.filter(each -> !isKnown(each, message)).ifPresent(each -> hear(each, chat, message));
  }

  private List<RoomMessage> history(RoomId room) {
    return bus.connect(Handle.AEGIS).history(room, 0);
  }

  private boolean isKnown(RoomId room, ChatMessage message) {
    return history(room).stream().anyMatch(m -> m.id().equals(idOf(message)));
  }

  private static MessageId idOf(ChatMessage message) {
    return new MessageId(FROM_BAND + message.id());
  }

  private void hear(RoomId room, UUID chat, ChatMessage message) {
    if (isThePerson(message)) {
      person(room, chat, message);
    } else {
      stranger(room, message);
    }
  }

  private boolean isThePerson(ChatMessage message) {
    return message.sender().equals(settings.human())
        && message.senderType() == PartyType.USER
        && !SpokenWords.isOfAScript(message);
  }

  private void person(RoomId room, UUID chat, ChatMessage message) {
    SpokenWords words = SpokenWords.of(message, settings);
    List<RoomMessage> history = history(room);
    Incident incident = Incident.of(history);
    Optional<RoomMessage> asked = openRequest(incident, history);
    if (asked.isPresent() && words.answers() && counts(room, chat, asked.get(), words, message)) {
      answer(room, asked.get(), words, message);
      return;
    }
    if (words.grants().isPresent()) {
      say(
          room,
          new Contribution(Optional.empty(), new Remark(words.said(), by()), List.of()),
          message);
      hint(room, asked, message);
      return;
    }
    say(room, contribution(history, words), message);
  }

  private static Optional<RoomMessage> openRequest(Incident incident, List<RoomMessage> history) {
    return incident.openRequest().isEmpty() || incident.phase().terminal()
        ? Optional.empty()
        : history.stream()
            .filter(m -> m.payload() instanceof ApprovalRequest)
            .reduce((earlier, later) -> later);
  }

  /** Whether it was said after the request, by Band's own order, and names its plan. */
  private boolean counts(
      RoomId room, UUID chat, RoomMessage asked, SpokenWords words, ChatMessage message) {
    String hash = ((ApprovalRequest) asked.payload()).planHash();
    boolean named = words.grants().map(hash::startsWith).orElse(true);
    return named
        && log.idOf(room, asked.seq())
            .filter(request -> chats.standsBehind(chat, request, message))
            .isPresent();
  }

  private void answer(RoomId room, RoomMessage asked, SpokenWords words, ChatMessage message) {
    String hash = ((ApprovalRequest) asked.payload()).planHash();
    boolean granted = words.grants().isPresent();
    Approval approval =
        new Approval(hash, granted, by(), granted ? "" : masking.apply(words.said()));
    post(
        room,
        Handle.HUMAN,
        new Draft(
            idOf(message),
            asked.id(),
            List.of(Handle.COMMANDER),
            (granted ? "approves" : "denies") + " plan " + hash.substring(0, 8),
            approval));
  }

  private String by() {
    return "band:" + settings.human();
  }

  /** A question, a remark, or a challenge of a claim. */
  private Contribution contribution(List<RoomMessage> history, SpokenWords words) {
    return words
        .challenges()
        .flatMap(seq -> history.stream().filter(m -> m.seq() == seq).findFirst())
        .filter(Claim::isMadeIn)
        .map(claim -> Contribution.challenge(claim, words.reason(), by()))
        .orElseGet(() -> Contribution.typed(words.said(), by(), words.asks()));
  }

  private void say(RoomId room, Contribution contribution, ChatMessage message) {
    if (Contribution.isFull(Incident.of(history(room)))) {
      return;
    }
    Contribution said = contribution.masked(masking);
    post(
        room,
        Handle.HUMAN,
        new Draft(idOf(message), null, said.mentions(), said.text(), said.payload()));
  }

  /** Says why a yes approves nothing; not under the id of an answer of the commander's own. */
  private void hint(RoomId room, Optional<RoomMessage> asked, ChatMessage message) {
    String words =
        asked
            .map(request ->
                "that approves nothing: expected \"approve "
                    + ((ApprovalRequest) request.payload()).planHash().substring(0, 8)
                    + "\" to @commander, sent after the request")
            .orElse("that approves nothing: no approval is asked for now");
    post(
        room,
        Handle.COMMANDER,
        new Draft(
            new MessageId(idOf(message) + "-why"),
            idOf(message),
            List.of(Handle.HUMAN),
            words,
            new Answer(words, List.of())));
  }

  /** What others say is told with who said it, as an answer that rests on nothing. */
  private void stranger(RoomId room, ChatMessage message) {
    String who =
        (message.senderType() == PartyType.AGENT ? "outside agent @" : "somebody on Band, @")
            + CleanText.name(message.senderName().isBlank() ? "unnamed" : message.senderName())
            + " ("
            + message.sender().toString().substring(0, 8)
            + ") claims, not proved here: ";
    long before =
        history(room).stream().filter(m -> isFromBand(m.id()) && m.text().startsWith(who)).count();
    if (before >= MOST_OF_ONE) {
      return;
    }
    String words =
        who
            + masking.apply(
                CleanText.line(SpokenWords.of(message, settings).whole(), LONGEST_CLAIM));
    post(
        room,
        Handle.OBSERVER,
        new Draft(idOf(message), null, List.of(), words, (Payload) new Answer(words, List.of())));
  }

  private void post(RoomId room, Handle sender, Draft draft) {
    try {
      var _ = bus.connect(sender).post(room, List.of(draft));
    } catch (RoomException e) {
      if (e.code() != RoomException.Code.CONFLICTING_ID) {
        throw e;
      }
      // It was said already, under rules of masking that have changed since.
    }
  }
}

package dev.aegis.app.host;

import dev.aegis.agent.Agent;
import dev.aegis.agent.Desk;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.execution.Actuator;
import dev.aegis.incident.Incident;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.Draft;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs one room. It knows no order of events: whoever is mentioned gets a turn. What has been
 * answered is read from the log, so that a new host on the same log goes on where the last one
 * stopped. Used by one thread.
 */
public final class RoomHost {
  /** Turns of agents a room may take before a person is called; answers to people not counted. */
  public static final int MAX_TURNS = 120;

  private final RoomId room;
  private final Map<Handle, Agent> agents = new LinkedHashMap<>();
  private final Map<Handle, AgentBus.Seat> seats = new HashMap<>();
  private final AgentBus bus;
  private final Function<Instant, Desk> desks;
  private final InstantSource clock;
  private final StepCarrier carrier;
  private final List<RoomMessage> log = new ArrayList<>();
  private Witness witness = Witness.NONE;
  private Adviser adviser = Adviser.NONE;
  private boolean advised;
  private final Set<Handle> askThemselves = new HashSet<>();

  /**
   * @param desks what can be looked up at an instant
   * @param terms on which steps go to their targets
   */
  public RoomHost(
      RoomId room,
      AgentBus bus,
      List<Agent> agents,
      Function<Instant, Desk> desks,
      Actuator actuator,
      InstantSource clock,
      Terms terms) {
    this.room = room;
    this.bus = bus;
    this.desks = now -> new TargetDesk(desks.apply(now), actuator, terms);
    this.clock = clock;
    agents.forEach(agent -> this.agents.put(agent.handle(), agent));
    refresh();
    this.carrier =
        new StepCarrier(actuator, terms, () -> desks.apply(clock.instant()).profile(), clock, log);
  }

  /** Tells somebody of each verdict from now on. */
  public RoomHost witnessedBy(Witness observer) {
    witness = observer;
    return this;
  }

  /** Asks somebody for advice on each turn from now on, once what is said was decided. */
  public RoomHost advisedBy(Adviser asked) {
    adviser = asked;
    advised = !asked.equals(Adviser.NONE);
    agents.replaceAll((handle, plain) -> {
      Agent arranged = asked.arranged(plain);
      if (!arranged.equals(plain)) {
        askThemselves.add(handle);
      }
      return arranged;
    });
    return this;
  }

  /** The room's state as of the last round. */
  public Incident incident() {
    return Incident.of(log);
  }

  public List<RoomMessage> log() {
    return List.copyOf(log);
  }

  /**
   * One round: deadlines that are due are announced, every mention that was open at the start of
   * the round is answered, and steps on their way to a target are carried one link further.
   *
   * @return whether anything was said
   */
  public boolean round() {
    refresh();
    int before = log.size();
    announceDeadlines();
    for (Adviser.Late late : Adviser.lateOf(adviser, room, log())) {
      seat(late.agent()).post(room, List.of(late.draft(room)));
    }
    refresh();
    for (Mention mention : openMentions()) {
      answer(mention);
      refresh();
    }
    for (StepCarrier.Link link : carrier.carry(log)) {
      post(Handle.AEGIS, link.from(), List.of(link.reply()));
    }
    refresh();
    return log.size() > before;
  }

  /**
   * Posts on behalf of someone who is not an agent of this host: a person, a policy, the observer.
   */
  public List<RoomMessage> post(Handle sender, MessageId id, Reply reply) {
    Draft draft = new Draft(id, null, reply.mentions(), reply.text(), reply.payload());
    List<RoomMessage> posted = seat(sender).post(room, List.of(draft));
    refresh();
    if (reply.payload() instanceof Signal && advised) {
      beside(posted.getFirst(), reply);
    }
    return posted;
  }

  /** A signal begins a room and answers nobody; advice on it answers the signal. */
  private void beside(RoomMessage signal, Reply said) {
    Instant now = clock.instant();
    Turn turn = new Turn(log, signal, now, desks.apply(now));
    List<Reply> advice = Adviser.asked(adviser, signal.sender(), turn, List.of(said));
    if (!advice.isEmpty()) {
      post(signal.sender(), signal, advice);
    }
  }

  /** Posts an answer to a message, with an id that makes a repetition recognisable. */
  public List<RoomMessage> post(Handle sender, RoomMessage to, List<Reply> replies) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      Reply reply = replies.get(i);
      MessageId id = MessageId.ofAnswer(room, sender, to.id().value(), i);
      drafts.add(new Draft(id, to.id(), reply.mentions(), reply.text(), reply.payload()));
    }
    List<RoomMessage> posted = seat(sender).post(room, drafts);
    refresh();
    return posted;
  }

  /**
   * Puts an answer to a request on record, each of several people's under an id of its own. Who
   * said yes already is not put there again while others have to.
   */
  public void answer(Handle by, RoomMessage request, Approval said) {
    boolean counted =
        said.granted()
            && incident().quorum().filter(q -> q.hasGranted(said.approver())).isPresent();
    if (counted) {
      return;
    }
    long before =
        log.stream()
            .filter(m -> m.payload() instanceof Approval && m.sender().equals(by))
            .filter(m -> m.repliedTo().equals(Optional.of(request.id())))
            .count();
    MessageId id = MessageId.ofAnswer(room, by, request.id().value(), (int) before);
    String text =
        (said.granted() ? "approves" : "denies") + " plan " + said.planHash().substring(0, 8);
    var _ =
        seat(by)
            .post(
                room, List.of(new Draft(id, request.id(), List.of(Handle.COMMANDER), text, said)));
    refresh();
  }

  /** Posts what a person says; the next round answers it. A room that is full takes no more. */
  public void say(Contribution contribution) {
    if (Contribution.isFull(incident())) {
      return;
    }
    post(
        Handle.HUMAN,
        new MessageId("said-" + (log.size() + 1)),
        new Reply(contribution.mentions(), contribution.text(), contribution.payload()));
  }

  private void announceDeadlines() {
    Instant now = clock.instant();
    for (Timer timer : Incident.of(log).openDeadlines()) {
      if (!timer.dueAt().isAfter(now)) {
        RoomMessage about = Incident.of(log).find(timer.about()).orElseThrow();
        post(Handle.AEGIS, about, List.of(Reply.to(whoActs(timer), words(timer), timer)));
      }
    }
  }

  private static Handle whoActs(Timer timer) {
    return switch (timer.purpose()) {
      case APPROVAL_EXPIRED, LOOK_AGAIN -> Handle.COMMANDER;
      case JUDGE_AGAIN -> Handle.DIAGNOSTICIAN;
    };
  }

  private static String words(Timer timer) {
    return switch (timer.purpose()) {
      case APPROVAL_EXPIRED -> "the approval request has expired";
      case LOOK_AGAIN -> "time to look again";
      case JUDGE_AGAIN -> "time to judge again";
    };
  }

  private record Mention(Agent agent, RoomMessage message) {}

  private List<Mention> openMentions() {
    List<Mention> open = new ArrayList<>();
    for (RoomMessage message : log) {
      for (Handle handle : message.mentions()) {
        Agent agent = agents.get(handle);
        if (agent != null && !isAnswered(message, handle)) {
          open.add(new Mention(agent, message));
        }
      }
    }
    return open;
  }

  private boolean isAnswered(RoomMessage message, Handle by) {
    return log.stream()
        .anyMatch(m ->
            message.id().equals(m.inReplyTo()) && (m.sender().equals(by) || isFailureOf(m, by)));
  }

  private static boolean isFailureOf(RoomMessage message, Handle agent) {
    return message.sender().equals(Handle.AEGIS)
        && message.payload() instanceof Escalation
        && message.text().startsWith(agent.name() + " ");
  }

  private void answer(Mention mention) {
    Handle handle = mention.agent().handle();
    try {
      Turn turn = turn(mention);
      List<Reply> said = new ArrayList<>(repliesTo(mention, turn));
      if (!askThemselves.contains(handle)) {
        said.addAll(Adviser.asked(adviser, handle, turn, said));
      }
      List<RoomMessage> posted = post(handle, mention.message(), said);
      posted.stream()
          .filter(m -> m.payload() instanceof ValidationResult)
          .forEach(m -> witness.judged(m, turn.now(), turn.desk()));
    } catch (RoomException e) {
      if (e.code() != RoomException.Code.FORBIDDEN_SENDER) {
        throw e;
      }
      failed(mention, e);
    } catch (RuntimeException | StackOverflowError e) {
      failed(mention, e);
    }
  }

  /** What people ask ends no incident, however it fails. */
  private void failed(Mention mention, Throwable e) {
    Handle handle = mention.agent().handle();
    if (Contribution.isOfPeople(mention.message())) {
      String sentence = "I cannot answer that: " + reason(e);
      post(
          handle,
          mention.message(),
          List.of(Reply.to(Handle.HUMAN, sentence, new Answer(sentence, List.of()))));
    } else {
      post(Handle.AEGIS, mention.message(), List.of(failure(handle, e)));
    }
  }

  private Turn turn(Mention mention) {
    Instant now = clock.instant();
    return new Turn(log, mention.message(), now, desks.apply(now));
  }

  private List<Reply> repliesTo(Mention mention, Turn turn) {
    if (!Contribution.isOfPeople(mention.message()) && turnsTaken() >= MAX_TURNS) {
      throw new IllegalStateException(
          "would take more than " + MAX_TURNS + " turns, the limit of a room");
    }
    List<Reply> replies = mention.agent().answer(turn);
    if (replies.isEmpty()) {
      throw new IllegalStateException("gave no answer");
    }
    return replies;
  }

  private long turnsTaken() {
    Set<MessageId> ofPeople =
        log.stream()
            .filter(Contribution::isOfPeople)
            .map(RoomMessage::id)
            .collect(Collectors.toSet());
    return log.stream()
        .filter(m -> agents.containsKey(m.sender()))
        .filter(m -> m.repliedTo().filter(ofPeople::contains).isEmpty())
        .map(m -> m.sender() + " " + m.inReplyTo())
        .distinct()
        .count();
  }

  private static Reply failure(Handle agent, Throwable e) {
    String sentence = agent + " failed: " + reason(e);
    return Reply.to(Handle.HUMAN, sentence, new Escalation(sentence, List.of(), List.of(stack(e))));
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String stack(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? e.getClass().getName() : e.getClass().getName() + " at " + trace[0];
  }

  private AgentBus.Seat seat(Handle handle) {
    return seats.computeIfAbsent(handle, bus::connect);
  }

  private void refresh() {
    long last = log.isEmpty() ? 0 : log.getLast().seq();
    log.addAll(seat(Handle.AEGIS).history(room, last));
  }

  /** The newest message with a payload of this type. */
  public <T extends Payload> RoomMessage newest(Class<T> type) {
    return log.stream()
        .filter(m -> type.isInstance(m.payload()))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + " in " + room));
  }
}

package dev.aegis.app.model;

import dev.aegis.agent.Gate;
import dev.aegis.agent.Proof;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.host.Adviser;
import dev.aegis.room.Advice;
import dev.aegis.room.Advice.Exchange;
import dev.aegis.room.Advice.Proposal;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model beside an agent: which one, what it is shown, and what of its answer is kept. Our
 * own sentence and payload are never changed. Safe for use by several threads, one a room.
 */
public final class ModelAdviser implements Adviser {
  private static final int LONGEST_MESSAGE = 4_000;
  private static final int LONGEST_EXCHANGE = 8_000;
  private static final int MOST_EXCHANGES = 12;
  private static final int MOST_INCIDENTS = 64;

  private final ModelSettings settings;
  private final Conversation conversation;
  private final UnaryOperator<String> hiding;
  private final Proof proof;
  private final InstantSource clock;
  private final Map<Provider, Breaker> breakers = new EnumMap<>(Provider.class);
  private final Map<String, Budget> budgets =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Budget> eldest) {
          return size() > MOST_INCIDENTS;
        }
      };

  /**
   * @param hiding masks what must not be told, before anything leaves or is kept
   * @param proof judges a fix that a model wants to see replayed
   * @param clock by which time is waited
   */
  public ModelAdviser(
      ModelSettings settings,
      Conversation conversation,
      UnaryOperator<String> hiding,
      Proof proof,
      InstantSource clock) {
    this.settings = settings;
    this.conversation = conversation;
    this.hiding = hiding;
    this.proof = proof;
    this.clock = clock;
    settings.endpoints().keySet().forEach(p -> breakers.put(p, new Breaker()));
  }

  @Override
  public List<Advice> beside(Handle agent, Turn turn, List<Reply> said) {
    return switch (prepared(agent, turn, said)) {
      case Silent silent -> silent.why();
      case Request request -> concluded(request, asked(request, request.tools().of(agent)));
    };
  }

  /** What comes of asking for advice, before anybody was asked. */
  sealed interface Prepared {}

  /** Nobody is asked. */
  record Silent(List<Advice> why) implements Prepared {
    static final Silent SILENT = new Silent(List.of());
  }

  /** What a model is asked, with all that its answer is checked by. */
  record Request(
      Handle agent,
      Turn turn,
      Gate gate,
      Veil veil,
      String message,
      List<Endpoint> endpoints,
      Budget budget,
      Toolbox tools)
      implements Prepared {}

  /**
   * What was answered.
   *
   * @param endpoint who answered; {@code null} for nobody
   * @param failure why nobody did; empty where nobody was asked
   */
  record Answered(@Nullable Endpoint endpoint, Conversation.@Nullable Said said, String failure) {}

  /** Everything that is done before a model is asked; on the room's thread. */
  Prepared prepared(Handle agent, Turn turn, List<Reply> said) {
    List<Endpoint> endpoints = settings.of(agent);
    List<Reply> worded = Wordable.of(said);
    if (endpoints.isEmpty() || worded.isEmpty() || turn.log().isEmpty()) {
      return Silent.SILENT;
    }
    Budget budget = budget(turn.log().getFirst().room().value() + " " + turn.log().getFirst().ts());
    String usedUp = budget.usedUp();
    if (!usedUp.isEmpty()) {
      return new Silent(
          once(turn.log(), usedUp + ", so no model is asked in this incident any more"));
    }
    Veil veil = Veil.over(turn.desk());
    String message =
        worded.stream().map(Wordable::sentences).collect(Collectors.joining(" ")).strip();
    Optional<String> hidden =
        veil.hide(hiding.apply(message)).filter(text -> text.length() <= LONGEST_MESSAGE);
    if (hidden.isEmpty()) {
      return Silent.SILENT;
    }
    Gate gate = new Gate(turn, said);
    return new Request(
        agent,
        turn,
        gate,
        veil,
        hidden.get(),
        endpoints,
        budget,
        new Toolbox(turn, gate, veil, proof));
  }

  /** Asks, one provider after the other; on any thread, where no tools are given. */
  Answered asked(Request request, List<Conversation.Tool> tools) {
    Budget budget = request.budget();
    String failure = "";
    for (Endpoint endpoint : request.endpoints()) {
      Breaker breaker = breakers.get(endpoint.provider());
      Duration left = budget.left();
      if (breaker == null || !left.isPositive() || !budget.usedUp().isEmpty()) {
        break;
      }
      if (!breaker.admits(clock.instant())) {
        continue;
      }
      Instant began = clock.instant();
      Conversation.Said answer =
          conversation.hold(
              endpoint, Roles.of(request.agent(), tools), request.message(), tools, left);
      budget.waited(Duration.between(began, clock.instant()));
      budget.spent(answer.tokens(), answer.dollars());
      if (answer.failure().isEmpty()) {
        breaker.succeeded();
        return new Answered(endpoint, answer, "");
      }
      failure = endpoint.name() + ": " + answer.failure();
      if (answer.ours()) {
        breaker.succeeded();
        break;
      }
      breaker.failed(clock.instant(), answer.lasting());
    }
    return new Answered(null, null, failure);
  }

  /** What is kept of an answer, once it was checked; on the room's thread. */
  List<Advice> concluded(Request request, Answered answered) {
    Endpoint endpoint = answered.endpoint();
    Conversation.Said said = answered.said();
    if (endpoint != null && said != null) {
      return List.of(
          checked(
              endpoint, said, request.gate(), request.veil(), request.message(), request.tools()));
    }
    return answered.failure().isEmpty()
        ? List.of()
        : once(request.turn().log(), answered.failure() + "; the incident goes on without it");
  }

  /** What is kept of an answer. */
  private Advice checked(
      Endpoint endpoint,
      Conversation.Said answer,
      Gate gate,
      Veil veil,
      String message,
      Toolbox tools) {
    ModelAnswer parsed = ModelAnswer.read(answer.last());
    List<Proposal> proposals = new ArrayList<>(tools.trail());
    Optional<String> wrong = WordsCheck.wrong(parsed.words(), message, veil.declaredNames());
    Optional<String> words =
        wrong.isPresent() ? Optional.empty() : veil.reveal(parsed.words()).map(hiding);
    if (words.isEmpty()) {
      proposals.add(
          new Proposal(
              Advice.Kind.WORDS,
              inert(parsed.words(), WordsCheck.LONGEST),
              false,
              wrong.orElse("it has a placeholder that stands for nothing")));
    }
    parsed
        .hypothesis()
        .ifPresent(h -> proposals.add(proposal(Advice.Kind.HYPOTHESIS, h, gate.cause(h))));
    parsed
        .candidate()
        .ifPresent(c -> proposals.add(proposal(Advice.Kind.CANDIDATE, c, gate.candidate(c))));
    return new Advice(
        endpoint.name(),
        words.orElse(""),
        "",
        proposals,
        recorded(answer.exchanges()),
        tools.evidence());
  }

  private static Proposal proposal(Advice.Kind kind, String text, Gate.Checked checked) {
    return new Proposal(kind, inert(text, 80), checked.passed(), checked.why());
  }

  private List<Exchange> recorded(List<Exchange> exchanges) {
    return exchanges.stream()
        .limit(MOST_EXCHANGES)
        .map(e ->
            new Exchange(
                hiding.apply(inert(e.prompt(), LONGEST_EXCHANGE)),
                hiding.apply(inert(e.reply(), LONGEST_EXCHANGE))))
        .toList();
  }

  /** The same reason is told once in a room. */
  private static List<Advice> once(List<RoomMessage> log, String why) {
    return isTold(log, why)
        ? List.of()
        : List.of(new Advice("", "", why, List.of(), List.of(), List.of()));
  }

  /** Whether a room has heard why no model is asked. */
  static boolean isTold(List<RoomMessage> log, String why) {
    return log.stream().anyMatch(m -> m.payload() instanceof Advice a && a.silence().equals(why));
  }

  private synchronized Budget budget(String incident) {
    return budgets.computeIfAbsent(incident, _ -> new Budget(settings));
  }

  /** Text of a model on one line, without what steers a terminal or the direction of writing. */
  static String inert(String text, int most) {
    String cut = text.length() <= most ? text : text.substring(0, most) + "…";
    return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}

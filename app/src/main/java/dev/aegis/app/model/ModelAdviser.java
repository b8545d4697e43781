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
    List<Endpoint> endpoints = settings.of(agent);
    List<Reply> worded = Wordable.of(said);
    if (endpoints.isEmpty() || worded.isEmpty() || turn.log().isEmpty()) {
      return List.of();
    }
    Budget budget = budget(turn.log().getFirst().room().value() + " " + turn.log().getFirst().ts());
    String usedUp = budget.usedUp();
    if (!usedUp.isEmpty()) {
      return once(turn, usedUp + ", so no model is asked in this incident any more");
    }
    Veil veil = Veil.over(turn.desk());
    String message =
        worded.stream().map(Wordable::sentences).collect(Collectors.joining(" ")).strip();
    Optional<String> hidden =
        veil.hide(hiding.apply(message)).filter(text -> text.length() <= LONGEST_MESSAGE);
    return hidden.isEmpty()
        ? List.of()
        : ask(agent, turn, said, veil, hidden.get(), endpoints, budget);
  }

  private List<Advice> ask(
      Handle agent,
      Turn turn,
      List<Reply> said,
      Veil veil,
      String message,
      List<Endpoint> endpoints,
      Budget budget) {
    Gate gate = new Gate(turn, said);
    Toolbox tools = new Toolbox(turn, gate, veil, proof);
    String failure = "";
    for (Endpoint endpoint : endpoints) {
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
          conversation.hold(endpoint, Roles.of(agent), message, tools.of(agent), left);
      budget.waited(Duration.between(began, clock.instant()));
      budget.spent(answer.tokens(), answer.dollars());
      if (answer.failure().isEmpty()) {
        breaker.succeeded();
        return List.of(checked(endpoint, answer, gate, veil, message, tools));
      }
      failure = endpoint.name() + ": " + answer.failure();
      if (answer.ours()) {
        breaker.succeeded();
        break;
      }
      breaker.failed(clock.instant(), answer.lasting());
    }
    return failure.isEmpty()
        ? List.of()
        : once(turn, failure + "; the incident goes on without it");
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
  private static List<Advice> once(Turn turn, String why) {
    boolean told =
        turn.log().stream()
            .anyMatch(m -> m.payload() instanceof Advice a && a.silence().equals(why));
    return told ? List.of() : List.of(new Advice("", "", why, List.of(), List.of(), List.of()));
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

package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.app.terminal.Words;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The decision that a person is asked for: everything they need, and whether they still can.
 *
 * @param state whether it can be answered
 * @param word the state in words
 * @param why why it cannot be answered, or what became of it; empty while it can
 * @param headline what is asked
 * @param changes each step, before and after
 * @param rows further facts, in the order of reading
 * @param unknowns what the replay cannot know
 * @param conditions what must hold
 * @param planHash the whole hash
 * @param shortHash its first characters
 * @param expires milliseconds since 1970
 * @param confirm what has to be typed to approve; empty where a click is enough
 * @param granted who said yes while others have to, too, with spaces between
 * @param replaced hashes of earlier plans of this room that can no longer be answered
 */
public record DecisionCard(
    State state,
    String word,
    String why,
    String headline,
    List<LiteralChange> changes,
    List<Row> rows,
    List<String> unknowns,
    List<String> conditions,
    String planHash,
    String shortHash,
    long expires,
    String confirm,
    String granted,
    List<String> replaced) {

  /** Whether a card can be answered. */
  public enum State {
    /** It waits for an answer. */
    WAITING,
    /** Nobody answered in time. */
    EXPIRED,
    /** A person, or a policy, said yes. */
    APPROVED,
    /** A person, or a policy, said no. */
    REJECTED,
    /** Handed to a person, who carries it out. */
    RECOMMENDED,
    /** Answered by nobody; the room is over, or another plan has taken its place. */
    VOID
  }

  /**
   * One fact.
   *
   * @param name what it is
   * @param text what is so
   */
  public record Row(String name, String text) {}

  public DecisionCard {
    changes = List.copyOf(changes);
    rows = List.copyOf(rows);
    unknowns = List.copyOf(unknowns);
    conditions = List.copyOf(conditions);
    replaced = List.copyOf(replaced);
  }

  /** When it expires, UTC. */
  public String until() {
    return Figures.time(Instant.ofEpochMilli(expires));
  }

  /** Whether it can be answered now. */
  public boolean open() {
    return state == State.WAITING;
  }

  /** The state's name for the style sheet. */
  public String style() {
    return state.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The newest request of a room; empty where nobody was asked. */
  public static Optional<DecisionCard> of(Incident incident, Instant now) {
    return RoomHead.request(incident).map(message -> card(incident, message, now));
  }

  private static DecisionCard card(Incident incident, RoomMessage message, Instant now) {
    ApprovalRequest request = (ApprovalRequest) message.payload();
    Plan plan = request.plan();
    State state = state(incident, message, request, now);
    return new DecisionCard(
        state,
        word(state, incident),
        why(state, incident, request),
        Said.inert(request.summary()),
        LiteralChange.of(plan.action()),
        rows(incident, plan),
        request.unknowns().stream().map(Said::inert).toList(),
        request.conditions().stream().map(Said::inert).toList(),
        request.planHash(),
        Words.shortHash(request.planHash()),
        request.expiresAt().toEpochMilli(),
        confirm(incident, plan),
        incident.quorum().map(q -> Said.inert(String.join(" ", q.names()))).orElse(""),
        replaced(incident, request));
  }

  /** A large blast radius, or what nothing takes back, is approved by typing the service's name. */
  public static String confirm(Incident incident, Plan plan) {
    boolean severe = plan.blastRadius() == BlastRadius.LARGE || !plan.undoable();
    return severe ? incident.signal().map(Signal::service).map(Said::inert).orElse("") : "";
  }

  private static State state(
      Incident incident, RoomMessage message, ApprovalRequest request, Instant now) {
    Optional<Approval> answer = incident.approval();
    if (answer.isPresent()) {
      return answer.get().granted() ? State.APPROVED : State.REJECTED;
    }
    if (!request.expiresAt().isAfter(message.ts())) {
      return State.RECOMMENDED;
    }
    if (!request.expiresAt().isAfter(now) || incident.status() == Status.EXPIRED) {
      return State.EXPIRED;
    }
    return incident.phase().terminal() || incident.whyReplaced().isPresent()
        ? State.VOID
        : State.WAITING;
  }

  private static String word(State state, Incident incident) {
    return switch (state) {
      case WAITING -> "A decision is wanted";
      case EXPIRED -> "Expired";
      case APPROVED -> "Approved by " + by(incident);
      case REJECTED -> "Rejected by " + by(incident);
      case RECOMMENDED -> "Recommended to you";
      case VOID -> "Void";
    };
  }

  private static String by(Incident incident) {
    return incident.quorum().map(q -> Said.inert(q.decidedBy())).orElse("");
  }

  private static String why(State state, Incident incident, ApprovalRequest request) {
    return switch (state) {
      case WAITING -> "";
      case EXPIRED ->
          "Nobody answered until "
              + Figures.time(request.expiresAt())
              + " UTC. Nothing was done, and an answer has no effect any more.";
      case APPROVED, REJECTED ->
          incident
              .approval()
              .map(a ->
                  a.reason().isBlank()
                      ? "No reason was given."
                      : "“" + Said.inert(a.reason()) + "”")
              .orElse("");
      case RECOMMENDED ->
          "Aegis may not act on this service: whoever agrees carries it out by hand.";
      case VOID ->
          incident
              .whyReplaced()
              .map(w -> capital(w) + ". Nothing was done, and an answer has no effect any more.")
              .orElse("The room was closed before anybody answered. Nothing was done.");
    };
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
        + Said.inert(words.substring(1));
  }

  private static List<Row> rows(Incident incident, Plan plan) {
    List<Row> rows = new ArrayList<>();
    incident
        .quorum()
        .filter(quorum -> quorum.needed() > 1)
        .ifPresent(quorum ->
            rows.add(
                row(
                    "Approvals",
                    quorum.missing().isEmpty()
                        ? quorum.names().size() + " of " + quorum.needed()
                        : quorum.missing())));
    rows.add(row("Targets", Words.targets(plan)));
    rows.add(row("Blast radius", Words.blast(plan.blastRadius())));
    rows.add(
        row(
            "Costs",
            Figures.dollarsPerHour(plan.dollarsPerHour())
                + ", takes "
                + Figures.duration(plan.expectedDuration())));
    incident
        .provedBy(plan.validation())
        .map(Incident.Attempt::result)
        .ifPresent(result -> {
          rows.add(row("Replay", result.verdict() + ", " + Words.held(result)));
          String outlook = Words.outlook(result);
          if (!outlook.isEmpty()) {
            rows.add(row("Futures", outlook));
          }
        });
    rows.add(row("Undo", Words.undo(plan.undo(), plan.whyUndo())));
    incident
        .signoff()
        .filter(s -> s.planHash().equals(plan.hash()))
        .ifPresent(s -> rows.add(row("@security", signoff(s))));
    rows.add(row("Void if", "no longer " + plan.observedState()));
    return rows;
  }

  private static String signoff(SecuritySignoff signoff) {
    String word = signoff.accepted() ? "signed off" : "refused";
    return signoff.residualRisks().isEmpty()
        ? word
        : word + "; " + String.join("; ", signoff.residualRisks());
  }

  private static Row row(String name, String text) {
    return new Row(name, Said.inert(text));
  }

  private static List<String> replaced(Incident incident, ApprovalRequest current) {
    return incident.log().stream()
        .map(RoomMessage::payload)
        .filter(ApprovalRequest.class::isInstance)
        .map(p -> ((ApprovalRequest) p).planHash())
        .filter(hash -> !hash.equals(current.planHash()))
        .map(Words::shortHash)
        .distinct()
        .toList();
  }
}

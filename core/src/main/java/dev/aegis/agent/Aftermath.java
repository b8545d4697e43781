package dev.aegis.agent;

import dev.aegis.cause.SignalEvidence;
import dev.aegis.execution.Steps;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Ledger;
import dev.aegis.postmortem.PostmortemReport;
import dev.aegis.room.Approval;
import dev.aegis.room.Decision;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Quorum;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What @commander does once a plan was carried out, refused, denied or forgotten. */
final class Aftermath {
  /** Plans that are carried out in one incident at most. */
  static final int MOST_PLANS = 2;

  private final CommandSettings settings;
  private final Proof proof;

  Aftermath(CommandSettings settings, Proof proof) {
    this.settings = settings;
    this.proof = proof;
  }

  /** Reads the telemetry: held, not held, or too early to say. */
  List<Reply> look(Turn turn, Incident incident) {
    SloWatch watch = SloWatch.of(settings, turn, incident, plan(incident));
    SloWatch.Seen seen = watch.look();
    return switch (seen.outcome()) {
      case PENDING -> List.of(verified(incident, watch, seen, List.of()));
      case HELD -> held(turn, incident, watch, seen);
      case NOT_HELD -> notHeld(turn, incident, watch, seen);
    };
  }

  private List<Reply> held(Turn turn, Incident incident, SloWatch watch, SloWatch.Seen seen) {
    Plan plan = plan(incident);
    Instant goodSince = watch.recovery().goodSince().orElseThrow();
    Decision decision =
        new Decision(
            Decision.Outcome.RESOLVED,
            plan.action(),
            approver(incident),
            String.format(
                Locale.ROOT,
                "%s helped: the SLO is met again %d s after the onset",
                plan.action().kind().wire(),
                Duration.between(incident.signal().orElseThrow().startedAt(), goodSince)
                    .toSeconds()),
            worth(turn, incident, goodSince, true));
    return close(turn, List.of(verified(incident, watch, seen, List.of())), decision);
  }

  private List<Reply> notHeld(Turn turn, Incident incident, SloWatch watch, SloWatch.Seen seen) {
    Plan plan = plan(incident);
    Optional<Steps> undo = Steps.toUndo(turn.trigger().room(), plan);
    List<Evidence> evidence = new ArrayList<>(figures(turn, incident, seen.sentence()));
    if (undo.isEmpty()) {
      Reply failed = verified(incident, watch, seen, evidence);
      return leave(turn, incident, failed, "nothing takes it back: " + plan.whyUndo());
    }
    Proof.UndoVerdict verdict = proof.undo(turn, Objects.requireNonNull(plan.undo()));
    evidence.addAll(verdict.evidence());
    Reply failed = verified(incident, watch, seen, evidence);
    if (!verdict.noWorse()) {
      return leave(turn, incident, failed, "taking it back is worse: " + verdict.sentence());
    }
    return List.of(failed, Commander.arm(undo.get(), incident.executions()));
  }

  /** What the sentence was read from. */
  private static List<Evidence> figures(Turn turn, Incident incident, String sentence) {
    return SignalEvidence.since(
        incident.signal().orElseThrow().service(),
        incident.armedAt(plan(incident).hash()).orElseThrow(),
        sentence,
        DeskSql.of(turn.desk()),
        EvidenceNumbers.next(turn.log()));
  }

  private List<Reply> leave(Turn turn, Incident incident, Reply failed, String why) {
    return reopen(turn, incident, List.of(failed), Decision.Outcome.LEFT_IN_PLACE, why);
  }

  /** The undo was carried out. */
  List<Reply> undone(Turn turn, Incident incident) {
    return reopen(
        turn, incident, List.of(), Decision.Outcome.REVERTED, "it did not help and was taken back");
  }

  /**
   * What was carried out did not help. The remediator is asked once more, with that learned; after
   * the last plan that may be carried out a person takes over.
   */
  private List<Reply> reopen(
      Turn turn, Incident incident, List<Reply> before, Decision.Outcome outcome, String why) {
    boolean more =
        incident.executedPlans().size() < MOST_PLANS
            && incident.judgedInThisSearch().size() < Remediator.MAX_ATTEMPTS;
    if (!more) {
      return end(turn, incident, before, outcome, why);
    }
    String question =
        plan(incident).action().kind().wire() + " did not help in reality; " + why + "; what else?";
    List<Reply> replies = new ArrayList<>(before);
    replies.add(Reply.to(Handle.REMEDIATOR, question, new Question(question)));
    return List.copyOf(replies);
  }

  /** The owners let nothing be executed: a person has the proved plan. */
  List<Reply> recommended(Turn turn, Incident incident, Plan plan, Reply handed) {
    Decision decision =
        new Decision(
            Decision.Outcome.RECOMMENDED,
            null,
            "",
            "plan "
                + plan.hash().substring(0, 8)
                + " is proved and handed to a person: the policy's autonomy is "
                + turn.desk().policy().autonomy().word(),
            worth(turn, incident, turn.now(), false));
    return close(turn, List.of(handed), decision);
  }

  /** The target did not take the order. */
  List<Reply> refused(Turn turn, Incident incident, Execution execution) {
    return end(
        turn,
        incident,
        List.of(),
        nothingWasTaken(incident) ? Decision.Outcome.NOT_EXECUTED : Decision.Outcome.LEFT_IN_PLACE,
        "step "
            + (execution.step() + 1)
            + " of "
            + execution.steps()
            + " was not taken: "
            + execution.detail());
  }

  private static boolean nothingWasTaken(Incident incident) {
    return incident.steps().stream().allMatch(e -> e.state() == Execution.State.REFUSED);
  }

  /** Nobody can tell whether the step was taken. */
  List<Reply> unknown(Turn turn, Incident incident, Execution execution) {
    return end(
        turn,
        incident,
        List.of(),
        Decision.Outcome.UNKNOWN,
        "outcome UNKNOWN: "
            + execution.action().describe()
            + ": "
            + execution.detail()
            + "; it was not repeated");
  }

  /** A person said no. */
  List<Reply> denied(Turn turn, Incident incident, Approval approval) {
    Decision decision =
        new Decision(
            Decision.Outcome.DENIED,
            null,
            approval.approver(),
            "denied by "
                + approval.approver()
                + (approval.reason().isEmpty() ? "" : ": " + approval.reason()),
            worth(turn, incident, turn.now(), false));
    return close(turn, List.of(), decision);
  }

  /** Nobody answered in time. */
  List<Reply> expired(Turn turn, Incident incident) {
    return end(
        turn,
        incident,
        List.of(),
        Decision.Outcome.EXPIRED,
        "nobody answered the approval request in time; nothing was done");
  }

  private List<Reply> end(
      Turn turn, Incident incident, List<Reply> before, Decision.Outcome outcome, String sentence) {
    boolean executed = incident.firstArmedAt().isPresent() && !nothingWasTaken(incident);
    Decision decision =
        new Decision(
            outcome,
            executed ? plan(incident).action() : null,
            approver(incident),
            sentence,
            worth(turn, incident, turn.now(), false));
    Escalation escalation =
        new Escalation(sentence, Tried.describe(incident.judgedInThisSearch()), List.of());
    List<Reply> replies = new ArrayList<>(before);
    replies.add(Reply.to(Handle.HUMAN, "hands over to a person: " + sentence, escalation));
    return close(turn, replies, decision);
  }

  /** The decision and the report on it, which includes the decision. */
  private static List<Reply> close(Turn turn, List<Reply> before, Decision decision) {
    List<Reply> replies = new ArrayList<>(before);
    replies.add(Reply.toAll(decision.sentence(), decision));
    List<RoomMessage> log = new ArrayList<>(turn.log());
    for (int i = 0; i < replies.size(); i++) {
      log.add(asPosted(turn, log.size() + 1L, i, replies.get(i)));
    }
    replies.add(Reply.toAll("writes the postmortem", new Postmortem(PostmortemReport.of(log))));
    return List.copyOf(replies);
  }

  private static RoomMessage asPosted(Turn turn, long seq, int ordinal, Reply reply) {
    RoomMessage trigger = turn.trigger();
    return new RoomMessage(
        RoomMessage.WIRE_VERSION,
        trigger.room(),
        seq,
        MessageId.ofAnswer(trigger.room(), Handle.COMMANDER, trigger.id().value(), ordinal),
        trigger.id(),
        Handle.COMMANDER,
        reply.mentions(),
        reply.text(),
        reply.payload(),
        turn.now());
  }

  private static Decision.Worth worth(
      Turn turn, Incident incident, Instant downtimeEnd, boolean recovered) {
    Signal signal = incident.signal().orElseThrow();
    Duration inPlace =
        incident
            .firstArmedAt()
            .map(armed -> Duration.between(armed, turn.now()))
            .orElse(Duration.ZERO);
    double dollarsPerHour =
        incident.approvalRequest().map(r -> r.plan().dollarsPerHour()).orElse(0.0);
    return Ledger.worth(
        turn.desk().profile().costs(),
        Duration.between(signal.startedAt(), downtimeEnd),
        recovered,
        dollarsPerHour,
        inPlace);
  }

  private static Reply verified(
      Incident incident, SloWatch watch, SloWatch.Seen seen, List<Evidence> evidence) {
    Verification verification =
        new Verification(
            plan(incident).hash(),
            seen.outcome(),
            measured(watch.recovery().worstP99Millis()),
            measured(watch.recovery().worstErrorRatio()),
            seen.lookAgain(),
            seen.sentence(),
            evidence,
            seen.lookAgain() == null ? watch.comparison() : null);
    return Reply.toAll(seen.sentence(), verification);
  }

  private static double measured(double value) {
    return Double.isNaN(value) ? -1 : value;
  }

  private static Plan plan(Incident incident) {
    return incident
        .approvalRequest()
        .orElseThrow(() -> new IllegalStateException("no plan was put to anybody"))
        .plan();
  }

  private static String approver(Incident incident) {
    return incident.quorum().map(Quorum::decidedBy).orElse("");
  }
}

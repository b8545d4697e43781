package dev.aegis.agent;

import dev.aegis.cause.SignalEvidence;
import dev.aegis.execution.Steps;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Ledger;
import dev.aegis.incident.Recovery;
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
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What @commander does once a plan was carried out, refused, denied or forgotten. */
final class Aftermath {
  private final CommandSettings settings;
  private final Proof proof;

  Aftermath(CommandSettings settings, Proof proof) {
    this.settings = settings;
    this.proof = proof;
  }

  /** Reads the telemetry: held, not held, or too early to say. */
  List<Reply> look(Turn turn, Incident incident) {
    Signal signal = incident.signal().orElseThrow();
    Instant since = incident.firstArmedAt().orElseThrow();
    Recovery recovery =
        Recovery.read(
            turn.desk().telemetry(),
            signal.service(),
            signal.slo(),
            new Window(since, turn.now().plusMillis(1)));
    Optional<Instant> goodSince = recovery.goodSince();
    if (goodSince.isPresent() && lasted(goodSince.get(), turn.now())) {
      return held(turn, incident, recovery, goodSince.get());
    }
    if (goodSince.isEmpty() && turn.now().isAfter(lastStepAt(turn).plus(settings.patience()))) {
      return notHeld(turn, incident, recovery);
    }
    Instant lookAgain = goodSince.orElse(turn.now()).plus(settings.confirmFor());
    return List.of(pending(incident, recovery, lookAgain));
  }

  private boolean lasted(Instant goodSince, Instant now) {
    return Duration.between(goodSince, now).compareTo(settings.confirmFor()) >= 0;
  }

  private static Instant lastStepAt(Turn turn) {
    return turn.log().stream()
        .filter(m -> m.payload() instanceof Execution e && e.state() == Execution.State.OBSERVED)
        .map(RoomMessage::ts)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private Reply pending(Incident incident, Recovery recovery, Instant lookAgain) {
    String sentence =
        recovery.goodSince().isPresent()
            ? "the SLO is met again; looking whether it stays so for "
                + settings.confirmFor().toSeconds()
                + " s"
            : "the SLO is still breached; looking again in "
                + settings.confirmFor().toSeconds()
                + " s";
    return Reply.toAll(
        sentence,
        verification(
            incident, Verification.Outcome.PENDING, recovery, lookAgain, sentence, List.of()));
  }

  private List<Reply> held(Turn turn, Incident incident, Recovery recovery, Instant goodSince) {
    String sentence =
        String.format(
            Locale.ROOT,
            "the SLO has been met for %d s: p99 %.0f ms, errors %.2f %%",
            Duration.between(goodSince, turn.now()).toSeconds(),
            recovery.worstP99Millis(),
            100 * recovery.worstErrorRatio());
    Plan plan = plan(incident);
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
    Reply verified =
        Reply.toAll(
            sentence,
            verification(incident, Verification.Outcome.HELD, recovery, null, sentence, List.of()));
    return close(turn, List.of(verified), decision);
  }

  private List<Reply> notHeld(Turn turn, Incident incident, Recovery recovery) {
    String sentence =
        String.format(
            Locale.ROOT,
            "the SLO is still breached %d s after the last step: p99 %.0f ms, errors %.1f %%",
            Duration.between(lastStepAt(turn), turn.now()).toSeconds(),
            recovery.worstP99Millis(),
            100 * recovery.worstErrorRatio());
    Plan plan = plan(incident);
    Optional<Steps> undo = Steps.toUndo(turn.trigger().room(), plan);
    if (undo.isEmpty()) {
      Reply failed = failed(incident, recovery, sentence, figures(turn, incident, sentence));
      return leave(turn, incident, failed, "nothing takes it back: " + plan.whyUndo());
    }
    Proof.UndoVerdict verdict = proof.undo(turn, Objects.requireNonNull(plan.undo()));
    List<Evidence> evidence = new ArrayList<>(figures(turn, incident, sentence));
    evidence.addAll(verdict.evidence());
    Reply failed = failed(incident, recovery, sentence, evidence);
    if (!verdict.noWorse()) {
      return leave(turn, incident, failed, "taking it back is worse: " + verdict.sentence());
    }
    return List.of(failed, Commander.arm(undo.get(), incident.executions()));
  }

  /** What the sentence was read from. */
  private static List<Evidence> figures(Turn turn, Incident incident, String sentence) {
    return SignalEvidence.since(
        incident.signal().orElseThrow().service(),
        incident.firstArmedAt().orElseThrow(),
        sentence,
        DeskSql.of(turn.desk()),
        EvidenceNumbers.next(turn.log()));
  }

  private Reply failed(
      Incident incident, Recovery recovery, String sentence, List<Evidence> evidence) {
    return Reply.toAll(
        sentence,
        verification(incident, Verification.Outcome.NOT_HELD, recovery, null, sentence, evidence));
  }

  private List<Reply> leave(Turn turn, Incident incident, Reply failed, String why) {
    return end(turn, incident, List.of(failed), Decision.Outcome.LEFT_IN_PLACE, why);
  }

  /** The undo was carried out. */
  List<Reply> undone(Turn turn, Incident incident) {
    return end(
        turn, incident, List.of(), Decision.Outcome.REVERTED, "it did not help and was taken back");
  }

  /** The target did not take the order. */
  List<Reply> refused(Turn turn, Incident incident, Execution execution) {
    return end(
        turn,
        incident,
        List.of(),
        Decision.Outcome.LEFT_IN_PLACE,
        "step "
            + (execution.step() + 1)
            + " of "
            + execution.steps()
            + " was not taken: "
            + execution.detail());
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
    boolean executed = incident.firstArmedAt().isPresent();
    Decision decision =
        new Decision(
            outcome,
            executed ? plan(incident).action() : null,
            approver(incident),
            sentence,
            worth(turn, incident, turn.now(), false));
    Escalation escalation = new Escalation(sentence, Tried.describe(incident.judged()), List.of());
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

  private static Verification verification(
      Incident incident,
      Verification.Outcome outcome,
      Recovery recovery,
      @Nullable Instant lookAgain,
      String sentence,
      List<Evidence> evidence) {
    return new Verification(
        plan(incident).hash(),
        outcome,
        measured(recovery.worstP99Millis()),
        measured(recovery.worstErrorRatio()),
        lookAgain,
        sentence,
        evidence);
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
    return incident.approval().map(Approval::approver).orElse("");
  }
}

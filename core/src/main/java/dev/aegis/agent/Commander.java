package dev.aegis.agent;

import dev.aegis.execution.Binding;
import dev.aegis.execution.Steps;
import dev.aegis.incident.Incident;
import dev.aegis.policy.Policy;
import dev.aegis.policy.ReviewRule;
import dev.aegis.remedy.Planner;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.Quorum;
import dev.aegis.room.Remediation;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns a proved fix into a plan, has it reviewed and approved, arms its steps one after the other,
 * and hands over to {@link Aftermath} once the targets have answered.
 */
public final class Commander implements Agent {
  private final CommandSettings settings;
  private final Aftermath aftermath;

  public Commander(CommandSettings settings, Proof proof) {
    this.settings = Objects.requireNonNull(settings);
    this.aftermath = new Aftermath(settings, proof);
  }

  @Override
  public Handle handle() {
    return Handle.COMMANDER;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    Optional<String> question = Topics.asked(turn);
    if (question.isPresent()) {
      Answer answer = new CommanderAnswers(turn).answer(question.get());
      return List.of(Reply.to(turn.trigger().sender(), answer.answer(), answer));
    }
    Optional<Challenge> challenge = Rechecks.asked(turn);
    return challenge
        .map(c -> List.of(Rechecks.reply(turn, c)))
        .orElseGet(() -> act(turn, Incident.of(turn.log())));
  }

  private List<Reply> act(Turn turn, Incident incident) {
    Payload trigger = turn.trigger().payload();
    if (trigger instanceof ValidationResult result) {
      return onVerdict(turn, incident, result);
    }
    if (trigger instanceof SecuritySignoff signoff) {
      return onSignoff(turn, incident, signoff);
    }
    if (trigger instanceof Approval approval) {
      return onApproval(turn, incident, approval);
    }
    if (trigger instanceof Execution execution) {
      return onExecution(turn, incident, execution);
    }
    if (trigger instanceof Timer timer) {
      return switch (timer.purpose()) {
        case APPROVAL_EXPIRED -> aftermath.expired(turn, incident);
        case LOOK_AGAIN -> aftermath.look(turn, incident);
        case JUDGE_AGAIN -> throw new IllegalStateException("the diagnostician looks first");
      };
    }
    throw new IllegalStateException("cannot act on " + turn.trigger().intent().wire());
  }

  private List<Reply> onVerdict(Turn turn, Incident incident, ValidationResult result) {
    return switch (result.verdict()) {
      case PASS -> onPass(turn, incident);
      case REJECT, ABSTAIN -> List.of(escalate(turn, incident, result));
    };
  }

  private List<Reply> onPass(Turn turn, Incident incident) {
    Plan plan = planFrom(incident, turn.trigger().id(), turn.desk().policy());
    Optional<String> review = ReviewRule.whyReview(plan);
    if (review.isPresent()) {
      String text = "recruits @security for a risk sign-off: " + review.get();
      return List.of(Reply.to(Handle.SECURITY, text, new SecurityReview(plan, review.get())));
    }
    return ask(turn, plan, incident, List.of());
  }

  private static Reply escalate(Turn turn, Incident incident, ValidationResult result) {
    return Patience.instead(turn, incident, result.sentence(), result.unknowns())
        .orElseGet(() -> handOver(turn, incident, result));
  }

  private static Reply handOver(Turn turn, Incident incident, ValidationResult result) {
    List<Incident.Judged> attempts = incident.judgedInThisSearch();
    Planner planner =
        new Planner(
            Circumstances.situation(turn), attempts, Duration.ZERO, incident.failedInReality());
    Escalation escalation =
        new Escalation(
            result.sentence(),
            Tried.describe(attempts),
            result.unknowns(),
            Tried.unproved(planner));
    return Reply.to(
        Handle.HUMAN, "the replay cannot vouch for a fix: " + result.sentence(), escalation);
  }

  private List<Reply> onSignoff(Turn turn, Incident incident, SecuritySignoff signoff) {
    Plan plan = reviewedPlan(turn, signoff);
    if (!signoff.accepted()) {
      Escalation escalation =
          new Escalation(
              "the security review did not sign off the plan",
              Tried.describe(incident.judgedInThisSearch()),
              signoff.residualRisks());
      return List.of(Reply.to(Handle.HUMAN, escalation.sentence(), escalation));
    }
    return ask(turn, plan, incident, signoff.conditions());
  }

  private static Plan reviewedPlan(Turn turn, SecuritySignoff signoff) {
    return turn.log().stream()
        .filter(m -> m.payload() instanceof SecurityReview)
        .map(m -> ((SecurityReview) m.payload()).plan())
        .filter(p -> p.hash().equals(signoff.planHash()))
        .reduce((earlier, later) -> later)
        .orElseThrow(
            () -> new IllegalStateException("the sign-off names a plan nobody asked about"));
  }

  private static Plan planFrom(Incident incident, MessageId verdict, Policy policy) {
    Incident.Judged attempt =
        incident.judged().stream()
            .filter(a -> a.resultId().equals(verdict))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the verdict answers no proposal"));
    Remediation proposal = attempt.proposal();
    if (attempt.result().verdict() != Verdict.PASS
        || !attempt.result().action().equals(proposal.action())) {
      throw new IllegalStateException("only a fix that passed its own replay becomes a plan");
    }
    return new Plan(
        proposal.action(),
        proposal.undo(),
        proposal.whyUndo(),
        proposal.expectedDuration(),
        proposal.blastRadius(),
        proposal.dollarsPerHour(),
        proposal.observedState(),
        verdict,
        policy.hash());
  }

  private List<Reply> ask(Turn turn, Plan plan, Incident incident, List<String> conditions) {
    return switch (turn.desk().policy().autonomy()) {
      case APPROVE -> {
        Instant expiresAt = turn.now().plus(settings.approvalExpiry());
        int approvers = turn.desk().policy().approvers();
        ApprovalRequest request = request(plan, incident, conditions, expiresAt, approvers);
        yield List.of(Reply.to(Handle.HUMAN, words("asks to approve", plan), request));
      }
      // Nobody can answer what expires at once: the person carries the plan out, not Aegis.
      case OBSERVE, RECOMMEND -> {
        ApprovalRequest card = request(plan, incident, conditions, turn.now(), 1);
        Reply handed = Reply.to(Handle.HUMAN, words("recommends", plan), card);
        yield aftermath.recommended(turn, incident, plan, handed);
      }
    };
  }

  private static ApprovalRequest request(
      Plan plan, Incident incident, List<String> conditions, Instant expiresAt, int approvers) {
    ValidationResult result =
        incident
            .find(plan.validation())
            .map(m -> (ValidationResult) m.payload())
            .orElseThrow(() -> new IllegalStateException("the plan names no verdict"));
    String summary = plan.action().describe() + "; " + result.sentence();
    return new ApprovalRequest(
        plan, plan.hash(), summary, result.unknowns(), conditions, expiresAt, approvers);
  }

  private static String words(String verb, Plan plan) {
    return String.format(
        Locale.ROOT, "%s plan %s: %s", verb, plan.hash().substring(0, 8), plan.action().describe());
  }

  private List<Reply> onApproval(Turn turn, Incident incident, Approval approval) {
    ApprovalRequest request =
        incident.approvalRequest().orElseThrow(() -> new IllegalStateException("nobody was asked"));
    Optional<String> noEffect = whyWithoutEffect(incident, request, approval);
    if (noEffect.isPresent()) {
      return List.of(Reply.toAll(noEffect.get(), new Answer(noEffect.get(), List.of())));
    }
    if (!approval.granted()) {
      return aftermath.denied(turn, incident, approval);
    }
    if (!turn.now().isBefore(request.expiresAt())) {
      return aftermath.expired(turn, incident);
    }
    String missing = incident.quorum().map(Quorum::missing).orElse("");
    if (!missing.isEmpty()) {
      return List.of(Reply.toAll(missing, new Answer(missing, List.of())));
    }
    Binding binding = new Binding(turn.log(), turn.desk().policy().hash(), turn.now());
    String observed = observedNow(turn, request.plan());
    Optional<String> why = binding.whyVoid(request, observed);
    if (why.isPresent()) {
      Escalation escalation =
          new Escalation(why.get(), Tried.describe(incident.judgedInThisSearch()), List.of());
      return List.of(Reply.to(Handle.HUMAN, why.get(), escalation));
    }
    return List.of(arm(Steps.of(turn.trigger().room(), request.plan()), incident.executions()));
  }

  /** An answer that comes twice, too late, or to another plan starts nothing. */
  private static Optional<String> whyWithoutEffect(
      Incident incident, ApprovalRequest request, Approval approval) {
    if (!approval.planHash().equals(request.planHash())) {
      return Optional.of("that answer names another plan than the one that is asked about");
    }
    if (incident.decision().isPresent() || incident.phase().terminal()) {
      return Optional.of("that answer comes after the end; nothing is done");
    }
    Optional<String> replaced = incident.whyReplaced();
    if (replaced.isPresent()) {
      return Optional.of("that plan can no longer be approved: " + replaced.get());
    }
    if (incident.armedAt(request.planHash()).isPresent()) {
      return Optional.of("the plan is being carried out already; the kill switch stops it");
    }
    return Optional.empty();
  }

  private static String observedNow(Turn turn, Plan plan) {
    return Remediator.observedState(turn, Circumstances.situation(turn), plan.action());
  }

  private List<Reply> onExecution(Turn turn, Incident incident, Execution execution) {
    Plan plan = incident.approvalRequest().orElseThrow().plan();
    return switch (execution.state()) {
      case OBSERVED -> onObserved(turn, incident, plan, execution);
      case REFUSED -> aftermath.refused(turn, incident, execution);
      case UNKNOWN -> aftermath.unknown(turn, incident, execution);
      case ARMED, DISPATCHED ->
          throw new IllegalStateException("nothing to decide while a step is under way");
    };
  }

  private List<Reply> onObserved(Turn turn, Incident incident, Plan plan, Execution execution) {
    Steps steps =
        execution.undo()
            ? Steps.toUndo(turn.trigger().room(), plan).orElseThrow()
            : Steps.of(turn.trigger().room(), plan);
    List<Execution> record = new ArrayList<>(incident.executions());
    if (!steps.allObserved(record)) {
      return List.of(arm(steps, record));
    }
    return execution.undo() ? aftermath.undone(turn, incident) : aftermath.look(turn, incident);
  }

  static Reply arm(Steps steps, List<Execution> record) {
    Execution armed =
        steps.next(record).orElseThrow(() -> new IllegalStateException("every step was armed"));
    String text =
        (armed.undo() ? "undo " : "executes ")
            + "step "
            + (armed.step() + 1)
            + " of "
            + armed.steps()
            + ": "
            + armed.action().describe();
    return Reply.to(Handle.AEGIS, text, armed);
  }
}

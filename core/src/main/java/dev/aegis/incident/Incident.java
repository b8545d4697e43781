package dev.aegis.incident;

import dev.aegis.room.Action;
import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Quorum;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.Replacement;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of an incident: a fold over its room's log and nothing else, so that two readers of the
 * same log always agree. Immutable.
 */
public final class Incident {
  private final List<RoomMessage> log;

  private Incident(List<RoomMessage> log) {
    this.log = List.copyOf(log);
  }

  /** Folds a room's log, given in order. */
  public static Incident of(List<RoomMessage> log) {
    return new Incident(log);
  }

  /**
   * A proposed fix and what the replay said of it.
   *
   * @param proposal the fix
   * @param result the verdict
   * @param resultId the message that bears the verdict
   */
  public record Judged(Remediation proposal, ValidationResult result, MessageId resultId) {}

  /**
   * A fix that was proposed and what the replay said of it.
   *
   * @param proposal the fix
   * @param result the verdict; {@code null} while there is none
   * @param validation id of the message with the verdict; {@code null} while there is none
   */
  public record Attempt(
      Remediation proposal, @Nullable ValidationResult result, @Nullable MessageId validation) {
    public Attempt {
      Objects.requireNonNull(proposal);
    }

    /** Whether the replay gave this verdict. */
    public boolean was(Verdict verdict) {
      return result != null && result.verdict() == verdict;
    }
  }

  /** The messages it was folded from, in order. */
  public List<RoomMessage> log() {
    return log;
  }

  /** The room; empty while nothing was said. */
  public Optional<RoomId> room() {
    return log.isEmpty() ? Optional.empty() : Optional.of(log.getFirst().room());
  }

  public Phase phase() {
    Phase phase = Phase.QUIET;
    List<Approval> answers = new ArrayList<>();
    ApprovalRequest asked = null;
    for (RoomMessage message : log) {
      Optional<Milestone> milestone = Milestone.of(message.payload());
      if (message.payload() instanceof ApprovalRequest request) {
        asked = request;
      }
      if (message.payload() instanceof Approval answer) {
        answers.add(answer);
        boolean waits = answer.granted() && asked != null && !Quorum.of(asked, answers).reached();
        milestone = waits ? Optional.empty() : milestone;
      }
      if (milestone.isPresent()) {
        phase = phase.on(milestone.get()).orElse(phase);
      }
    }
    return phase;
  }

  public Optional<Signal> signal() {
    return first(Signal.class);
  }

  public Optional<Diagnosis> diagnosis() {
    return last(Diagnosis.class);
  }

  /** The likeliest cause in the newest diagnosis. */
  public Optional<Hypothesis> cause() {
    return diagnosis().map(Diagnosis::leading);
  }

  public Optional<SecuritySignoff> signoff() {
    return last(SecuritySignoff.class);
  }

  public Optional<ApprovalRequest> approvalRequest() {
    return last(ApprovalRequest.class);
  }

  /** The newest request while nobody has answered it and nothing has taken its place. */
  public Optional<ApprovalRequest> openRequest() {
    return approvalRequest().filter(_ -> approval().isEmpty() && whyReplaced().isEmpty());
  }

  /**
   * Why the newest request can no longer be answered, whatever its deadline; empty while it can.
   */
  public Optional<String> whyReplaced() {
    return approvalRequest().flatMap(asked -> Replacement.why(log, asked.planHash()));
  }

  public Optional<Decision> decision() {
    return last(Decision.class);
  }

  public Optional<Escalation> escalation() {
    return last(Escalation.class);
  }

  public Optional<Verification> verification() {
    return last(Verification.class);
  }

  /**
   * The answer that decided on the newest approval request; empty while people have to say more.
   */
  public Optional<Approval> approval() {
    return quorum().flatMap(Quorum::answer);
  }

  /** How far the answers to the newest approval request go; empty where nobody was asked. */
  public Optional<Quorum> quorum() {
    return approvalRequest().map(asked -> Quorum.of(asked, all(Approval.class)));
  }

  public List<Execution> executions() {
    return all(Execution.class);
  }

  /** Every fix that was proposed and judged, oldest first. */
  public List<Judged> judged() {
    return judged(attempts());
  }

  private static List<Judged> judged(List<Attempt> attempts) {
    List<Judged> judged = new ArrayList<>();
    for (Attempt attempt : attempts) {
      if (attempt.result() != null && attempt.validation() != null) {
        judged.add(new Judged(attempt.proposal(), attempt.result(), attempt.validation()));
      }
    }
    return List.copyOf(judged);
  }

  /** Every time the search for a fix was put off, oldest first. */
  public List<Deferral> deferrals() {
    return all(Deferral.class);
  }

  /** What was judged since the search for a fix was last put off, or since the beginning. */
  public List<Judged> judgedInThisSearch() {
    return judged(attemptsInThisSearch());
  }

  /** What was proposed since the search for a fix was last put off, or since the beginning. */
  public List<Attempt> attemptsInThisSearch() {
    return attempts(
        log.stream()
            .filter(m -> m.payload() instanceof Deferral)
            .mapToLong(RoomMessage::seq)
            .max()
            .orElse(0));
  }

  /** Every proposed fix in order with the verdict that answered it. */
  public List<Attempt> attempts() {
    return attempts(0);
  }

  private List<Attempt> attempts(long after) {
    List<Attempt> attempts = new ArrayList<>();
    for (RoomMessage message : log) {
      if (message.seq() > after && message.payload() instanceof Remediation proposal) {
        attempts.add(attempt(message, proposal));
      }
    }
    return List.copyOf(attempts);
  }

  private Attempt attempt(RoomMessage asked, Remediation proposal) {
    for (RoomMessage message : log) {
      if (message.seq() > asked.seq()
          && message.payload() instanceof ValidationResult result
          && answers(message, asked, proposal, result)) {
        return new Attempt(proposal, result, message.id());
      }
    }
    return new Attempt(proposal, null, null);
  }

  private static boolean answers(
      RoomMessage message, RoomMessage asked, Remediation proposal, ValidationResult result) {
    return message
        .repliedTo()
        .map(asked.id()::equals)
        .orElse(result.action().equals(proposal.action()));
  }

  /** The attempt whose verdict is the given message. */
  public Optional<Attempt> provedBy(MessageId validation) {
    return attempts().stream().filter(a -> validation.equals(a.validation())).findFirst();
  }

  /** When the target was first told to change; empty when it was not. */
  public Optional<Instant> firstArmedAt() {
    return log.stream()
        .filter(m -> m.payload() instanceof Execution e && e.state() == Execution.State.ARMED)
        .map(RoomMessage::ts)
        .findFirst();
  }

  /** When the target was first told to carry this plan out; empty when it was not. */
  public Optional<Instant> armedAt(String planHash) {
    return log.stream()
        .filter(m ->
            m.payload() instanceof Execution e
                && e.state() == Execution.State.ARMED
                && e.planHash().equals(planHash))
        .map(RoomMessage::ts)
        .findFirst();
  }

  /** Hashes of the plans that were carried out, or begun, oldest first. */
  public List<String> executedPlans() {
    return executions().stream()
        .filter(e -> !e.undo())
        .map(Execution::planHash)
        .distinct()
        .toList();
  }

  /** Actions that were carried out and of which the telemetry showed that they did not help. */
  public List<Action> failedInReality() {
    return all(Verification.class).stream()
        .filter(v -> v.outcome() == Verification.Outcome.NOT_HELD)
        .flatMap(v -> plan(v.planHash()).stream())
        .map(Plan::action)
        .distinct()
        .toList();
  }

  /** The plan with this hash that was put to somebody; empty when none was. */
  public Optional<Plan> plan(String planHash) {
    return all(ApprovalRequest.class).stream()
        .map(ApprovalRequest::plan)
        .filter(p -> p.hash().equals(planHash))
        .findFirst();
  }

  /** The newest state of each step, the plan's own steps and those that took it back, in order. */
  public List<Execution> steps() {
    Map<List<Object>, Execution> newest = new LinkedHashMap<>();
    for (Execution e : executions()) {
      newest.put(List.of(e.planHash(), e.undo(), e.step()), e);
    }
    return List.copyOf(newest.values());
  }

  /** The evidence of every message in order, each id once. */
  public List<Evidence> evidence() {
    Map<String, Evidence> byId = new LinkedHashMap<>();
    for (RoomMessage message : log) {
      for (Evidence e : evidenceOf(message.payload())) {
        byId.putIfAbsent(e.id(), e);
      }
    }
    return List.copyOf(byId.values());
  }

  private static List<Evidence> evidenceOf(Payload payload) {
    return switch (payload) {
      case Signal p -> p.evidence();
      case Diagnosis p -> p.evidence();
      case ValidationResult p -> p.evidence();
      case Verification p -> p.evidence();
      case Answer p -> p.evidence();
      case Recheck p -> p.evidence();
      case Advice p -> p.evidence();
      case Remediation _,
          SecurityReview _,
          SecuritySignoff _,
          ApprovalRequest _,
          Approval _,
          Execution _,
          Decision _,
          Postmortem _,
          Escalation _,
          Deferral _,
          Question _,
          Remark _,
          Challenge _,
          MemoryMark _,
          Timer _ ->
          List.of();
    };
  }

  /**
   * Where the incident stands. An outcome that nobody knows outranks everything else, whatever was
   * said after it, until a later look at the same step has cleared it up.
   */
  public Status status() {
    if (steps().stream().anyMatch(e -> e.state() == Execution.State.UNKNOWN)) {
      return Status.UNKNOWN;
    }
    Optional<Status> decided = decision().map(d -> of(d.outcome()));
    if (decided.isPresent()) {
      return decided.get();
    }
    if (escalation().isPresent()) {
      return Status.ESCALATED;
    }
    return openRequest().isPresent() ? Status.WAITING : Status.OPEN;
  }

  private static Status of(Decision.Outcome outcome) {
    return switch (outcome) {
      case RESOLVED -> Status.RESOLVED;
      case RECOMMENDED -> Status.RECOMMENDED;
      case NOT_EXECUTED -> Status.NOT_EXECUTED;
      case DENIED -> Status.DENIED;
      case REVERTED -> Status.REVERTED;
      case LEFT_IN_PLACE -> Status.LEFT_IN_PLACE;
      case EXPIRED -> Status.EXPIRED;
      case UNKNOWN -> Status.UNKNOWN;
    };
  }

  /** From the first message with one payload to the first with another; empty when either lacks. */
  public Optional<Duration> between(Class<? extends Payload> from, Class<? extends Payload> to) {
    return firstAt(from).flatMap(a -> firstAt(to).map(b -> Duration.between(a, b)));
  }

  /** When the first message with this payload was posted. */
  public Optional<Instant> firstAt(Class<? extends Payload> type) {
    return log.stream().filter(m -> type.isInstance(m.payload())).map(RoomMessage::ts).findFirst();
  }

  /** When the newest message with this payload was posted. */
  public Optional<Instant> lastAt(Class<? extends Payload> type) {
    return log.stream()
        .filter(m -> type.isInstance(m.payload()))
        .map(RoomMessage::ts)
        .reduce((older, newer) -> newer);
  }

  /** Deadlines that were set and have not been announced yet, in the order they were set. */
  public List<Timer> openDeadlines() {
    List<Timer> open = new ArrayList<>();
    for (RoomMessage message : log) {
      deadline(message).filter(t -> !announced(t) && !settled(t)).ifPresent(open::add);
    }
    return List.copyOf(open);
  }

  private static Optional<Timer> deadline(RoomMessage message) {
    if (message.payload() instanceof ApprovalRequest request) {
      return Optional.of(
          new Timer(Timer.Purpose.APPROVAL_EXPIRED, message.id(), request.expiresAt()));
    }
    if (message.payload() instanceof Verification verification) {
      return Optional.ofNullable(verification.lookAgainAt())
          .map(due -> new Timer(Timer.Purpose.LOOK_AGAIN, message.id(), due));
    }
    if (message.payload() instanceof Deferral deferral) {
      return Optional.of(
          new Timer(Timer.Purpose.JUDGE_AGAIN, message.id(), deferral.judgeAgainAt()));
    }
    return Optional.empty();
  }

  private boolean announced(Timer timer) {
    return all(Timer.class).stream()
        .anyMatch(t -> t.about().equals(timer.about()) && t.purpose() == timer.purpose());
  }

  private boolean settled(Timer timer) {
    return switch (timer.purpose()) {
      // A later request has a deadline of its own, and a room that is over has none.
      case APPROVAL_EXPIRED -> isAnswered(timer) || isReplaced(timer) || phase().terminal();
      case LOOK_AGAIN, JUDGE_AGAIN -> phase().terminal();
    };
  }

  private boolean isReplaced(Timer timer) {
    return find(timer.about())
        .map(m -> (ApprovalRequest) m.payload())
        .flatMap(asked -> Replacement.why(log, asked.planHash()))
        .isPresent();
  }

  private boolean isAnswered(Timer timer) {
    return find(timer.about())
        .map(m -> (ApprovalRequest) m.payload())
        .map(asked -> Quorum.of(asked, all(Approval.class)).answer().isPresent())
        .orElse(false);
  }

  public Optional<RoomMessage> find(MessageId id) {
    return log.stream().filter(m -> m.id().equals(id)).findFirst();
  }

  private <T extends Payload> Optional<T> first(Class<T> type) {
    return all(type).stream().findFirst();
  }

  private <T extends Payload> Optional<T> last(Class<T> type) {
    return all(type).stream().reduce((earlier, later) -> later);
  }

  private <T extends Payload> List<T> all(Class<T> type) {
    return log.stream().map(RoomMessage::payload).filter(type::isInstance).map(type::cast).toList();
  }
}

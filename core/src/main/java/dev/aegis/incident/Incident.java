package dev.aegis.incident;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  public record Attempt(Remediation proposal, ValidationResult result, MessageId resultId) {}

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
    for (RoomMessage message : log) {
      Optional<Milestone> milestone = Milestone.of(message.payload());
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

  public Optional<ValidationResult> lastResult() {
    return last(ValidationResult.class);
  }

  public Optional<SecuritySignoff> signoff() {
    return last(SecuritySignoff.class);
  }

  public Optional<ApprovalRequest> approvalRequest() {
    return last(ApprovalRequest.class);
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

  /** The newest answer to the newest approval request that names its hash. */
  public Optional<Approval> approval() {
    Optional<ApprovalRequest> request = approvalRequest();
    return request.flatMap(asked ->
        all(Approval.class).stream()
            .filter(answer -> answer.planHash().equals(asked.planHash()))
            .reduce((earlier, later) -> later));
  }

  public List<Execution> executions() {
    return all(Execution.class);
  }

  /** Every fix that was proposed and judged, oldest first. */
  public List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    for (RoomMessage message : log) {
      if (message.payload() instanceof ValidationResult result) {
        message
            .repliedTo()
            .flatMap(this::find)
            .map(RoomMessage::payload)
            .filter(Remediation.class::isInstance)
            .map(Remediation.class::cast)
            .ifPresent(proposal -> attempts.add(new Attempt(proposal, result, message.id())));
      }
    }
    return List.copyOf(attempts);
  }

  /** When the target was first told to change; empty when it was not. */
  public Optional<Instant> firstArmedAt() {
    return log.stream()
        .filter(m -> m.payload() instanceof Execution e && e.state() == Execution.State.ARMED)
        .map(RoomMessage::ts)
        .findFirst();
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
    return Optional.empty();
  }

  private boolean announced(Timer timer) {
    return all(Timer.class).stream()
        .anyMatch(t -> t.about().equals(timer.about()) && t.purpose() == timer.purpose());
  }

  private boolean settled(Timer timer) {
    return switch (timer.purpose()) {
      case APPROVAL_EXPIRED -> approval().isPresent();
      case LOOK_AGAIN -> false;
    };
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

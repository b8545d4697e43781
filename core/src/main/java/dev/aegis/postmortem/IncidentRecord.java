package dev.aegis.postmortem;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
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
 * A room's log, asked for what a reader wants to know. Every answer is a fold over the messages; an
 * answer that the log does not hold is empty. Immutable.
 *
 * @param log the messages of one room in order, possibly none
 */
public record IncidentRecord(List<RoomMessage> log) {

  /** Where an incident stands for a person who looks at it now. */
  public enum Status {
    /** No decision yet, and nobody is asked. */
    OPEN("open"),
    /** A person is asked to approve a plan. */
    WAITING("waiting for approval"),
    /** The SLO is met again. */
    RESOLVED("resolved"),
    /** A person said no. */
    DENIED("denied by a person"),
    /** Executed, did not help, taken back. */
    REVERTED("not resolved, the fix was taken back"),
    /** Executed, did not help, left in place. */
    LEFT_IN_PLACE("not resolved, the fix was left in place"),
    /** Nobody answered in time. */
    EXPIRED("not resolved, the approval expired"),
    /** Aegis stopped and a person takes over. */
    ESCALATED("escalated to a person"),
    /** It is not known whether an action was done. */
    UNKNOWN("outcome unknown, a person must look");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

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

  public IncidentRecord {
    log = List.copyOf(log);
  }

  /** What was wrong, as first reported. */
  public Optional<Signal> signal() {
    return all(Signal.class).stream().findFirst();
  }

  /** The newest diagnosis. */
  public Optional<Diagnosis> diagnosis() {
    return last(Diagnosis.class);
  }

  /** The likeliest cause in the newest diagnosis. */
  public Optional<Hypothesis> cause() {
    return diagnosis().map(Diagnosis::leading);
  }

  /** Every proposed fix in order with the verdict that answered it. */
  public List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    for (RoomMessage message : log) {
      if (message.payload() instanceof Remediation proposal) {
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

  /** The newest request for approval. */
  public Optional<ApprovalRequest> request() {
    return last(ApprovalRequest.class);
  }

  /** The newest answer to the newest request; an answer to another plan is none. */
  public Optional<Approval> approval() {
    return request()
        .flatMap(r ->
            all(Approval.class).stream()
                .filter(a -> a.planHash().equals(r.planHash()))
                .reduce((older, newer) -> newer));
  }

  /** The newest answer of the security specialist. */
  public Optional<SecuritySignoff> signoff() {
    return last(SecuritySignoff.class);
  }

  /** Every link of the record chain in order. */
  public List<Execution> executions() {
    return all(Execution.class);
  }

  /** The newest state of each step, the plan's own steps and those that took it back, in order. */
  public List<Execution> steps() {
    Map<List<Object>, Execution> newest = new LinkedHashMap<>();
    for (Execution e : executions()) {
      newest.put(List.of(e.planHash(), e.undo(), e.step()), e);
    }
    return List.copyOf(newest.values());
  }

  /** The newest look at whether it helped. */
  public Optional<Verification> verification() {
    return last(Verification.class);
  }

  public Optional<Decision> decision() {
    return last(Decision.class);
  }

  public Optional<Escalation> escalation() {
    return last(Escalation.class);
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
      case dev.aegis.room.Answer p -> p.evidence();
      case Remediation _,
          dev.aegis.room.SecurityReview _,
          SecuritySignoff _,
          ApprovalRequest _,
          Approval _,
          Execution _,
          Decision _,
          dev.aegis.room.Postmortem _,
          Escalation _,
          dev.aegis.room.Question _,
          dev.aegis.room.Timer _ ->
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
    return request().isPresent() && approval().isEmpty() ? Status.WAITING : Status.OPEN;
  }

  private static Status of(Decision.Outcome outcome) {
    return switch (outcome) {
      case RESOLVED -> Status.RESOLVED;
      case DENIED -> Status.DENIED;
      case REVERTED -> Status.REVERTED;
      case LEFT_IN_PLACE -> Status.LEFT_IN_PLACE;
      case EXPIRED -> Status.EXPIRED;
      case UNKNOWN -> Status.UNKNOWN;
    };
  }

  /** From the first message with one payload to the first with another; empty when either lacks. */
  Optional<Duration> between(Class<? extends Payload> from, Class<? extends Payload> to) {
    return firstAt(from).flatMap(a -> firstAt(to).map(b -> Duration.between(a, b)));
  }

  Optional<Instant> firstAt(Class<? extends Payload> type) {
    return log.stream().filter(m -> type.isInstance(m.payload())).map(RoomMessage::ts).findFirst();
  }

  Optional<Instant> lastAt(Class<? extends Payload> type) {
    return log.stream()
        .filter(m -> type.isInstance(m.payload()))
        .map(RoomMessage::ts)
        .reduce((older, newer) -> newer);
  }

  private <T extends Payload> List<T> all(Class<T> type) {
    return log.stream().map(RoomMessage::payload).filter(type::isInstance).map(type::cast).toList();
  }

  private <T extends Payload> Optional<T> last(Class<T> type) {
    return all(type).stream().reduce((older, newer) -> newer);
  }
}

package dev.aegis.incident;

import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.Payload;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.util.Optional;

/** What a message means for the lifecycle of its incident. */
public enum Milestone {
  SIGNALLED,
  DIAGNOSED,
  PROPOSED,
  PASSED,
  REJECTED,
  ABSTAINED,
  REVIEW_ASKED,
  SIGNED_OFF,
  APPROVAL_ASKED,
  GRANTED,
  DENIED,
  ARMED,
  OBSERVED,
  LOST_SIGHT,
  HELD,
  NOT_HELD,
  CLOSED,
  ESCALATED;

  /** The milestone a payload is; empty when it is none. */
  public static Optional<Milestone> of(Payload payload) {
    return switch (payload) {
      case Signal _ -> Optional.of(SIGNALLED);
      case Diagnosis _ -> Optional.of(DIAGNOSED);
      case Remediation _ -> Optional.of(PROPOSED);
      case ValidationResult result ->
          Optional.of(
              switch (result.verdict()) {
                case PASS -> PASSED;
                case REJECT -> REJECTED;
                case ABSTAIN -> ABSTAINED;
              });
      case SecurityReview _ -> Optional.of(REVIEW_ASKED);
      case SecuritySignoff _ -> Optional.of(SIGNED_OFF);
      case ApprovalRequest _ -> Optional.of(APPROVAL_ASKED);
      case Approval approval -> Optional.of(approval.granted() ? GRANTED : DENIED);
      case Execution execution -> ofExecution(execution.state());
      case Verification verification ->
          switch (verification.outcome()) {
            case PENDING -> Optional.empty();
            case HELD -> Optional.of(HELD);
            case NOT_HELD -> Optional.of(NOT_HELD);
          };
      case Decision _ -> Optional.of(CLOSED);
      case Escalation _ -> Optional.of(ESCALATED);
      case Postmortem _, Question _, Answer _, Timer _, Deferral _ -> Optional.empty();
      case Remark _, Challenge _, Recheck _, MemoryMark _, Advice _ -> Optional.empty();
    };
  }

  private static Optional<Milestone> ofExecution(Execution.State state) {
    return switch (state) {
      case ARMED -> Optional.of(ARMED);
      case DISPATCHED -> Optional.empty();
      case OBSERVED, REFUSED -> Optional.of(OBSERVED);
      case UNKNOWN -> Optional.of(LOST_SIGHT);
    };
  }
}

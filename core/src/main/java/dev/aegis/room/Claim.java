package dev.aegis.room;

/** Which messages claim something that whoever said it can look at again. */
public final class Claim {
  private Claim() {}

  /** Whether an agent concluded something here, or rests an answer on evidence. */
  public static boolean isMadeIn(RoomMessage message) {
    return switch (message.payload()) {
      case Signal _, Diagnosis _, Remediation _, ValidationResult _ -> true;
      case Verification v -> !v.evidence().isEmpty();
      case Answer a -> !a.evidence().isEmpty();
      case SecurityReview _,
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
          Recheck _,
          MemoryMark _,
          Advice _,
          Timer _ ->
          false;
    };
  }
}

package dev.aegis.room;

import java.util.Objects;

/**
 * The answer of a person, or of a written policy, to an approval request.
 *
 * @param planHash hash of the plan that is answered
 * @param granted whether it may be executed
 * @param approver who, such as {@code alice} or {@code policy:demo}
 * @param reason in their words; may be empty
 */
public record Approval(String planHash, boolean granted, String approver, String reason)
    implements Payload {
  public Approval {
    Objects.requireNonNull(planHash);
    Objects.requireNonNull(approver);
    Objects.requireNonNull(reason);
    if (approver.isBlank()) {
      throw new IllegalArgumentException("expected the name of an approver, found a blank");
    }
  }

  @Override
  public Intent intent() {
    return Intent.APPROVAL;
  }
}

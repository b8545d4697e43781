package dev.aegis.room;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Asks a person to allow exactly one plan.
 *
 * @param plan the plan; an answer must name its hash
 * @param planHash hash of the plan
 * @param summary the literal change and why it will help, one or two sentences
 * @param unknowns what the replay could not know, one sentence each
 * @param conditions from the security review; empty when there was none
 * @param expiresAt after this instant an answer has no effect
 */
public record ApprovalRequest(
    Plan plan,
    String planHash,
    String summary,
    List<String> unknowns,
    List<String> conditions,
    Instant expiresAt)
    implements Payload {
  public ApprovalRequest {
    Objects.requireNonNull(plan);
    Objects.requireNonNull(summary);
    Objects.requireNonNull(expiresAt);
    if (!plan.hash().equals(planHash)) {
      throw new IllegalArgumentException("expected the hash of the plan, found " + planHash);
    }
    unknowns = List.copyOf(unknowns);
    conditions = List.copyOf(conditions);
  }

  @Override
  public Intent intent() {
    return Intent.APPROVAL_REQUEST;
  }
}

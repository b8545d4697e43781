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
 * @param approvers how many different people have to say yes, 1 to {@link #MOST_APPROVERS}
 */
public record ApprovalRequest(
    Plan plan,
    String planHash,
    String summary,
    List<String> unknowns,
    List<String> conditions,
    Instant expiresAt,
    int approvers)
    implements Payload {
  /** More people are not found in time. */
  public static final int MOST_APPROVERS = 5;

  /** One that a single person answers. */
  public ApprovalRequest(
      Plan plan,
      String planHash,
      String summary,
      List<String> unknowns,
      List<String> conditions,
      Instant expiresAt) {
    this(plan, planHash, summary, unknowns, conditions, expiresAt, 1);
  }

  public ApprovalRequest {
    Objects.requireNonNull(plan);
    Objects.requireNonNull(summary);
    Objects.requireNonNull(expiresAt);
    if (!plan.hash().equals(planHash)) {
      throw new IllegalArgumentException("expected the hash of the plan, found " + planHash);
    }
    if (approvers < 1 || approvers > MOST_APPROVERS) {
      throw new IllegalArgumentException("expected 1 to 5 approvers, found " + approvers);
    }
    unknowns = List.copyOf(unknowns);
    conditions = List.copyOf(conditions);
  }

  @Override
  public Intent intent() {
    return Intent.APPROVAL_REQUEST;
  }
}

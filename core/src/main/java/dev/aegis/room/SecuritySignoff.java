package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * The security specialist's answer.
 *
 * @param planHash hash of the plan that was reviewed
 * @param accepted whether a person may be asked to approve it
 * @param residualRisks what can still go wrong, one sentence each
 * @param conditions what must hold when it is executed, one sentence each
 */
public record SecuritySignoff(
    String planHash, boolean accepted, List<String> residualRisks, List<String> conditions)
    implements Payload {
  public SecuritySignoff {
    Objects.requireNonNull(planHash);
    residualRisks = List.copyOf(residualRisks);
    conditions = List.copyOf(conditions);
  }

  @Override
  public Intent intent() {
    return Intent.SECURITY_SIGNOFF;
  }
}

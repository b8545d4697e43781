package dev.aegis.agent;

import dev.aegis.remedy.Planner;
import dev.aegis.room.Handle;
import dev.aegis.room.Remediation;
import dev.aegis.room.ValidationResult;
import java.util.List;
import java.util.Objects;

/**
 * Has a proposed fix replayed and says what came out. It never looks at the diagnosis: the replay
 * judges from the telemetry alone.
 */
public final class Validator implements Agent {
  private final Proof proof;

  public Validator(Proof proof) {
    this.proof = Objects.requireNonNull(proof);
  }

  @Override
  public Handle handle() {
    return Handle.VALIDATOR;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    if (!(turn.trigger().payload() instanceof Remediation proposal)) {
      throw new IllegalStateException(
          "expected a remediation_proposal, found " + turn.trigger().intent().wire());
    }
    ValidationResult result = proof.judge(turn, proposal.action());
    return List.of(Reply.to(next(result), result.verdict() + ": " + result.sentence(), result));
  }

  /**
   * Who acts next: the remediator while another fix could fare better, else the commander. An
   * abstention holds for every fix when the twin could not even be calibrated.
   */
  private static Handle next(ValidationResult result) {
    boolean calibrated = !result.evidence().isEmpty();
    return switch (result.verdict()) {
      case PASS -> Handle.COMMANDER;
      case REJECT -> Handle.REMEDIATOR;
      case ABSTAIN ->
          calibrated && Planner.leavesRoom(result.reason()) ? Handle.REMEDIATOR : Handle.COMMANDER;
    };
  }
}

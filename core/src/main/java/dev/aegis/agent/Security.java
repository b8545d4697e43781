package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.policy.SecurityAssessment;
import dev.aegis.room.Handle;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.ValidationResult;
import java.util.List;

/** Recruited for plans that cannot be undone or reach far: says what can still go wrong. */
public final class Security implements Agent {
  @Override
  public Handle handle() {
    return Handle.SECURITY;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    if (!(turn.trigger().payload() instanceof SecurityReview review)) {
      throw new IllegalStateException(
          "expected a security_review, found " + turn.trigger().intent());
    }
    ValidationResult result =
        Incident.of(turn.log())
            .find(review.plan().validation())
            .filter(m -> m.payload() instanceof ValidationResult)
            .map(m -> (ValidationResult) m.payload())
            .orElseThrow(() -> new IllegalStateException("the plan names no verdict in the room"));
    SecuritySignoff signoff = SecurityAssessment.of(review.plan(), result, turn.desk().profile());
    String text =
        (signoff.accepted() ? "signed off" : "not signed off")
            + ", residual risk: "
            + String.join("; ", signoff.residualRisks());
    return List.of(Reply.to(Handle.COMMANDER, text, signoff));
  }
}

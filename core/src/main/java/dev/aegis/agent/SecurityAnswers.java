package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.policy.ReviewRule;
import dev.aegis.policy.SecurityAssessment;
import dev.aegis.room.Answer;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Plan;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.ValidationResult;
import java.util.List;
import java.util.Optional;

/** What @security tells people: what can still go wrong with the plan, and what must hold. */
final class SecurityAnswers {
  private final Turn turn;
  private final Incident incident;

  SecurityAnswers(Turn turn) {
    this.turn = turn;
    this.incident = Incident.of(turn.log());
  }

  Answer answer(String question) {
    return new Topics(
            List.of(
                Topics.Topic.of(
                    "what can still go wrong with the plan?",
                    "risks?|wrong|why|conditions?|sign|signed|signoff|review|reviewed|plan|secure"
                        + "|security|safe|worst|danger|dangerous|undo",
                    () -> Topics.fromTheRoom(risks()))),
            List.of())
        .answer(question);
  }

  private String risks() {
    Optional<Plan> plan = incident.approvalRequest().map(ApprovalRequest::plan);
    if (plan.isEmpty()) {
      return "There is no plan yet, so there is nothing to review.";
    }
    Optional<ValidationResult> result =
        incident.provedBy(plan.get().validation()).map(Incident.Attempt::result);
    if (result.isEmpty()) {
      return "The plan names no verdict in this room, so it cannot be reviewed.";
    }
    SecuritySignoff now = SecurityAssessment.of(plan.get(), result.get(), turn.desk().profile());
    String review =
        ReviewRule.whyReview(plan.get())
            .map(why -> "I was recruited because of " + why)
            .orElse("I was not recruited: a small or medium blast radius, and it can be undone");
    return "plan "
        + plan.get().hash().substring(0, 8)
        + ": "
        + (now.accepted() ? "I sign it off" : "I do not sign it off")
        + "; residual risk: "
        + (now.residualRisks().isEmpty() ? "none found" : String.join("; ", now.residualRisks()))
        + "; only if "
        + String.join("; ", now.conditions())
        + ". "
        + review
        + ".";
  }
}

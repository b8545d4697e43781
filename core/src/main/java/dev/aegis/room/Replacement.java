package dev.aegis.room;

import java.util.List;
import java.util.Optional;

/** Whether a request for an approval still stands, as its room's log tells. */
public final class Replacement {
  private Replacement() {}

  /**
   * Why the request for this plan can no longer be answered, whatever its deadline: another fix was
   * proposed after it, or the replay says something else of its action by now. Empty while it
   * stands, and once anything of the plan was begun.
   */
  public static Optional<String> why(List<RoomMessage> log, String planHash) {
    Plan plan = null;
    String why = "";
    for (RoomMessage message : log) {
      if (message.payload() instanceof ApprovalRequest request
          && request.planHash().equals(planHash)) {
        plan = request.plan();
        why = "";
      } else if (plan != null && why.isEmpty()) {
        if (isBegun(message.payload(), planHash)) {
          return Optional.empty();
        }
        why = replacedBy(message.payload(), plan);
      }
    }
    return why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  private static boolean isBegun(Payload payload, String planHash) {
    return payload instanceof Execution execution && execution.planHash().equals(planHash);
  }

  private static String replacedBy(Payload payload, Plan plan) {
    if (payload instanceof Remediation proposal) {
      return "another fix was proposed since: " + proposal.action().describe();
    }
    boolean judgedAnew =
        payload instanceof ValidationResult result
            && result.action().equals(plan.action())
            && result.verdict() != Verdict.PASS;
    return judgedAnew ? "the replay no longer vouches for it" : "";
  }
}

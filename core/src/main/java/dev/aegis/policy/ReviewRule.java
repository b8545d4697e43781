package dev.aegis.policy;

import dev.aegis.room.BlastRadius;
import dev.aegis.room.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When the security specialist must be recruited before a person is asked. */
public final class ReviewRule {
  private ReviewRule() {}

  /** Why this plan needs a review; empty when it needs none. */
  public static Optional<String> whyReview(Plan plan) {
    List<String> reasons = new ArrayList<>();
    if (plan.blastRadius() == BlastRadius.LARGE) {
      reasons.add("its blast radius is large");
    }
    if (!plan.undoable()) {
      reasons.add("it cannot be taken back (" + plan.whyUndo() + ")");
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(plan.action().kind().wire() + ": " + String.join(" and ", reasons));
  }
}

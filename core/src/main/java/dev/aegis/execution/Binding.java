package dev.aegis.execution;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.MessageId;
import dev.aegis.room.Plan;
import dev.aegis.room.Quorum;
import dev.aegis.room.Replacement;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an approval is bound to: the plan to the letter, the state of its targets, the verdict that
 * proved it and the policy in force. When one of them has changed, or the approval has expired, it
 * is void. Asked when the approval comes, and again just before the first order is given.
 *
 * @param log the room's log
 * @param policyHash hash of the policy in force now
 * @param now the time on the room's clock
 */
public record Binding(List<RoomMessage> log, String policyHash, Instant now) {
  public Binding {
    log = List.copyOf(log);
  }

  /** The request that put this plan to somebody; empty when none did. */
  public Optional<ApprovalRequest> request(String planHash) {
    return log.stream()
        .filter(m -> m.payload() instanceof ApprovalRequest)
        .map(m -> (ApprovalRequest) m.payload())
        .filter(r -> r.planHash().equals(planHash))
        .findFirst();
  }

  /** Why there is no approval of this plan that still holds; empty when there is one. */
  public Optional<String> whyNotApproved(String planHash, String stateNow) {
    Optional<ApprovalRequest> asked = request(planHash);
    if (asked.isEmpty()) {
      return Optional.of("there is no request for an approval of this plan");
    }
    List<Approval> answers =
        log.stream()
            .filter(m -> m.payload() instanceof Approval)
            .map(m -> (Approval) m.payload())
            .toList();
    if (!Quorum.of(asked.get(), answers).reached()) {
      return Optional.of("this plan was not approved");
    }
    return whyVoid(asked.get(), stateNow);
  }

  /**
   * Why an approval of what was asked would be void; empty when it would hold.
   *
   * @param stateNow the state of the plan's targets as just read
   */
  public Optional<String> whyVoid(ApprovalRequest asked, String stateNow) {
    Plan plan = asked.plan();
    if (!now.isBefore(asked.expiresAt())) {
      return Optional.of("the approval is void: it expired at " + asked.expiresAt());
    }
    if (!plan.policyHash().equals(policyHash)) {
      return Optional.of("the approval is void: the policy has changed since it was asked for");
    }
    Optional<String> replaced = Replacement.why(log, asked.planHash());
    if (replaced.isPresent()) {
      return replaced.map(why -> "the approval is void: " + why);
    }
    if (!stillProved(plan)) {
      return Optional.of("the approval is void: the verdict on the plan has changed");
    }
    return plan.observedState().equals(stateNow)
        ? Optional.empty()
        : Optional.of(
            "the approval is void: the plan was made for "
                + plan.observedState()
                + ", the targets now show "
                + stateNow);
  }

  /** The newest verdict on the action is still the one that the plan names, and still a PASS. */
  private boolean stillProved(Plan plan) {
    MessageId newest = null;
    boolean passed = false;
    for (RoomMessage message : log) {
      if (message.payload() instanceof ValidationResult result
          && result.action().equals(plan.action())) {
        newest = message.id();
        passed = result.verdict() == Verdict.PASS;
      }
    }
    return passed && plan.validation().equals(newest);
  }
}

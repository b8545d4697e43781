package dev.aegis.app.oncall;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import java.util.List;
import java.util.Optional;

/** Where answers to requests for approval come from, in their own time. */
@FunctionalInterface
public interface Approvals {
  /**
   * The answer to a request, if there is one by now. Asked again after each scrape; must not wait.
   */
  Optional<Answer> poll(ApprovalRequest request);

  /** What the person asked the room since the last look, in their words. */
  default List<String> questions() {
    return List.of();
  }

  /**
   * An answer.
   *
   * @param by who gave it
   * @param approval what they said
   */
  record Answer(Handle by, Approval approval) {}

  /** Grants every plan as a policy, and says so in the record: for the demo and the lab alone. */
  static Approvals automatic() {
    return request ->
        Optional.of(
            new Answer(
                Handle.POLICY,
                new Approval(
                    request.planHash(), true, "policy auto", "nobody was asked: a lab's policy")));
  }
}

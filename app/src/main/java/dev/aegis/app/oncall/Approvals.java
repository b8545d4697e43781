package dev.aegis.app.oncall;

import dev.aegis.app.host.Contribution;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where answers to requests for approval come from, in their own time. */
@FunctionalInterface
public interface Approvals {
  /**
   * The answer to a request, if there is one by now. Asked again after each scrape; must not wait.
   */
  Optional<Answer> poll(ApprovalRequest request);

  /** What people said to the room since the last look. */
  default List<Contribution> contributions() {
    return List.of();
  }

  /** Tells in which rooms agents answer from now on; must not wait. */
  default void leads(Set<RoomId> rooms) {}

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

package dev.aegis.app.scenario;

import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Handle;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Answers approval requests of the demo. */
@FunctionalInterface
interface Approver {
  /**
   * The answer to a request.
   *
   * @param room takes questions of the person, and has them answered before it returns
   */
  Answer answer(ApprovalRequest request, Consumer<String> room);

  /**
   * An answer.
   *
   * @param by who is connected
   * @param approval what they say
   * @param thought how long they took; the service went on burning meanwhile
   */
  record Answer(Handle by, Approval approval, Duration thought) {
    public Answer {
      Objects.requireNonNull(by);
      Objects.requireNonNull(approval);
      Objects.requireNonNull(thought);
    }
  }

  /** The written policy of the demo, recorded as such. */
  static Approver policy(boolean granted) {
    return (request, _) ->
        new Answer(
            Handle.POLICY,
            new Approval(
                request.planHash(),
                granted,
                "policy:demo",
                granted
                    ? "the demo's policy approves what the replay has proved"
                    : "the demo was asked to deny"),
            Duration.ZERO);
  }
}

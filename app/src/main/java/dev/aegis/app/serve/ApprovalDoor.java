package dev.aegis.app.serve;

import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.terminal.Words;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Quorum;
import dev.aegis.room.Signal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one way in which a person's answer counts, wherever it was given: for exactly the plan whose
 * hash it names, while that is asked for and has not expired. It goes to whoever leads the
 * incident, who posts it and looks at all of it again before anything is done. While the kill
 * switch is on no yes is taken: nothing could be done, and the request would be used up.
 */
final class ApprovalDoor {
  private final Function<String, AskedOnPage> leaders;
  private final Supplier<Optional<String>> stopped;
  private final InstantSource clock;

  /**
   * @param leaders whoever leads the incidents of a service
   * @param stopped why the kill switch is on; empty while it is off
   */
  ApprovalDoor(
      Function<String, AskedOnPage> leaders,
      Supplier<Optional<String>> stopped,
      InstantSource clock) {
    this.leaders = leaders;
    this.stopped = stopped;
    this.clock = clock;
  }

  /** Why this plan cannot be answered so; empty where it can. */
  String refusal(Incident incident, String plan, boolean granted) {
    Optional<ApprovalRequest> asked = incident.approvalRequest();
    if (asked.isEmpty()) {
      return "nobody is asked to approve anything here";
    }
    if (!asked.get().planHash().equals(plan)) {
      return "the plan has changed: "
          + Words.shortHash(asked.get().planHash())
          + " is asked for now; your answer was to another one and nothing was done";
    }
    Optional<String> replaced = incident.whyReplaced();
    if (replaced.isPresent()) {
      return "this plan is void, nothing was done: " + replaced.get();
    }
    if (incident.approval().isPresent()) {
      return already(incident.quorum().orElseThrow());
    }
    if (!asked.get().expiresAt().isAfter(clock.instant())) {
      return "the request expired at "
          + Figures.time(asked.get().expiresAt())
          + " UTC; your answer has no effect and nothing was done";
    }
    if (incident.phase().terminal()) {
      return "the room is closed; nothing was done";
    }
    Optional<String> stop = granted ? stopped.get() : Optional.empty();
    return stop.map(why -> stoppedUntil(why, asked.get())).orElse("");
  }

  private static String stoppedUntil(String why, ApprovalRequest asked) {
    return "all actions are stopped"
        + (why.isEmpty() ? "" : " (" + why + ")")
        + "; allow them first, the request stays open until "
        + Figures.time(asked.expiresAt())
        + " UTC. Nothing was done";
  }

  private static String already(Quorum quorum) {
    return "already "
        + (quorum.reached() ? "approved" : "rejected")
        + " by "
        + quorum.decidedBy()
        + "; your answer was not needed and changed nothing";
  }

  /** Takes an answer that nothing speaks against. */
  Outgoing taken(Incident incident, Approval approval) {
    ApprovalRequest asked = incident.approvalRequest().orElseThrow();
    AskedOnPage leader = leader(incident);
    boolean twice =
        approval.granted()
            && incident.quorum().filter(q -> q.hasGranted(approval.approver())).isPresent();
    Optional<Quorum> after = twice ? Optional.empty() : leader.answer(asked, approval);
    if (after.isEmpty()) {
      Quorum before = leader.quorum(asked);
      return Outgoing.text(
          409,
          before.answer().isPresent()
              ? already(before)
              : "you have approved this already; somebody else has to, too. Nothing was done");
    }
    if (!approval.granted()) {
      return Outgoing.text(200, "Rejected. Nothing is done.");
    }
    return Outgoing.text(
        200,
        after.get().reached()
            ? "Approved. Everything is looked at once more before the first step."
            : "Taken: " + after.get().missing() + ". Nothing is done before that.");
  }

  private AskedOnPage leader(Incident incident) {
    return leaders.apply(incident.signal().map(Signal::service).orElse(""));
  }
}

package dev.aegis.app.serve;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.page.DecisionCard;
import dev.aegis.app.terminal.Words;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Quorum;
import dev.aegis.room.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What people do on pages: answer, ask, stop. An answer counts for exactly the plan whose hash it
 * names, while that is asked for and has not expired; it goes to whoever leads the incident, who
 * posts it and looks at all of it again before anything is done.
 */
final class PageForms {
  private static final int LONGEST = 500;

  private final Function<String, AskedOnPage> leaders;
  private final StateDirectory home;
  private final InstantSource clock;

  /**
   * @param leaders whoever leads the incidents of a service
   */
  PageForms(Function<String, AskedOnPage> leaders, StateDirectory home, InstantSource clock) {
    this.leaders = leaders;
    this.home = home;
    this.clock = clock;
  }

  /** Approves or rejects the plan that is asked for. */
  Outgoing answer(Incident incident, Incoming request, Visitor visitor) {
    String plan = request.field("plan");
    boolean granted = request.field("answer").equals("approve");
    if (!granted && !request.field("answer").equals("reject")) {
      return Outgoing.text(400, "expected approve or reject, found neither");
    }
    String refusal = refusal(incident, plan);
    if (!refusal.isEmpty()) {
      return Outgoing.text(409, refusal);
    }
    String name =
        incident.approvalRequest().map(r -> DecisionCard.confirm(incident, r.plan())).orElse("");
    if (granted && !request.field("confirm").strip().equals(name)) {
      return Outgoing.text(400, "to approve this, type " + name + "; nothing was done");
    }
    String reason = CleanText.line(request.field("reason"), LONGEST);
    return taken(incident, new Approval(plan, granted, visitor.name(), reason));
  }

  /** Why this plan cannot be answered; empty where it can. */
  private String refusal(Incident incident, String plan) {
    Optional<ApprovalRequest> asked = incident.approvalRequest();
    if (asked.isEmpty()) {
      return "nobody is asked to approve anything here";
    }
    if (!asked.get().planHash().equals(plan)) {
      return "the plan has changed: "
          + Words.shortHash(asked.get().planHash())
          + " is asked for now; your answer was to another one and nothing was done";
    }
    if (incident.approval().isPresent()) {
      return already(incident.quorum().orElseThrow());
    }
    if (!asked.get().expiresAt().isAfter(clock.instant())) {
      return "the request expired at "
          + Figures.time(asked.get().expiresAt())
          + " UTC; your answer has no effect and nothing was done";
    }
    return incident.phase().terminal() ? "the room is closed; nothing was done" : "";
  }

  private static String already(Quorum quorum) {
    return "already "
        + (quorum.reached() ? "approved" : "rejected")
        + " by "
        + quorum.decidedBy()
        + "; your answer was not needed and changed nothing";
  }

  private Outgoing taken(Incident incident, Approval approval) {
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

  /** Puts a question to the room. */
  Outgoing ask(Incident incident, Incoming request) {
    String question = CleanText.line(request.field("question"), LONGEST);
    if (question.isBlank()) {
      return Outgoing.text(400, "expected a question, found nothing");
    }
    if (incident.phase().terminal()) {
      return Outgoing.text(
          409, "this room is closed, nobody answers here; ./aegis ask asks its evidence");
    }
    return leader(incident).ask(question)
        ? Outgoing.text(200, "Asked; the answer comes with the next round.")
        : Outgoing.text(503, "too many questions wait; ask again in a moment");
  }

  /** Sets the kill switch. */
  Outgoing stop(Visitor visitor) {
    try {
      home.stop("stopped on the page by " + visitor.name());
    } catch (IOException e) {
      throw new UncheckedIOException("the kill switch could not be set", e);
    }
    return Outgoing.seeOther("/");
  }

  /** Clears it. */
  Outgoing resume() {
    try {
      home.resume();
    } catch (IOException e) {
      throw new UncheckedIOException("the kill switch could not be cleared", e);
    }
    return Outgoing.seeOther("/");
  }
}

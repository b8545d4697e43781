package dev.aegis.app.serve;

import dev.aegis.app.host.Contribution;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.page.DecisionCard;
import dev.aegis.incident.Incident;
import dev.aegis.room.Approval;
import dev.aegis.room.Claim;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What people do on pages: answer, ask, challenge, stop. An answer counts as {@link ApprovalDoor}
 * says.
 */
final class PageForms {
  private static final int LONGEST = 500;
  private static final Pattern PAGE =
      Pattern.compile("https?://[^/]{1,255}(/(?:forecasts|health|rooms/[A-Za-z0-9-]{1,64})?)");

  private final Function<String, AskedOnPage> leaders;
  private final StateDirectory home;
  private final ApprovalDoor door;

  /**
   * @param leaders whoever leads the incidents of a service
   */
  PageForms(Function<String, AskedOnPage> leaders, StateDirectory home, InstantSource clock) {
    this.leaders = leaders;
    this.home = home;
    this.door = new ApprovalDoor(leaders, home::stopped, clock);
  }

  /** Approves or rejects the plan that is asked for. */
  Outgoing answer(Incident incident, Incoming request, Visitor visitor) {
    String plan = request.field("plan");
    boolean granted = request.field("answer").equals("approve");
    if (!granted && !request.field("answer").equals("reject")) {
      return Outgoing.text(400, "expected approve or reject, found neither");
    }
    String refusal = door.refusal(incident, plan, granted);
    if (!refusal.isEmpty()) {
      return Outgoing.text(409, refusal);
    }
    String name =
        incident.approvalRequest().map(r -> DecisionCard.confirm(incident, r.plan())).orElse("");
    if (granted && !request.field("confirm").strip().equals(name)) {
      return Outgoing.text(400, "to approve this, type " + name + "; nothing was done");
    }
    String reason = CleanText.line(request.field("reason"), LONGEST);
    return door.taken(incident, new Approval(plan, granted, visitor.name(), reason));
  }

  private AskedOnPage leader(Incident incident) {
    return leaders.apply(incident.signal().map(Signal::service).orElse(""));
  }

  /** Says something in the room, and asks whoever is mentioned. */
  Outgoing say(Incident incident, Incoming request, Visitor visitor) {
    String words = request.field("question");
    if (words.isBlank()) {
      return Outgoing.text(400, "expected some words, found none");
    }
    boolean asks = !request.field("as").equals("post");
    Contribution said = Contribution.typed(words, visitor.name(), asks);
    return said(
        incident,
        said,
        said.mentions().isEmpty()
            ? "Posted; it stands in the room with the next round."
            : "Asked " + names(said) + "; the answer comes with the next round.");
  }

  /** Doubts what an agent said, who looks at it again. */
  Outgoing challenge(Incident incident, Incoming request, Visitor visitor) {
    Optional<RoomMessage> claim =
        incident.log().stream()
            .filter(m -> request.field("message").equals(Long.toString(m.seq())))
            .filter(Claim::isMadeIn)
            .findFirst();
    if (claim.isEmpty()) {
      return Outgoing.text(
          400, "expected the number of a message in which an agent claims something");
    }
    return said(
        incident,
        Contribution.challenge(claim.get(), request.field("reason"), visitor.name()),
        "Challenged; " + claim.get().sender() + " looks again with the next round.");
  }

  private static String names(Contribution said) {
    return said.mentions().stream().map(Handle::name).collect(Collectors.joining(", "));
  }

  private Outgoing said(Incident incident, Contribution said, String done) {
    AskedOnPage leader = leader(incident);
    Optional<RoomId> room = incident.room();
    boolean answered = room.map(leader::answersIn).orElse(false);
    if (incident.phase().terminal() && !answered) {
      return Outgoing.text(
          409, "this room is closed, nobody answers here; ./aegis ask asks its evidence");
    }
    if (Contribution.isFull(incident)) {
      return Outgoing.text(
          409, "people have said " + Contribution.MOST + " things here; it takes no more");
    }
    return leader.say(room.map(said::in).orElse(said))
        ? Outgoing.text(200, done)
        : Outgoing.text(503, "too much waits to be answered; try again in a moment");
  }

  /** Sets the kill switch, and shows the page again on which that was done. */
  Outgoing stop(Incoming request, Visitor visitor) {
    try {
      home.stop("stopped on the page by " + visitor.name());
    } catch (IOException e) {
      throw new UncheckedIOException("the kill switch could not be set", e);
    }
    return Outgoing.seeOther(from(request));
  }

  /** Clears it, and shows the page again on which that was done. */
  Outgoing resume(Incoming request) {
    try {
      home.resume();
    } catch (IOException e) {
      throw new UncheckedIOException("the kill switch could not be cleared", e);
    }
    return Outgoing.seeOther(from(request));
  }

  /** The page that a form stood on; the list of incidents where that is none of a fixed few. */
  private static String from(Incoming request) {
    Matcher page = PAGE.matcher(request.header("Referer"));
    return page.matches() ? page.group(1) : "/";
  }
}

package dev.aegis.postmortem;

import static dev.aegis.postmortem.Block.Sentence.saying;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Block.Sentence;
import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.Payload;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened, each when it happened, in words for people who were not there. */
final class Chronicle {
  private Chronicle() {}

  static List<Block.Moment> of(Incident record) {
    List<Block.Moment> all = new ArrayList<>();
    record
        .signal()
        .ifPresent(s -> {
          s.suspects()
              .forEach(x ->
                  all.add(
                      new Block.Moment(x.change().at(), "", saying(Plainly.change(x.change())))));
          all.add(new Block.Moment(s.startedAt(), "", saying("First sign of trouble")));
        });
    for (RoomMessage m : record.log()) {
      told(m.payload()).ifPresent(what -> all.add(new Block.Moment(m.ts(), who(m), what)));
    }
    // A stable sort: messages of the same instant keep the room's order.
    all.sort(Comparator.comparing(Block.Moment::at));
    return List.copyOf(all);
  }

  private static String who(RoomMessage m) {
    return switch (m.payload()) {
      case Approval p -> p.approver();
      case Remark p -> p.by();
      case Challenge p -> p.by();
      case Question p -> p.by().isEmpty() ? m.sender().name() : p.by();
      default -> m.sender().name();
    };
  }

  private static Optional<Sentence> told(Payload payload) {
    return switch (payload) {
      case Signal p -> Optional.of(signal(p));
      case Diagnosis p -> Optional.of(cause(p.leading()));
      case Remediation p ->
          Optional.of(saying("Fix " + p.attempt() + " proposed: " + Plainly.action(p.action())));
      case ValidationResult p -> Optional.of(judged(p));
      case SecurityReview _ -> Optional.of(saying("A review of the risks was asked for"));
      case SecuritySignoff p ->
          Optional.of(
              saying(
                  p.accepted()
                      ? "The risks were reviewed and accepted"
                      : "The risks were not accepted"));
      case ApprovalRequest p ->
          Optional.of(saying("Permission asked for: " + Plainly.action(p.plan().action())));
      case Approval p ->
          Optional.of(new Sentence(p.granted() ? "Permitted" : "Refused", p.reason()));
      case Execution p -> Optional.of(step(p));
      case Verification p -> verified(p);
      case Decision p -> Optional.of(saying("Closed: " + Outcome.words(p.outcome())));
      case Escalation p -> Optional.of(new Sentence("Handed to a person", p.sentence()));
      case Deferral p -> Optional.of(new Sentence("Put off until more is seen", p.sentence()));
      case Question p -> Optional.of(new Sentence("Asked", p.question()));
      case Answer p -> Optional.of(new Sentence("Answered", p.answer()));
      case Remark p -> Optional.of(new Sentence("Said", p.words()));
      case Challenge p -> Optional.of(new Sentence("Doubted what had been claimed", p.reason()));
      case Advice p ->
          p.words().isEmpty()
              ? Optional.empty()
              : Optional.of(new Sentence("A language model put it in its own words", p.words()));
      case MemoryMark p ->
          Optional.of(
              new Sentence("Marked for later incidents as " + p.standing().words(), p.reason()));
      case Recheck p -> Optional.of(new Sentence("Looked at a claim again", p.sentence()));
      case Timer p ->
          p.purpose() == Timer.Purpose.APPROVAL_EXPIRED
              ? Optional.of(saying("Nobody had answered; the time to permit it was over"))
              : Optional.empty();
      case Postmortem _ -> Optional.empty();
    };
  }

  private static Sentence signal(Signal p) {
    String worst = p.symptoms().stream().findFirst().map(s -> ": " + Plainly.symptom(s)).orElse("");
    return saying(
        p.severity() + " on " + Plainly.where(p.service(), p.region()) + " noticed" + worst);
  }

  private static Sentence cause(Hypothesis h) {
    return new Sentence("Likeliest cause, " + Plainly.sure(h.weight()), h.statement());
  }

  private static Sentence judged(ValidationResult p) {
    return switch (p.verdict()) {
      case PASS -> saying("The simulation vouches for it: " + Plainly.why(p.reason()));
      case REJECT -> saying("The simulation speaks against it: " + Plainly.why(p.reason()));
      case ABSTAIN -> saying("The simulation cannot tell: " + Plainly.why(p.reason()));
    };
  }

  private static Sentence step(Execution p) {
    String what =
        (p.undo() ? "taking it back, step " : "step ")
            + (p.step() + 1)
            + " of "
            + p.steps()
            + ": "
            + Plainly.action(p.action());
    return switch (p.state()) {
      case ARMED -> saying("About to do " + what);
      case DISPATCHED -> saying("Ordered " + what);
      case OBSERVED -> saying("Seen done " + what);
      case REFUSED -> new Sentence("Not done " + what, p.detail());
      case UNKNOWN -> new Sentence("Nobody can tell whether this was done, " + what, p.detail());
    };
  }

  private static Optional<Sentence> verified(Verification p) {
    return switch (p.outcome()) {
      case PENDING -> Optional.empty();
      case HELD -> Optional.of(saying("The promise is kept again" + measured(p)));
      case NOT_HELD -> Optional.of(saying("The promise is still broken" + measured(p)));
    };
  }

  private static String measured(Verification p) {
    return ": the slowest 1 % of requests take "
        + Figures.millis(p.p99Millis())
        + " or longer, "
        + Figures.percent(p.errorRatio())
        + " fail";
  }
}

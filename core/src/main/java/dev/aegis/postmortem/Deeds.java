package dev.aegis.postmortem;

import static dev.aegis.postmortem.Block.Sentence.saying;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Block.Sentence;
import dev.aegis.room.Approval;
import dev.aegis.room.Execution;
import dev.aegis.room.Plan;
import dev.aegis.room.Quorum;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.util.ArrayList;
import java.util.List;

/** What was considered, permitted, done and checked, in sentences. Pure. */
final class Deeds {
  private final Incident record;

  Deeds(Incident record) {
    this.record = record;
  }

  /** What was considered and not done, and why. */
  List<Sentence> rejected() {
    List<Sentence> lines = new ArrayList<>();
    for (Incident.Attempt a : record.attempts()) {
      ValidationResult result = a.result();
      if (result != null && result.verdict() != Verdict.PASS) {
        String how =
            result.verdict() == Verdict.REJECT
                ? "The simulation spoke against it: "
                : "The simulation could not tell: ";
        lines.add(
            new Sentence(
                "Fix "
                    + a.proposal().attempt()
                    + ", "
                    + Plainly.action(result.action())
                    + ". "
                    + how
                    + Plainly.why(result.reason())
                    + ".",
                result.sentence()));
      }
    }
    record
        .escalation()
        .ifPresent(e ->
            e.unproved()
                .forEach(u ->
                    lines.add(
                        new Sentence("A person could try, and no simulation vouches for it:", u))));
    return lines;
  }

  /** What was permitted, by whom, and what was done of it. */
  List<Sentence> done() {
    List<Sentence> lines = new ArrayList<>();
    record
        .approvalRequest()
        .ifPresent(r -> {
          lines.add(saying("Permission was asked for: " + Plainly.action(r.plan().action()) + "."));
          lines.addAll(stake(r.plan()));
          lines.add(
              record.approval().map(this::answer).orElseGet(() -> saying("Nobody has answered.")));
        });
    for (Execution e : record.steps()) {
      String what =
          (e.undo() ? "Taken back, step " : "Step ")
              + (e.step() + 1)
              + " of "
              + e.steps()
              + ", "
              + Plainly.action(e.action())
              + ": ";
      lines.add(
          switch (e.state()) {
            case OBSERVED -> saying(what + "done, and seen to be.");
            case REFUSED -> new Sentence(what + "not done.", e.detail());
            case UNKNOWN -> new Sentence(what + "nobody can tell whether it was done.", e.detail());
            case ARMED, DISPATCHED -> saying(what + "under way.");
          });
    }
    if (record.steps().stream().anyMatch(e -> e.state() == Execution.State.UNKNOWN)) {
      lines.add(saying("Nothing was repeated on a guess: a person has to look at what runs now."));
    }
    if (record.steps().isEmpty() && !record.log().isEmpty()) {
      lines.add(saying("Nothing was changed."));
    }
    return lines;
  }

  private Sentence answer(Approval a) {
    String when =
        record.lastAt(Approval.class).map(at -> " at " + Figures.dateTime(at) + " UTC").orElse("");
    return new Sentence(
        (a.granted() ? "Permitted by " : "Refused by ")
            + record.quorum().map(Quorum::decidedBy).orElse(a.approver())
            + when
            + ".",
        a.reason());
  }

  /** What could go wrong with a plan, and how it is taken back. */
  private static List<Sentence> stake(Plan plan) {
    return List.of(
        saying("If it goes wrong: " + Plainly.touched(plan.blastRadius()) + "."),
        plan.undo() == null
            ? new Sentence("It cannot simply be taken back:", plan.whyUndo())
            : saying("It can be taken back: " + Plainly.action(plan.undo()) + "."));
  }

  /** How it was checked whether what was done helped. */
  List<Sentence> checked() {
    List<Sentence> lines = new ArrayList<>();
    int looks = 0;
    for (RoomMessage m : record.log()) {
      if (m.payload() instanceof Verification v) {
        looks++;
        if (v.outcome() != Verification.Outcome.PENDING) {
          lines.add(checked(v, m, looks));
          looks = 0;
        }
      }
    }
    if (looks > 0) {
      lines.add(saying("It is still being watched; looked at so far: " + looks + "."));
    }
    List<Execution> undone = record.steps().stream().filter(Execution::undo).toList();
    if (!undone.isEmpty()) {
      long seen = undone.stream().filter(e -> e.state() == Execution.State.OBSERVED).count();
      lines.add(
          saying(
              "What did not help was taken back; steps of that seen done: "
                  + seen
                  + " of "
                  + undone.getFirst().steps()
                  + "."));
    }
    if (lines.isEmpty() && !record.steps().isEmpty()) {
      lines.add(saying("Whether it helped was not checked: no such look is on record."));
    }
    return lines;
  }

  private static Sentence checked(Verification v, RoomMessage m, int looks) {
    String seen =
        "Read from telemetry, "
            + (looks == 1 ? "one look" : looks + " looks")
            + " until "
            + Figures.dateTime(m.ts())
            + " UTC: the promise is "
            + (v.outcome() == Verification.Outcome.HELD ? "kept again" : "still broken")
            + "; the slowest 1 % of requests take "
            + Figures.millis(v.p99Millis())
            + " or longer, "
            + Figures.percent(v.errorRatio())
            + " fail.";
    return saying(seen);
  }
}

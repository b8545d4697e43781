package dev.aegis.postmortem;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Block.Sentence;
import dev.aegis.room.Decision;
import dev.aegis.room.Execution;
import dev.aegis.room.Signal;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What went well, each with the fact that shows it; nothing where nothing did. */
final class Lessons {
  /** What is noticed later than this was noticed late. */
  private static final Duration SOON = Duration.ofMinutes(5);

  private final Incident record;
  private final List<Sentence> all = new ArrayList<>();

  private Lessons(Incident record) {
    this.record = record;
  }

  static List<Sentence> wentWell(Incident record) {
    Lessons lessons = new Lessons(record);
    record.signal().ifPresent(lessons::noticed);
    lessons.judged();
    lessons.asForeseen();
    lessons.takenBack();
    lessons.quicker();
    return List.copyOf(lessons.all);
  }

  private void noticed(Signal signal) {
    Duration after = Duration.between(signal.startedAt(), signal.detectedAt());
    if (after.compareTo(SOON) <= 0) {
      say("It was noticed " + Figures.duration(after) + " after it began.");
    }
  }

  private void judged() {
    for (Incident.Attempt a : record.attempts()) {
      var result = a.result();
      if (result != null && result.verdict() == Verdict.REJECT) {
        say(
            "Fix "
                + a.proposal().attempt()
                + " was held back before it touched anything: "
                + Plainly.why(result.reason())
                + ".");
      } else if (result != null && result.verdict() == Verdict.ABSTAIN) {
        say(
            "Fix "
                + a.proposal().attempt()
                + " was not tried on a guess: "
                + Plainly.why(result.reason())
                + ".");
      }
    }
  }

  private void asForeseen() {
    record
        .verification()
        .map(Verification::comparison)
        .filter(c -> c.inBand())
        .ifPresent(c ->
            say(
                "It came as foreseen: the slowest 1 % of requests take "
                    + Figures.millis(c.measuredP99Millis())
                    + " or longer, between "
                    + Figures.millis(c.p99LowMillis())
                    + " and "
                    + Figures.millis(c.p99HighMillis())
                    + " had been foreseen."));
  }

  private void takenBack() {
    List<Execution> undone = record.steps().stream().filter(Execution::undo).toList();
    if (!undone.isEmpty() && undone.stream().allMatch(e -> e.state() == Execution.State.OBSERVED)) {
      say(
          "What did not help was taken back, and seen to be: "
              + undone.size()
              + (undone.size() == 1 ? " step." : " steps."));
    }
  }

  private void quicker() {
    record
        .decision()
        .filter(_ -> record.status() == Status.RESOLVED)
        .map(Decision::worth)
        .filter(w -> w.downtimeSeconds() < w.manualSeconds())
        .ifPresent(w ->
            say(
                "Users were served again after "
                    + Figures.seconds(w.downtimeSeconds())
                    + "; people alone are taken to need "
                    + Figures.seconds(w.manualSeconds())
                    + "."));
  }

  private void say(String sentence) {
    all.add(Sentence.saying(sentence));
  }
}

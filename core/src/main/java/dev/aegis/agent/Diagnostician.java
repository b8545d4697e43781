package dev.aegis.agent;

import dev.aegis.cause.CauseRanking;
import dev.aegis.incident.Incident;
import dev.aegis.room.Answer;
import dev.aegis.room.Cause;
import dev.aegis.room.Challenge;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Hypothesis.Finding;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.suspect.LogPattern;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the root cause of what @observer saw, from the evidence. Mentioned again, or when it is
 * time to judge again, it looks at everything observed up to then. Asked a question, it computes
 * the answer from the telemetry; what asks for reasons it answers from the newest diagnosis.
 * Challenged, it asks its queries again and ranks the causes anew where they give something else.
 */
public final class Diagnostician implements Agent {
  private static final int FINDINGS_TOLD = 2;
  private static final Pattern ASKS_WHY =
      Pattern.compile("(?i)\\b(why|cause|sure|certain|reason|explain)\\b");

  @Override
  public Handle handle() {
    return Handle.DIAGNOSTICIAN;
  }

  /**
   * Diagnoses, or answers a question.
   *
   * @throws IllegalStateException when the room has no signal
   */
  @Override
  public List<Reply> answer(Turn turn) {
    Optional<Challenge> challenge = Rechecks.asked(turn);
    if (challenge.isPresent()) {
      return challenged(turn, challenge.get());
    }
    if (turn.trigger().payload() instanceof Recheck) {
      return List.of(anew(turn, rankedAnew(turn, EvidenceNumbers.next(turn.log()))));
    }
    if (turn.trigger().payload() instanceof Question question) {
      Answer answer = answer(turn, question);
      return List.of(Reply.to(turn.trigger().sender(), answer.answer(), answer));
    }
    if (turn.trigger().payload() instanceof Timer) {
      return List.of(
          Patience.overMeanwhile(turn, Incident.of(turn.log())).orElseGet(() -> diagnose(turn)));
    }
    return List.of(diagnose(turn));
  }

  private static Reply diagnose(Turn turn) {
    int next = EvidenceNumbers.next(turn.log());
    Diagnosis diagnosis = ranked(turn, Circumstances.signal(turn), next);
    return Reply.to(Handle.REMEDIATOR, sentence(diagnosis), diagnosis);
  }

  /** What its queries give by now; where that is something else, the causes are ranked anew. */
  private static List<Reply> challenged(Turn turn, Challenge challenge) {
    Rechecks rechecks = Rechecks.of(turn, challenge);
    Optional<Diagnosis> newest = newest(turn.log(), Diagnosis.class);
    if (!(Rechecks.claim(turn, challenge).payload() instanceof Diagnosis was)
        || !newest.equals(Optional.of(was))) {
      return List.of(Rechecks.reply(rechecks.recheck("")));
    }
    Diagnosis now = rankedAnew(turn, rechecks.nextNumber());
    Recheck recheck = rechecks.with(Weights.compared(was, now)).recheck(Weights.sentence(was, now));
    return recheck.outcome() == Recheck.Outcome.CHANGED
        ? List.of(Rechecks.reply(recheck), anew(turn, now))
        : List.of(Rechecks.reply(recheck));
  }

  /** The remediator looks again where a plan that nothing was done of yet may rest on it. */
  private static Reply anew(Turn turn, Diagnosis diagnosis) {
    return Incident.of(turn.log()).openRequest().isPresent()
        ? Reply.to(Handle.REMEDIATOR, sentence(diagnosis), diagnosis)
        : Reply.toAll(sentence(diagnosis), diagnosis);
  }

  /** From all that is recorded by now, what came late too. */
  private static Diagnosis rankedAnew(Turn turn, int firstEvidence) {
    Signal signal = Circumstances.suspectingAnew(Circumstances.signal(turn), turn.desk());
    return ranked(turn, signal, firstEvidence);
  }

  private static Diagnosis ranked(Turn turn, Signal signal, int firstEvidence) {
    Desk desk = turn.desk();
    return CauseRanking.rank(
        signal,
        desk.profile().dependency(),
        turn.now(),
        DeskSql.of(desk),
        Suspects.of(signal, desk, turn.now()),
        desk.remembered().stream().filter(f -> !f.room().equals(turn.trigger().room())).toList(),
        grown(desk, signal),
        firstEvidence);
  }

  private static List<String> grown(Desk desk, Signal signal) {
    return desk.logPatterns(signal.startedAt()).stream()
        .filter(p -> p.bad() && p.more() > 0)
        .sorted(Comparator.comparingDouble((LogPattern p) -> -p.more()))
        .map(LogPattern::text)
        .distinct()
        .toList();
  }

  private static String sentence(Diagnosis diagnosis) {
    Hypothesis leading = diagnosis.leading();
    String head =
        String.format(
            Locale.ROOT,
            "Root cause, weight %.2f: %s%s.",
            leading.weight(),
            leading.statement(),
            because(leading));
    Hypothesis second = diagnosis.hypotheses().get(1);
    String tail =
        String.format(Locale.ROOT, " Next: %s (%.2f).", second.cause().words(), second.weight());
    return head + tail;
  }

  private static String because(Hypothesis hypothesis) {
    String reasons =
        hypothesis.findings().stream()
            .filter(f -> f.decibans() > 0)
            .limit(FINDINGS_TOLD)
            .map(f -> f.text() + " [" + f.evidence() + "]")
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "" : ": " + reasons;
  }

  /** What telemetry can tell is computed; reasons, and what it cannot tell, are the diagnosis's. */
  private static Answer answer(Turn turn, Question question) {
    return switch (new Inquiry(turn).ask(question)) {
      case Desk.Found found -> new Inquiry(turn).found(found);
      case Desk.NotFound refused -> {
        boolean reasons = ASKS_WHY.matcher(question.question()).find() || refused.word().isEmpty();
        yield reasons ? explain(turn.log(), question) : Inquiry.refused(refused);
      }
    };
  }

  private static Answer explain(List<RoomMessage> log, Question question) {
    Optional<Diagnosis> newest = newest(log, Diagnosis.class);
    if (newest.isEmpty()) {
      return new Answer("There is no diagnosis in this room yet.", List.of());
    }
    Diagnosis diagnosis = newest.get();
    Hypothesis hypothesis = asked(diagnosis, question).orElse(diagnosis.leading());
    List<Finding> told = hypothesis.findings().stream().limit(4).toList();
    String text =
        String.format(
                Locale.ROOT,
                "%s has weight %.2f%s",
                hypothesis.statement(),
                hypothesis.weight(),
                told.isEmpty() ? "; no finding speaks for it or against it." : ":")
            + told.stream()
                .map(f ->
                    String.format(
                        Locale.ROOT, " %s (%+.1f dB, %s)", f.text(), f.decibans(), f.evidence()))
                .collect(Collectors.joining(";"))
            + (diagnosis.gaps().isEmpty()
                ? ""
                : " Not known: " + diagnosis.gaps().getFirst() + ".");
    List<Evidence> cited =
        diagnosis.evidence().stream()
            .filter(e -> told.stream().anyMatch(f -> f.evidence().equals(e.id())))
            .toList();
    return new Answer(text, cited);
  }

  /** The cause whose name shares a word with the question. */
  private static Optional<Hypothesis> asked(Diagnosis diagnosis, Question question) {
    List<String> words =
        Arrays.asList(question.question().toLowerCase(Locale.ROOT).split("[^a-z]+", -1));
    return diagnosis.hypotheses().stream()
        .filter(h -> h.cause() != Cause.UNKNOWN)
        .filter(h -> Arrays.stream(h.cause().wire().split("_", -1)).anyMatch(words::contains))
        .findFirst();
  }

  private static <T> Optional<T> newest(List<RoomMessage> log, Class<T> type) {
    return log.reversed().stream()
        .map(RoomMessage::payload)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}

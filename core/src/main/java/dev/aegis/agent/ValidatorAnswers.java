package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Attempt;
import dev.aegis.postmortem.Figures;
import dev.aegis.remedy.Candidate;
import dev.aegis.remedy.Catalogue;
import dev.aegis.room.Action;
import dev.aegis.room.Answer;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What @validator tells people: what the replay forecast of a fix, and what it says of another one
 * of the catalogue. Such an answer is no verdict: nothing is proposed and no plan rests on it.
 */
final class ValidatorAnswers {
  private static final Pattern NUMBERED = Pattern.compile("\\bfix ([0-9]{1,3})\\b");
  private static final Pattern WHAT_IF =
      Pattern.compile("\\b(?:what if|try|would|instead|suppose|again|replay)\\b");

  private final Turn turn;
  private final Proof proof;
  private final Incident incident;

  ValidatorAnswers(Turn turn, Proof proof) {
    this.turn = turn;
    this.proof = proof;
    this.incident = Incident.of(turn.log());
  }

  Answer answer(String question) {
    String words = question.toLowerCase(Locale.ROOT);
    Optional<Action.Kind> kind = ActionWords.kind(words);
    if (kind.isPresent()) {
      Optional<Attempt> judged =
          incident.attempts().stream()
              .filter(a -> a.result() != null && a.proposal().action().kind() == kind.get())
              .reduce((earlier, later) -> later);
      return judged.isPresent() && !WHAT_IF.matcher(words).find()
          ? forecast(judged.get())
          : whatIf(kind.get());
    }
    return new Topics(
            List.of(
                Topics.Topic.of(
                    "what did the replay forecast of fix 1?",
                    "forecast|replay|replayed|verdict|why|reject|rejected|pass|passed|abstained?|fix"
                        + "|holds?|recovers?|recovery|probability|p99|errors",
                    () -> numbered(words))),
            List.of("what if you restart?"))
        .answer(question);
  }

  private Answer numbered(String words) {
    Matcher number = NUMBERED.matcher(words);
    int wanted = number.find() ? Integer.parseInt(number.group(1)) : 0;
    return incident.attempts().stream()
        .filter(a -> a.result() != null)
        .filter(a -> wanted == 0 || a.proposal().attempt() == wanted)
        .reduce((earlier, later) -> later)
        .map(this::forecast)
        .orElseGet(() ->
            Topics.fromTheRoom(
                wanted == 0 ? "Nothing was replayed yet." : "No fix " + wanted + " was replayed."));
  }

  private Answer forecast(Attempt attempt) {
    ValidationResult result = Objects.requireNonNull(attempt.result());
    Instant at =
        Optional.ofNullable(attempt.validation())
            .flatMap(incident::find)
            .map(RoomMessage::ts)
            .orElse(turn.now());
    return told("fix " + attempt.proposal().attempt() + ", ", result, at);
  }

  private Answer whatIf(Action.Kind kind) {
    if (incident.signal().isEmpty() || incident.diagnosis().isEmpty()) {
      return Topics.fromTheRoom("There is no diagnosis yet; the catalogue needs one.");
    }
    if (incident.steps().stream().anyMatch(ValidatorAnswers::isUnderWay)) {
      return Topics.fromTheRoom(
          "A plan is being carried out; until its steps have ended nothing else is replayed.");
    }
    Catalogue catalogue = Catalogue.of(Circumstances.situation(turn));
    Optional<Candidate> candidate =
        catalogue.candidates().stream().filter(c -> c.action().kind() == kind).findFirst();
    if (candidate.isEmpty()) {
      String why =
          catalogue.inapplicable().stream()
              .filter(line -> line.startsWith(kind.wire() + ":"))
              .findFirst()
              .orElse(kind.wire() + ": not in the catalogue here");
      return Topics.fromTheRoom("Not replayed, it does not apply here: " + why);
    }
    ValidationResult result = proof.judge(turn, candidate.get().action());
    return told("if begun now, ", result, turn.now());
  }

  private static boolean isUnderWay(Execution step) {
    return step.state() == Execution.State.ARMED || step.state() == Execution.State.DISPATCHED;
  }

  private Answer told(String which, ValidationResult result, Instant at) {
    String head =
        which + result.action().describe() + ": " + result.verdict() + ", " + result.sentence();
    if (result.replications() == 0) {
      return Topics.fromTheRoom(head);
    }
    String text =
        head
            + "; P(SLO held "
            + Figures.duration(result.horizon())
            + ") "
            + Figures.probability(result.probability())
            + " over "
            + result.replications()
            + " replays, "
            + (result.recoverySeconds() < 0
                ? "not met again within that time"
                : "met again after " + Figures.seconds(result.recoverySeconds()));
    return new Answer(text, List.of(series(text, result, at)));
  }

  private Evidence series(String finding, ValidationResult result, Instant at) {
    List<List<String>> rows = new ArrayList<>();
    for (Forecast.Point p : result.withFix().points()) {
      rows.add(
          List.of(
              at.plusMillis(Math.round(p.secondsFromNow() * 1000)).toString(),
              rounded(p.p99LowMillis()),
              rounded(p.p99Millis()),
              rounded(p.p99HighMillis())));
    }
    return new Evidence(
        "e" + EvidenceNumbers.next(turn.log()),
        finding,
        "replay of " + result.action() + " as of " + at,
        "twin",
        List.of("time", "p99_low_ms", "p99_ms", "p99_high_ms"),
        rows);
  }

  private static String rounded(double millis) {
    return String.format(Locale.ROOT, "%.1f", millis);
  }
}

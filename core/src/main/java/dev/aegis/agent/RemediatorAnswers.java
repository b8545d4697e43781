package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Attempt;
import dev.aegis.postmortem.Figures;
import dev.aegis.remedy.Planner;
import dev.aegis.room.Action;
import dev.aegis.room.Answer;
import dev.aegis.room.Evidence;
import dev.aegis.room.Remediation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What @remediator tells people: why this fix, what else there is, and why not that. */
final class RemediatorAnswers {
  private static final int TOLD = 4;

  private final Turn turn;
  private final Incident incident;
  private final Duration recoverWithin;

  RemediatorAnswers(Turn turn, Duration recoverWithin) {
    this.turn = turn;
    this.incident = Incident.of(turn.log());
    this.recoverWithin = recoverWithin;
  }

  Answer answer(String question) {
    if (incident.signal().isEmpty() || incident.diagnosis().isEmpty()) {
      return Topics.fromTheRoom("There is no diagnosis yet, so no fix was looked for.");
    }
    Optional<Action.Kind> kind = ActionWords.kind(question);
    if (kind.isPresent()) {
      return about(kind.get());
    }
    return new Topics(
            List.of(
                Topics.Topic.of(
                    "what else is in your list, and why not?",
                    "else|other|others|alternatives?|instead|list|options?|possible|left|next",
                    this::list),
                Topics.Topic.of(
                    "why this fix?",
                    "why|reason|chose|choose|proposed?|propose|fix|undo|cost|costs|blast",
                    this::newest)),
            List.of("why not restart?"))
        .answer(question);
  }

  private Answer newest() {
    Optional<Attempt> attempt = incident.attempts().stream().reduce((a, b) -> b);
    return attempt
        .map(a -> {
          Remediation p = a.proposal();
          String text =
              "fix "
                  + p.attempt()
                  + ", "
                  + p.action().describe()
                  + ": "
                  + p.why()
                  + "; blast radius "
                  + p.blastRadius().name().toLowerCase(Locale.ROOT)
                  + ", "
                  + Figures.dollarsPerHour(p.dollarsPerHour())
                  + ", takes "
                  + Figures.duration(p.expectedDuration())
                  + "; undo: "
                  + p.whyUndo()
                  + "; "
                  + judged(a);
          return new Answer(text, List.of(table(text)));
        })
        .orElseGet(() -> Topics.fromTheRoom("No fix was proposed yet."));
  }

  private static String judged(Attempt attempt) {
    return attempt.result() == null
        ? "not replayed yet"
        : "the replay says " + attempt.result().verdict() + ", " + attempt.result().sentence();
  }

  private Answer list() {
    List<List<String>> rows = rows();
    String told =
        rows.stream()
            .limit(TOLD)
            .map(r -> r.getFirst() + ": " + r.getLast())
            .collect(Collectors.joining("; "));
    String more = rows.size() > TOLD ? "; " + (rows.size() - TOLD) + " more below" : "";
    String text = told + more;
    return new Answer(text, List.of(table(text)));
  }

  private Answer about(Action.Kind kind) {
    List<String> said = new ArrayList<>();
    incident.attempts().stream()
        .filter(a -> a.proposal().action().kind() == kind)
        .forEach(a -> said.add("fix " + a.proposal().attempt() + ": " + judged(a)));
    if (said.isEmpty()) {
      rows().stream()
          .filter(r -> r.getFirst().equals(kind.wire()))
          .forEach(r -> said.add(r.getLast()));
    }
    String text =
        kind.wire()
            + ": "
            + (said.isEmpty() ? "not in the catalogue here" : String.join("; ", said));
    return new Answer(text, List.of(table(text)));
  }

  /** What comes next by now, and everything else with why it does not. */
  private List<List<String>> rows() {
    Planner.Choice choice =
        new Planner(
                Circumstances.situation(turn),
                incident.judgedInThisSearch(),
                recoverWithin,
                incident.failedInReality())
            .next();
    List<List<String>> rows = new ArrayList<>();
    choice
        .candidate()
        .ifPresent(c -> rows.add(List.of(c.action().kind().wire(), "next: " + choice.why())));
    choice.considered().forEach(line -> rows.add(split(line)));
    return rows;
  }

  private static List<String> split(String line) {
    int colon = line.indexOf(": ");
    return colon < 0
        ? List.of(line, "")
        : List.of(line.substring(0, colon), line.substring(colon + 2));
  }

  private Evidence table(String finding) {
    return new Evidence(
        "e" + EvidenceNumbers.next(turn.log()),
        finding,
        "dev.aegis.remedy.Planner",
        "remedy",
        List.of("action", "why"),
        rows());
  }
}

package dev.aegis.agent;

import dev.aegis.cause.SignalEvidence;
import dev.aegis.cause.Words;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Answer;
import dev.aegis.room.Evidence;
import dev.aegis.room.Question;
import dev.aegis.room.Signal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What @observer tells people: what it sees, since when, and which changes came before it. */
final class ObserverAnswers {
  private static final int SYMPTOMS_TOLD = 3;

  private final Turn turn;
  private final Optional<Signal> signal;

  ObserverAnswers(Turn turn) {
    this.turn = turn;
    this.signal = Incident.of(turn.log()).signal();
  }

  /** The newest figures, with the query that they were read by. */
  Answer newest() {
    Desk desk = turn.desk();
    String region = signal.map(Signal::region).orElse(desk.profile().home());
    return SignalEvidence.newest(
        desk.profile().service(), region, DeskSql.of(desk), EvidenceNumbers.next(turn.log()));
  }

  Answer answer(String question) {
    Inquiry inquiry = new Inquiry(turn);
    return inquiry.ask(new Question(question)) instanceof Desk.Found found
        ? inquiry.found(found)
        : new Topics(
                List.of(
                    Topics.Topic.of(
                        "which changes came before it?",
                        "changes?|changed|deploys?|deployed|suspects?|rollout|released?",
                        this::changes),
                    Topics.Topic.of(
                        "what do you see, and since when?",
                        "see|seen|since|when|now|newest|current|figures?|values?|status|still|how"
                            + "|symptoms?|wrong|severity|sev1|sev2|sev3|sev4",
                        this::seen)),
                List.of("average p99 by region"))
            .answer(question);
  }

  private Answer seen() {
    Answer newest = newest();
    return signal
        .map(s -> new Answer(since(s) + " " + newest.answer(), newest.evidence()))
        .orElse(newest);
  }

  private static String since(Signal s) {
    String symptoms =
        s.symptoms().stream()
            .limit(SYMPTOMS_TOLD)
            .map(x ->
                Figures.metricName(x.metric())
                    + " "
                    + Figures.metricValue(x.metric(), x.observed())
                    + " (normal "
                    + Figures.metricValue(x.metric(), x.baseline())
                    + ")")
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s since %s UTC, seen at %s: then %s.",
        s.severity(),
        Figures.time(s.startedAt()),
        Figures.time(s.detectedAt()),
        symptoms.isEmpty() ? s.whySeverity() : symptoms);
  }

  private Answer changes() {
    if (signal.isEmpty()) {
      return Topics.fromTheRoom("Nothing was signalled yet.");
    }
    List<Evidence> before =
        SignalEvidence.changes(
            signal.get().startedAt(), DeskSql.of(turn.desk()), EvidenceNumbers.next(turn.log()));
    String suspects =
        signal.get().suspects().stream()
            .map(s ->
                Words.name(s.change().kind().name().toLowerCase(Locale.ROOT))
                    + " "
                    + Words.name(s.change().version())
                    + " ("
                    + s.why()
                    + ", share "
                    + Figures.probability(s.share())
                    + ")")
            .collect(Collectors.joining("; "));
    String text =
        suspects.isEmpty()
            ? "No recorded change came into question when I signalled."
            : "When I signalled these came into question: " + suspects + ".";
    int recorded = before.isEmpty() ? 0 : before.getFirst().rows().size();
    return new Answer(
        text + " By now " + recorded + " are recorded in the six hours before the onset.", before);
  }
}

package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.remedy.Candidate;
import dev.aegis.remedy.Catalogue;
import dev.aegis.room.Action;
import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.ValidationResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a proposal that does not come from our own rules has to pass: the same weights of evidence,
 * the same catalogue, the same replay. It says what was found and changes nothing: whoever proposes
 * gets no prior, no place before others, and no replay that is easier.
 */
public final class Gate {
  private final Turn turn;
  private final List<Reply> said;

  /**
   * @param said what the agent is going to say in this turn
   */
  public Gate(Turn turn, List<Reply> said) {
    this.turn = turn;
    this.said = List.copyOf(said);
  }

  /**
   * What came of a check.
   *
   * @param passed whether it is what it claims to be
   * @param why one clause with its figures
   */
  public record Checked(boolean passed, String why) {}

  /** A cause by its wire name, looked up among those that were ranked by weight of evidence. */
  public Checked cause(String name) {
    Optional<Cause> cause = Cause.fromWire(name);
    Optional<Diagnosis> diagnosis = diagnosis();
    if (cause.isEmpty()) {
      return new Checked(false, "no cause that Aegis knows");
    }
    if (diagnosis.isEmpty()) {
      return new Checked(false, "nothing was diagnosed yet");
    }
    return diagnosis.get().hypotheses().stream()
        .filter(h -> h.cause() == cause.get())
        .findFirst()
        .map(h -> new Checked(true, "looked at by the same weights, " + weight(h)))
        .orElseGet(() -> new Checked(false, "nothing here speaks for it or against it"));
  }

  /** A kind of fix by its wire name, looked up in the catalogue for this cause and target. */
  public Checked candidate(String kind) {
    Optional<Candidate> found = inCatalogue(kind);
    if (found.isEmpty()) {
      return new Checked(false, "not in the catalogue for this cause and target");
    }
    Action action = found.get().action();
    return judged(action)
        .map(result -> new Checked(true, action.describe() + ": the replay said " + words(result)))
        .orElseGet(() ->
            new Checked(
                true, action.describe() + ": in the catalogue, only the replay can pass it"));
  }

  /** What the replay says of the catalogue's fix of this kind, if it began now. */
  public Checked replay(String kind, Proof proof) {
    return inCatalogue(kind)
        .map(found ->
            new Checked(
                true,
                found.action().describe()
                    + ": "
                    + words(
                        judged(found.action()).orElseGet(() -> proof.judge(turn, found.action())))))
        .orElseGet(() -> new Checked(false, "not in the catalogue for this cause and target"));
  }

  /** All causes that were ranked, the likeliest first. */
  public List<String> causes() {
    return diagnosis()
        .map(d -> d.hypotheses().stream().map(h -> h.cause().wire() + ", " + weight(h)).toList())
        .orElse(List.of());
  }

  private Optional<Diagnosis> diagnosis() {
    return said.stream()
        .map(Reply::payload)
        .filter(Diagnosis.class::isInstance)
        .map(Diagnosis.class::cast)
        .findFirst()
        .or(() -> Incident.of(turn.log()).diagnosis());
  }

  private Optional<Candidate> inCatalogue(String kind) {
    if (Incident.of(turn.log()).diagnosis().isEmpty()) {
      return Optional.empty();
    }
    return Catalogue.of(Circumstances.situation(turn)).candidates().stream()
        .filter(c -> c.action().kind().wire().equals(kind))
        .findFirst();
  }

  private Optional<ValidationResult> judged(Action action) {
    Stream<ValidationResult> now =
        said.stream()
            .map(Reply::payload)
            .filter(ValidationResult.class::isInstance)
            .map(ValidationResult.class::cast)
            .filter(r -> r.action().equals(action));
    Stream<ValidationResult> before =
        Incident.of(turn.log()).judgedInThisSearch().reversed().stream()
            .filter(j -> j.proposal().action().equals(action))
            .map(Incident.Judged::result);
    return Stream.concat(now, before).findFirst();
  }

  private static String words(ValidationResult result) {
    return result.verdict() + ", " + result.sentence();
  }

  private static String weight(Hypothesis hypothesis) {
    return "P(cause) " + Figures.probability(hypothesis.weight());
  }
}

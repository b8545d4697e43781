package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import java.util.List;
import java.util.Optional;

/**
 * What a person takes over where Aegis stops.
 *
 * @param sentence why
 * @param tried what was tried and what came of it
 * @param unproved what could be done by hand and nothing vouches for
 * @param missing what would have helped to decide
 */
public record Handover(
    String sentence, List<String> tried, List<String> unproved, List<String> missing) {
  public Handover {
    tried = List.copyOf(tried);
    unproved = List.copyOf(unproved);
    missing = List.copyOf(missing);
  }

  /** Empty unless a person has taken over. */
  public static Optional<Handover> of(Incident incident) {
    return incident
        .escalation()
        .filter(_ -> incident.status() == Status.ESCALATED)
        .map(e ->
            new Handover(
                Said.inert(e.sentence()),
                inert(e.tried()),
                inert(e.unproved()),
                inert(e.missing())));
  }

  private static List<String> inert(List<String> texts) {
    return texts.stream().map(Said::inert).toList();
  }
}

package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * Aegis stops here and a person takes over.
 *
 * @param sentence why, for people
 * @param tried what was tried and what came of it, one sentence each
 * @param missing what would have helped to decide, one sentence each
 */
public record Escalation(String sentence, List<String> tried, List<String> missing)
    implements Payload {
  public Escalation {
    Objects.requireNonNull(sentence);
    tried = List.copyOf(tried);
    missing = List.copyOf(missing);
  }

  @Override
  public Intent intent() {
    return Intent.ESCALATION;
  }
}

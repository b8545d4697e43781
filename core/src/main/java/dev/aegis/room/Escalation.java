package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * Aegis stops here and a person takes over.
 *
 * @param sentence why, for people
 * @param tried what was tried and what came of it, one sentence each
 * @param missing what would have helped to decide, one sentence each
 * @param unproved what a person could do by hand and no replay vouches for, the likeliest to end it
 *     first, one sentence each
 */
public record Escalation(
    String sentence, List<String> tried, List<String> missing, List<String> unproved)
    implements Payload {
  public Escalation {
    Objects.requireNonNull(sentence);
    tried = List.copyOf(tried);
    missing = List.copyOf(missing);
    unproved = List.copyOf(unproved);
  }

  /** Where nothing can be named that a person could do. */
  public Escalation(String sentence, List<String> tried, List<String> missing) {
    this(sentence, tried, missing, List.of());
  }

  @Override
  public Intent intent() {
    return Intent.ESCALATION;
  }
}

package dev.aegis.suspect;

import java.util.List;
import java.util.Objects;

/**
 * A change that may have caused the failure, or the possibility that none did.
 *
 * @param kind what it is
 * @param name the commit's id or the flag's name; {@code none} where no change did it
 * @param decibans the sum of its findings and of what was believed beforehand
 * @param probability 0 to 1; over all suspects of a scene 1
 * @param findings strongest first
 */
public record Suspect(
    Kind kind, String name, double decibans, double probability, List<Finding> findings) {
  /** The name of the possibility that no change did it. */
  public static final String NO_CHANGE = "none";

  /** What may have done it. */
  public enum Kind {
    COMMIT,
    FLAG,
    NO_CHANGE
  }

  public Suspect {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    findings = List.copyOf(findings);
  }
}

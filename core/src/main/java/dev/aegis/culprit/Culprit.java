package dev.aegis.culprit;

import java.util.List;
import java.util.Objects;

/**
 * A component that may have broken.
 *
 * @param component which one
 * @param probability 0 to 1; over all components and the unknown they add up to 1
 * @param decibans the sum of the findings
 * @param findings what speaks for it and what against it, strongest first
 * @param slowed how many times longer than before its own work on a request takes, without what it
 *     waits for others; NaN when that was not measured
 */
public record Culprit(
    String component, double probability, double decibans, List<Finding> findings, double slowed) {
  public Culprit {
    Objects.requireNonNull(component);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "expected a probability from 0 to 1, found " + probability);
    }
    findings = List.copyOf(findings);
  }

  /**
   * One thing that was seen.
   *
   * @param text what, with its figures; may quote hostile data
   * @param decibans above 0 speaks for, below 0 against; 10 make the odds ten times higher
   */
  public record Finding(String text, double decibans) {
    public Finding {
      Objects.requireNonNull(text);
    }
  }
}

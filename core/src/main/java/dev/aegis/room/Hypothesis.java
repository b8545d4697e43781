package dev.aegis.room;

import dev.aegis.telemetry.Change;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One possible root cause with what speaks for and against it.
 *
 * @param cause which one
 * @param service in which it lies; empty for the one in trouble
 * @param pods in which of its pods it lies; empty where it lies in all of them alike
 * @param statement the cause in the words of this incident, such as {@code memory leak introduced
 *     by v2.3.1}
 * @param weight the share of belief, 0 to 1; over all hypotheses of a diagnosis they add up to 1
 * @param findings what speaks for it and what against it, strongest first
 * @param change that began it; {@code null} where it was no change, or none is known
 */
public record Hypothesis(
    Cause cause,
    String service,
    List<String> pods,
    String statement,
    double weight,
    List<Finding> findings,
    @Nullable Change change) {
  /** A cause in the service in trouble that no change is known to have begun. */
  public Hypothesis(Cause cause, String statement, double weight, List<Finding> findings) {
    this(cause, "", List.of(), statement, weight, findings, null);
  }

  public Hypothesis {
    Objects.requireNonNull(cause);
    Objects.requireNonNull(service);
    Objects.requireNonNull(statement);
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("expected a weight from 0 to 1, found " + weight);
    }
    pods = List.copyOf(pods);
    findings = List.copyOf(findings);
  }

  /**
   * One thing that was seen.
   *
   * @param text what, one sentence with its figures
   * @param evidence id of the evidence it was read from
   * @param decibans weight of evidence: above 0 speaks for, below 0 against; 10 make the odds ten
   *     times higher
   */
  public record Finding(String text, String evidence, double decibans) {
    public Finding {
      Objects.requireNonNull(text);
      Objects.requireNonNull(evidence);
      if (!Double.isFinite(decibans)) {
        throw new IllegalArgumentException("expected a finite weight of evidence");
      }
    }
  }
}

package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * The possible root causes, the likeliest first.
 *
 * @param hypotheses at least one; their weights add up to 1
 * @param evidence what was asked and what came back
 * @param gaps what could not be looked at, one sentence each
 */
public record Diagnosis(List<Hypothesis> hypotheses, List<Evidence> evidence, List<String> gaps)
    implements Payload {
  private static final double ROUNDING = 1e-6;

  public Diagnosis {
    Objects.requireNonNull(hypotheses);
    hypotheses = List.copyOf(hypotheses);
    evidence = List.copyOf(evidence);
    gaps = List.copyOf(gaps);
    double sum = hypotheses.stream().mapToDouble(Hypothesis::weight).sum();
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException("expected weights that add up to 1, found " + sum);
    }
  }

  /** The likeliest. */
  public Hypothesis leading() {
    return hypotheses.getFirst();
  }

  @Override
  public Intent intent() {
    return Intent.HYPOTHESIS;
  }
}

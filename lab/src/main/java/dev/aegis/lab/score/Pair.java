package dev.aegis.lab.score;

import dev.aegis.room.Verdict;
import java.util.Objects;

/**
 * An action against a fault: what one judge said of it, and what came of it.
 *
 * @param fault names the class; repetitions and other actions against it are of the same class
 * @param opinion what the judge said
 * @param fixed whether the objective was met again in time and held, in fact
 * @param measuredP99Millis the 99th percentile afterwards; NaN when not measured
 */
public record Pair(String fault, Opinion opinion, boolean fixed, double measuredP99Millis) {
  public Pair {
    Objects.requireNonNull(fault);
    Objects.requireNonNull(opinion);
  }

  /** The same, judged by somebody else. */
  public Pair judged(Opinion by) {
    return new Pair(fault, by, fixed, measuredP99Millis);
  }

  boolean is(Verdict verdict) {
    return opinion.verdict() == verdict;
  }

  /** An accepted fix that held: the only kind whose forecast describes what was then measured. */
  boolean heldAsAccepted() {
    return fixed && is(Verdict.PASS);
  }
}

package dev.aegis.room;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether an executed plan helped, read from telemetry.
 *
 * @param planHash hash of the plan that was executed
 * @param outcome what the telemetry says
 * @param p99Millis 99th percentile over the window looked at; NaN is written as -1 when not
 *     measured
 * @param errorRatio share of failed requests over that window; -1 when not measured
 * @param lookAgainAt when to look again, only for {@link Outcome#PENDING}
 * @param sentence for people
 * @param evidence what was read
 * @param comparison the verdict's forecast beside what was measured; {@code null} while pending,
 *     and where the verdict had no forecast
 */
public record Verification(
    String planHash,
    Outcome outcome,
    double p99Millis,
    double errorRatio,
    @Nullable Instant lookAgainAt,
    String sentence,
    List<Evidence> evidence,
    @Nullable Comparison comparison)
    implements Payload {

  /** What the telemetry says. */
  public enum Outcome {
    /** Too early to say. */
    PENDING,
    /** The SLO is met again. */
    HELD,
    /** The SLO is still breached after the time the replay gave it. */
    NOT_HELD
  }

  public Verification {
    Objects.requireNonNull(planHash);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(sentence);
    if ((outcome == Outcome.PENDING) != (lookAgainAt != null)) {
      throw new IllegalArgumentException("expected a time to look again exactly when pending");
    }
    evidence = List.copyOf(evidence);
  }

  /** A verification without a forecast beside it. */
  public Verification(
      String planHash,
      Outcome outcome,
      double p99Millis,
      double errorRatio,
      @Nullable Instant lookAgainAt,
      String sentence,
      List<Evidence> evidence) {
    this(planHash, outcome, p99Millis, errorRatio, lookAgainAt, sentence, evidence, null);
  }

  @Override
  public Intent intent() {
    return Intent.VERIFICATION;
  }
}

package dev.aegis.room;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exactly what shall be done, what it was proved by, and how it is taken back. An approval is bound
 * to its hash: change anything and the approval is void.
 *
 * @param action what is done
 * @param undo what takes it back; {@code null} where nothing does
 * @param whyUndo why it can or cannot be taken back, one sentence
 * @param expectedDuration from the first step to the last effect
 * @param blastRadius what is touched when it goes wrong
 * @param dollarsPerHour what the cloud costs more while it lasts
 * @param observedState the state of the targets the plan was made for, such as {@code pods=6
 *     version=v2.3.1}; it is read again before anything is done
 * @param validation id of the message that proved it
 * @param policyHash hash of the policy in force when the plan was made; empty where there is none
 */
public record Plan(
    Action action,
    @Nullable Action undo,
    String whyUndo,
    Duration expectedDuration,
    BlastRadius blastRadius,
    double dollarsPerHour,
    String observedState,
    MessageId validation,
    String policyHash) {
  public Plan {
    Objects.requireNonNull(action);
    Objects.requireNonNull(whyUndo);
    Objects.requireNonNull(expectedDuration);
    Objects.requireNonNull(blastRadius);
    Objects.requireNonNull(observedState);
    Objects.requireNonNull(validation);
    Objects.requireNonNull(policyHash);
    if (!Double.isFinite(dollarsPerHour)) {
      throw new IllegalArgumentException("expected a finite price");
    }
  }

  /** A plan that no policy was written for. */
  public Plan(
      Action action,
      @Nullable Action undo,
      String whyUndo,
      Duration expectedDuration,
      BlastRadius blastRadius,
      double dollarsPerHour,
      String observedState,
      MessageId validation) {
    this(
        action,
        undo,
        whyUndo,
        expectedDuration,
        blastRadius,
        dollarsPerHour,
        observedState,
        validation,
        "");
  }

  public boolean undoable() {
    return undo != null;
  }

  /** SHA-256 over every field in a fixed order, each with its length before it, in hex. */
  public String hash() {
    return Digest.of(
        List.of(
            action.kind().wire(),
            action.toString(),
            String.valueOf(undo),
            whyUndo,
            expectedDuration.toString(),
            blastRadius.name(),
            Double.toString(dollarsPerHour),
            observedState,
            validation.value(),
            policyHash));
  }
}

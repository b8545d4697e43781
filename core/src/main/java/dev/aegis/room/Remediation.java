package dev.aegis.room;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fix that is proposed, not yet proved.
 *
 * @param attempt 1 for the first of the incident
 * @param action what would be done
 * @param why why this one next, one sentence
 * @param undo what takes it back; {@code null} where nothing does
 * @param whyUndo why it can or cannot be taken back
 * @param expectedDuration from the first step to the last effect
 * @param blastRadius what is touched when it goes wrong
 * @param dollarsPerHour what the cloud costs more while it lasts
 * @param observedState the state of the targets it was proposed for
 * @param considered what else was possible and why it comes later, one sentence each, the nearest
 *     to being chosen first
 */
public record Remediation(
    int attempt,
    Action action,
    String why,
    @Nullable Action undo,
    String whyUndo,
    Duration expectedDuration,
    BlastRadius blastRadius,
    double dollarsPerHour,
    String observedState,
    List<String> considered)
    implements Payload {
  public Remediation {
    if (attempt < 1) {
      throw new IllegalArgumentException("expected attempts counted from 1, found " + attempt);
    }
    Objects.requireNonNull(action);
    Objects.requireNonNull(why);
    Objects.requireNonNull(whyUndo);
    Objects.requireNonNull(expectedDuration);
    Objects.requireNonNull(blastRadius);
    Objects.requireNonNull(observedState);
    considered = List.copyOf(considered);
  }

  @Override
  public Intent intent() {
    return Intent.REMEDIATION_PROPOSAL;
  }
}

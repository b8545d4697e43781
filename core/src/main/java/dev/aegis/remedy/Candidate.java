package dev.aegis.remedy;

import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fix that could be tried here, with all that is known about it before any replay.
 *
 * @param action what is done
 * @param undo what takes it back; {@code null} where nothing does
 * @param whyUndo why it can or cannot be taken back
 * @param duration from the first step to the last effect
 * @param blastRadius what is touched when it goes wrong
 * @param dollarsPerHour what the cloud costs more while it lasts
 * @param removesCause whether what breaks the service is gone afterwards, rather than only relieved
 * @param why what speaks for it here, one sentence
 */
public record Candidate(
    Action action,
    @Nullable Action undo,
    String whyUndo,
    Duration duration,
    BlastRadius blastRadius,
    double dollarsPerHour,
    boolean removesCause,
    String why) {
  public Candidate {
    Objects.requireNonNull(action);
    Objects.requireNonNull(whyUndo);
    Objects.requireNonNull(duration);
    Objects.requireNonNull(blastRadius);
    Objects.requireNonNull(why);
  }

  Optional<Action> undoing() {
    return Optional.ofNullable(undo);
  }
}

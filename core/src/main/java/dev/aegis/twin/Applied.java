package dev.aegis.twin;

import dev.aegis.room.Action;
import java.time.Instant;
import java.util.Objects;

/**
 * An action that was really taken, to be replayed as part of the past.
 *
 * @param action what was done
 * @param at when it began
 */
public record Applied(Action action, Instant at) {
  public Applied {
    Objects.requireNonNull(action);
    Objects.requireNonNull(at);
  }
}

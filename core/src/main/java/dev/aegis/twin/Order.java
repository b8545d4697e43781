package dev.aegis.twin;

import dev.aegis.room.Action;

/** Something that shall happen to the simulated service at a time. */
sealed interface Order {
  /** An action of the catalogue. */
  record Act(Action action) implements Order {}

  /** Pod after pod runs another version. */
  record Deploy(int region, int version, double secondsBetween, double downSeconds)
      implements Order {}

  /** Pods vanish. */
  record Lose(int region, int pods) implements Order {}
}

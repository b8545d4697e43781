package dev.aegis.execution;

import dev.aegis.room.Action;

/**
 * Reaches a target: tells it to change, and reads how it stands. Implementations wrap a real system
 * or a simulated one; each passes the same contract.
 */
public interface Actuator {
  /**
   * Tells the target to take on the state the action describes. Returns when the target has
   * accepted the order, not when it is done. The same key given again must not start anything
   * twice.
   *
   * @throws RuntimeException when it is not certain that the target has heard
   */
  void dispatch(Action action, String key);

  /** Reads the target and compares it with what the action orders. Changes nothing. */
  Sight look(Action action, String key);

  /** What was seen. */
  enum Sight {
    /** The target is as ordered. */
    AS_ORDERED,
    /** The target is on its way. */
    UNDER_WAY,
    /** The target is as it was before: it never took the order. */
    UNCHANGED,
    /** The target cannot be read. */
    OUT_OF_SIGHT
  }
}

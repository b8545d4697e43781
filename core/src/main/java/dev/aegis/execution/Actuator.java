package dev.aegis.execution;

import dev.aegis.room.Action;
import java.util.Objects;

/**
 * Reaches a target: tells it what state to take on, and reads how it stands. Implementations wrap a
 * real system or a simulated one; each passes the same contract. An action is always a desired
 * state, so that giving an order twice changes nothing.
 */
public interface Actuator {
  /**
   * Reads how the targets of an action stand: desired revisions, weights, desired replicas,
   * settings; never metrics and never what merely fluctuates. Equal states give equal texts. An
   * approval is bound to this text.
   *
   * @throws RuntimeException when the targets cannot be read
   */
  String state(Action action);

  /** The dry run: says what an order would change, or why the target would refuse it. */
  Rehearsal rehearse(Action action);

  /**
   * Tells the target to take on the state the action describes. Returns when the target has
   * accepted the order, not when it is done. The same key given again must not start anything
   * twice; an epoch below one that the target has seen is refused.
   *
   * @throws RefusedException when it is certain that the target did not take the order
   * @throws RuntimeException when it is not certain that the target has heard
   */
  void dispatch(Order order);

  /** Reads the target and compares it with what the action orders. Changes nothing. */
  Sight look(Action action, String key);

  /**
   * An order to a target.
   *
   * @param action the state it shall take on
   * @param key names this execution, so that a repetition is recognised
   * @param epoch the fencing number of whoever gives the order: a later owner of the room has a
   *     higher one, and a target that saw it refuses every lower one (Kleppmann, <i>How to do
   *     distributed locking</i>, 2016)
   */
  record Order(Action action, String key, long epoch) {
    public Order {
      Objects.requireNonNull(action);
      Objects.requireNonNull(key);
      if (key.isBlank() || epoch < 0) {
        throw new IllegalArgumentException(
            "expected a key and an epoch of 0 or more, found \"" + key + "\" and " + epoch);
      }
    }
  }

  /**
   * What a dry run says.
   *
   * @param accepted whether the target would take the order
   * @param sentence what would change, or why it would not
   */
  record Rehearsal(boolean accepted, String sentence) {
    public Rehearsal {
      Objects.requireNonNull(sentence);
    }
  }

  /** The target said no: it is as it was. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String sentence) {
      super(sentence);
    }
  }

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

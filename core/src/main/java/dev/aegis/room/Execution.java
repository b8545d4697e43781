package dev.aegis.room;

import java.util.Objects;

/**
 * One link in the record chain of an action on a real target.
 *
 * @param planHash hash of the plan being executed
 * @param step which step of the plan, from 0
 * @param steps how many there are
 * @param undo whether this takes the plan back
 * @param action the step
 * @param state where the step stands
 * @param key names this execution at the target, so that a repeated order is recognised there
 * @param detail what was seen, one sentence
 */
public record Execution(
    String planHash,
    int step,
    int steps,
    boolean undo,
    Action action,
    State state,
    String key,
    String detail)
    implements Payload {

  /** Where a step stands. */
  public enum State {
    /** Written down that it is about to be done; durable before the target hears of it. */
    ARMED,
    /** The target was told. */
    DISPATCHED,
    /** The target's state was read and is as ordered. */
    OBSERVED,
    /** The target's state was read and is as it was: nothing was done. */
    REFUSED,
    /** Nobody can tell whether it was done. A person must look. */
    UNKNOWN
  }

  public Execution {
    Objects.requireNonNull(planHash);
    Objects.requireNonNull(action);
    Objects.requireNonNull(state);
    Objects.requireNonNull(key);
    Objects.requireNonNull(detail);
    if (step < 0 || step >= steps) {
      throw new IllegalArgumentException(
          "expected a step from 0 below " + steps + ", found " + step);
    }
  }

  @Override
  public Intent intent() {
    return Intent.EXECUTION;
  }
}

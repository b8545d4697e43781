package dev.aegis.execution;

import dev.aegis.room.Execution;

/**
 * What to do about a step that somebody else began: this process found it in the record, ARMED or
 * DISPATCHED, and did not do it itself. Never repeats blindly: the target is read first.
 */
public final class Interruption {
  private Interruption() {}

  /** What to do, and what to write down. */
  public enum Resumption {
    /** The target is as ordered: write OBSERVED. */
    CONFIRM,
    /** The target is on its way: keep looking. */
    WATCH,
    /** The target never took the order: give it again, with the same key. */
    DISPATCH_AGAIN,
    /** Nobody can tell: write UNKNOWN and call a person. */
    GIVE_UP
  }

  public static Resumption resume(Execution found, Actuator.Sight sight) {
    return switch (sight) {
      case AS_ORDERED -> Resumption.CONFIRM;
      case UNDER_WAY -> Resumption.WATCH;
      case UNCHANGED ->
          found.state() == Execution.State.ARMED ? Resumption.DISPATCH_AGAIN : Resumption.GIVE_UP;
      case OUT_OF_SIGHT -> Resumption.GIVE_UP;
    };
  }
}

package dev.aegis.room;

import java.time.Instant;
import java.util.Objects;

/**
 * The shell says that a moment has come.
 *
 * @param purpose what it was set for
 * @param about id of the message that set it
 * @param dueAt the moment
 */
public record Timer(Purpose purpose, MessageId about, Instant dueAt) implements Payload {

  /** What a timer is set for. */
  public enum Purpose {
    /** An approval request was not answered. */
    APPROVAL_EXPIRED,
    /** Time to look at the telemetry again. */
    LOOK_AGAIN,
    /** Time to look for causes and fixes again. */
    JUDGE_AGAIN
  }

  public Timer {
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(about);
    Objects.requireNonNull(dueAt);
  }

  @Override
  public Intent intent() {
    return Intent.TIMER;
  }
}

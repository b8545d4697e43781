package dev.aegis.app.notify;

import java.time.Duration;

/** What became of one attempt to send. Reasons are one clause and name no secret. */
sealed interface Outcome {
  /** The other side has it. */
  record Taken() implements Outcome {}

  /**
   * It may be taken later.
   *
   * @param pause what the other side asks for; zero where it asks for nothing
   */
  record Later(String why, Duration pause) implements Outcome {}

  /** The other side will never take this one. */
  record Refused(String why) implements Outcome {}
}

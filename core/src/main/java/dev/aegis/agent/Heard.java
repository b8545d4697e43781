package dev.aegis.agent;

/** What a turn asks of an agent. */
public enum Heard {
  /** A person asks something. */
  QUESTION,
  /** A person doubts what it said. */
  CHALLENGE,
  /** It is asked to do its part. */
  WORK;

  public static Heard in(Turn turn) {
    if (Topics.asked(turn).isPresent()) {
      return QUESTION;
    }
    return Rechecks.asked(turn).isPresent() ? CHALLENGE : WORK;
  }
}

package dev.aegis.room;

/** What the chaos replay says of a fix. */
public enum Verdict {
  /** The replay vouches for it. */
  PASS,
  /** The replay shows that it does not hold. */
  REJECT,
  /** The replay cannot know; it says what is missing. */
  ABSTAIN
}

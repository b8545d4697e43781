package dev.aegis.surprise;

/**
 * Who speaks in the {@link Ensemble}, or of a series at rest: each one way for a series to be
 * unlike itself.
 */
public enum Member {
  EXTREME("extreme", "is beyond every value before"),
  LEVEL("level", "has left its level"),
  ROUGHNESS("roughness", "runs rougher or smoother than it used to"),
  PATTERN("pattern", "takes values in proportions not seen before"),
  TIME_OF_DAY("time-of-day", "is not as usual at this time of day"),
  STEP("step", "jumps further than it ever did between two points"),
  STANDSTILL("standstill", "changes, which it hardly ever does"),
  EXCURSION("excursion", "leaves the value it rests at, more wildly than it used to");

  private final String wire;
  private final String words;

  Member(String wire, String words) {
    this.wire = wire;
    this.words = words;
  }

  /** Its name in a signal. */
  public String wire() {
    return wire;
  }

  /** What it says, as the predicate of a sentence about the series. */
  public String words() {
    return words;
  }
}

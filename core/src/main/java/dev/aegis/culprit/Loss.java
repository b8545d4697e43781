package dev.aegis.culprit;

/** What calls lose. */
public enum Loss {
  /** Seconds that callers wait. */
  TIME(0.1, 0),
  /** Calls that fail, as a share of all from 0 to 1. */
  FAILURES(0, 0.002);

  /** What moves a level by chance when nothing was seen to vary: a share of it, and a least. */
  private final double share;

  private final double least;

  Loss(double share, double least) {
    this.share = share;
    this.least = least;
  }

  /** What calls lose more than before, a second. */
  Excess excess(double callsPerSecond, Course lossPerCall) {
    return new Excess(
        callsPerSecond * lossPerCall.shift(), callsPerSecond * lossPerCall.noise(share, least));
  }

  /**
   * A loss beyond the usual one, a second.
   *
   * @param amount how much; below 0 when less is lost
   * @param noise its standard deviation
   */
  record Excess(double amount, double noise) {
    /** Standard deviations that are taken for chance. */
    private static final double CHANCE = 2;

    static final Excess NONE = new Excess(0, 0);

    Excess plus(Excess other) {
      return new Excess(amount + other.amount, Math.hypot(noise, other.noise));
    }

    /** What is left when chance is taken off, 0 or more. */
    double sure() {
      return Math.max(0, amount - CHANCE * noise);
    }

    double chance() {
      return CHANCE * noise;
    }
  }
}

package dev.aegis.app.model;

import java.time.Duration;

/** What one incident may still spend on models. Thread-safe. */
public final class Budget {
  private final ModelSettings limits;
  private long tokens;
  private double dollars;
  private Duration waited = Duration.ZERO;

  Budget(ModelSettings limits) {
    this.limits = limits;
  }

  /** Counts one call. */
  public synchronized void spent(long callTokens, double callDollars) {
    tokens += Math.max(0, callTokens);
    dollars += Math.max(0, callDollars);
  }

  synchronized void waited(Duration time) {
    waited = waited.plus(time);
  }

  /** How long the next message may wait for a model. */
  synchronized Duration left() {
    Duration left = limits.seconds().minus(waited);
    return left.compareTo(limits.turn()) < 0 ? left : limits.turn();
  }

  /** What is used up, in words; empty while there is something left of everything. */
  public synchronized String usedUp() {
    if (tokens >= limits.tokens()) {
      return "the incident's " + limits.tokens() + " tokens are used up";
    }
    if (dollars >= limits.dollars()) {
      return "the incident's " + limits.dollars() + " USD are used up";
    }
    return waited.compareTo(limits.seconds()) >= 0
        ? "the incident's " + limits.seconds().toSeconds() + " s of waiting are used up"
        : "";
  }
}

package dev.aegis.agent;

import java.time.Duration;

/**
 * The times by which @commander acts.
 *
 * @param approvalExpiry how long an approval request stays open
 * @param confirmFor how long the SLO must be met without a break before a fix counts as verified
 * @param patience how long after the last step a fix is given before it counts as failed
 */
public record CommandSettings(Duration approvalExpiry, Duration confirmFor, Duration patience) {
  /** Searches for a fix after the first one, where that could not decide. */
  public static final int LATER_SEARCHES = 4;

  /** New points before the next search. */
  public static final int POINTS_BETWEEN_SEARCHES = 4;

  public static final CommandSettings DEFAULT =
      new CommandSettings(Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ofMinutes(3));

  public CommandSettings {
    if (!approvalExpiry.isPositive() || !confirmFor.isPositive() || !patience.isPositive()) {
      throw new IllegalArgumentException("expected times above zero");
    }
  }
}

package dev.aegis.twin;

import java.time.Duration;

/**
 * What a fix must do to be vouched for, and how much may be computed to know it.
 *
 * @param recoverWithin time after the action's end within which the SLO must be met
 * @param recoverAtMost time from now within which it must be met, however long the action takes
 * @param shortestHorizon how far the replay looks ahead at least
 * @param longestHorizon how far it looks ahead at most, where a slow degradation asks for it
 * @param intervals into how many the horizon is divided, 10 to 40
 * @param mostReplications after so many it is too close to call
 * @param good the share of replications that a good fix holds the SLO in, at least
 * @param bad the share that a bad fix holds it in, at most
 * @param risk the chance of taking a bad fix for a good one, or a good one for a bad one
 * @param requestBudget requests that one replication may simulate, at most
 */
public record ReplaySettings(
    Duration recoverWithin,
    Duration recoverAtMost,
    Duration shortestHorizon,
    Duration longestHorizon,
    int intervals,
    int mostReplications,
    double good,
    double bad,
    double risk,
    long requestBudget) {

  /**
   * Three minutes after the action, eight in all; 10 to 30 minutes ahead. With 0.95 against 0.60 at
   * a risk of 5 % seven successes in a row accept and two failures at the start reject:
   * replications of one fitted model differ by chance alone, so a fix that holds in less than
   * nearly all is none.
   */
  public static final ReplaySettings STANDARD =
      new ReplaySettings(
          Duration.ofMinutes(3),
          Duration.ofMinutes(8),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          40,
          32,
          0.95,
          0.60,
          0.05,
          5_000_000);

  public ReplaySettings {
    require(!recoverWithin.isNegative(), "a time to recover of 0 or more");
    require(recoverAtMost.compareTo(recoverWithin) >= 0, "recoverAtMost not below recoverWithin");
    require(shortestHorizon.compareTo(recoverAtMost) > 0, "a horizon beyond recoverAtMost");
    require(
        longestHorizon.compareTo(shortestHorizon) >= 0, "a longest horizon not below the least");
    require(intervals >= 10 && intervals <= 40, "10 to 40 intervals");
    require(mostReplications >= 2 && mostReplications <= 1000, "2 to 1,000 replications");
    require(bad > 0 && bad < good && good < 1, "0 < bad < good < 1");
    require(risk > 0 && risk < 0.5, "a risk in (0, 0.5)");
    require(requestBudget >= 10_000, "a budget of 10,000 requests or more");
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + " in the settings of the replay");
    }
  }
}

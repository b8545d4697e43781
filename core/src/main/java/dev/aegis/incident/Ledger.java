package dev.aegis.incident;

import dev.aegis.room.Decision.Worth;
import dev.aegis.telemetry.ServiceProfile.Costs;
import java.time.Duration;

/** What an incident cost and what was saved. */
public final class Ledger {
  /** Cloud capacity is billed by the hour that was begun. */
  private static final double SECONDS_PER_HOUR = 3600;

  private Ledger() {}

  /**
   * Computes the worth of a repair.
   *
   * <p>averted = (manual - downtime) / 60 x revenue per minute - remediation, 0 when not recovered.
   *
   * @param downtime from onset until the SLO was met for good, or until now
   * @param recovered whether it was met
   * @param dollarsPerHour what the fix costs more in the cloud
   * @param inPlace how long the fix has been in place; zero when nothing was executed
   */
  public static Worth worth(
      Costs costs, Duration downtime, boolean recovered, double dollarsPerHour, Duration inPlace) {
    double downtimeSeconds = seconds(downtime);
    double manualSeconds = seconds(costs.manualRecovery());
    double hours = Math.ceil(seconds(inPlace) / SECONDS_PER_HOUR);
    double remediation = Math.max(0, dollarsPerHour) * hours;
    double averted =
        recovered
            ? (manualSeconds - downtimeSeconds) / 60 * costs.revenuePerMinute() - remediation
            : 0;
    return new Worth(
        downtimeSeconds,
        manualSeconds,
        downtimeSeconds / 60 * costs.revenuePerMinute(),
        remediation,
        averted);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}

package dev.aegis.lab.command;

import dev.aegis.incident.Recovery;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Instant;
import java.util.List;

/**
 * What clients went through after an action, in the worst of all regions.
 *
 * @param good share of scrapes after the deadline that met the objective; NaN when there were none
 * @param p99Millis median over that time
 * @param errorRatio likewise
 * @param burden errors plus p99 in objectives, up to twice: the mean over the whole time watched
 */
record Aftermath(double good, double p99Millis, double errorRatio, double burden) {
  /** One scrape in twenty may be a hiccup of the machine. */
  private static final double HELD = 0.95;

  /** A p99 of so many objectives weighs as much as any that is higher. */
  private static final double SLOWEST = 2;

  /** By so much heavier than doing nothing is worse, not chance. */
  private static final double HEAVIER = 0.25;

  /**
   * Reads it off the telemetry.
   *
   * @param from when the action began
   * @param deadline when the objective must be met again
   * @param to when the watching ended
   */
  static Aftermath read(
      Telemetry telemetry, ServiceProfile profile, Instant from, Instant deadline, Instant to) {
    List<Recovery.Scrape> scrapes =
        Recovery.read(
                telemetry, profile.service(), profile.slo(), new Window(from, to.plusMillis(1)))
            .scrapes();
    List<Recovery.Scrape> after = scrapes.stream().filter(s -> !s.at().isBefore(deadline)).toList();
    return new Aftermath(
        after.stream().mapToDouble(s -> s.good() ? 1 : 0).average().orElse(Double.NaN),
        Quantile.median(after.stream().mapToDouble(Recovery.Scrape::p99Millis)),
        Quantile.median(after.stream().mapToDouble(Recovery.Scrape::errorRatio)),
        scrapes.stream().mapToDouble(s -> burden(s, profile.slo())).average().orElse(Double.NaN));
  }

  private static double burden(Recovery.Scrape scrape, Slo slo) {
    return measured(scrape.errorRatio())
        + Math.min(SLOWEST, measured(scrape.p99Millis()) / slo.latencyP99Millis());
  }

  private static double measured(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /**
   * In the matrix's words.
   *
   * @param burdenOfNothing the same fault's burden when nothing was done; NaN when not measured
   */
  String outcome(double burdenOfNothing) {
    if (good >= HELD) {
      return MatrixLine.FIXED;
    }
    return burden > burdenOfNothing + HEAVIER ? MatrixLine.WORSE : MatrixLine.UNCHANGED;
  }
}

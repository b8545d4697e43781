package dev.aegis.lab.command;

import dev.aegis.room.Forecast;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ChaosReplay;
import dev.aegis.twin.Replications;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/**
 * What the replay said of an action, as the matrix keeps it. Figures are medians over the time
 * after the forecast recovery; NaN where the replay gave none.
 */
record Forecasted(
    String verdict,
    String reason,
    double probability,
    double p99Millis,
    double lowMillis,
    double highMillis,
    double horizonSeconds,
    double settledSeconds) {
  /** Judges as a room would. */
  static Forecasted judge(
      dev.aegis.room.Action action,
      Telemetry telemetry,
      ServiceProfile profile,
      long seed,
      Replications replications) {
    Instant now = telemetry.span().orElseThrow().to().minusMillis(1);
    return of(
        ChaosReplay.judge(action, telemetry, profile, now, LabSettings.REPLAY, seed, replications));
  }

  private static Forecasted of(ValidationResult result) {
    double settled = Math.max(0, result.recoverySeconds());
    return new Forecasted(
        result.verdict().name(),
        result.reason().wire(),
        result.probability(),
        median(result, settled, Forecast.Point::p99Millis),
        median(result, settled, Forecast.Point::p99LowMillis),
        median(result, settled, Forecast.Point::p99HighMillis),
        result.horizon().toSeconds(),
        settled);
  }

  private static double median(
      ValidationResult result, double settled, ToDoubleFunction<Forecast.Point> figure) {
    return Quantile.median(
        result.withFix().points().stream()
            .filter(p -> p.secondsFromNow() > settled)
            .mapToDouble(figure));
  }
}

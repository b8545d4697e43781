package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people brought, understood.
 *
 * @param telemetry series, changes and log lines
 * @param profile the service under investigation; what was not declared is listed in the report
 * @param promised whether the objectives were declared; what was not is assumed
 * @param symptom the metric that people are worried about; {@code null} when they named none
 * @param report how it was understood
 */
public record Recording(
    Telemetry telemetry,
    ServiceProfile profile,
    boolean promised,
    @Nullable Metric symptom,
    IntakeReport report) {
  public Recording {
    Objects.requireNonNull(telemetry);
    Objects.requireNonNull(profile);
    Objects.requireNonNull(report);
  }

  /** The same with other telemetry. */
  public Recording observing(Telemetry other) {
    return new Recording(other, profile, promised, symptom, report);
  }
}

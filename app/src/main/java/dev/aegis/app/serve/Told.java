package dev.aegis.app.serve;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Burn;
import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.alert.OutsideAlert;
import dev.aegis.app.intake.CleanText;
import dev.aegis.room.Signal.Symptom;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An alert of somebody else beside the figures that are known here. */
final class Told {
  private static final Duration FRESH = Duration.ofMinutes(2);
  private static final Duration OLDEST_ONSET = Duration.ofHours(1);

  private final ServiceProfile profile;
  private final Telemetry telemetry;
  private final Instant now;

  Told(ServiceProfile profile, Telemetry telemetry, Instant now) {
    this.profile = profile;
    this.telemetry = telemetry;
    this.now = now;
  }

  /** As an alert of this service: its severity is that of the figures, not of a word. */
  Alert alert(OutsideAlert outside) {
    String region = outside.region().isEmpty() ? profile.home() : outside.region();
    double p99 = newest(Metric.LATENCY_P99, region);
    double errors = newest(Metric.ERROR_RATIO, region);
    Burn burn =
        Burn.of(
            profile.slo(),
            p99,
            newest(Metric.LATENCY_P50, region),
            newest(Metric.LATENCY_MEAN, region),
            errors);
    return new Alert(
        profile.service(),
        region,
        onset(outside),
        now,
        profile.slo().breachedBy(p99, errors),
        burn,
        burn,
        1,
        List.of(new Symptom("alert:" + CleanText.metric(outside.name()), 1, 0, 0, "alert")));
  }

  private Instant onset(OutsideAlert outside) {
    Instant since = outside.startsAt();
    if (since == null || !since.isBefore(now) || since.isBefore(now.minus(OLDEST_ONSET))) {
      return now;
    }
    return since;
  }

  private double newest(Metric metric, String region) {
    return telemetry
        .find(metric, profile.service(), region)
        .filter(s -> !s.isEmpty() && s.at(s.size() - 1).isAfter(now.minus(FRESH)))
        .map(Series::last)
        .orElse(Double.NaN);
  }

  /** What was said, and that it is somebody else's word. */
  static String words(AlertDesk.Kept kept) {
    OutsideAlert alert = kept.alert();
    return CleanText.name(kept.source())
        + " says: "
        + alert.name()
        + (alert.summary().isEmpty() || alert.summary().equals(alert.name())
            ? ""
            : ", " + alert.summary())
        + " ("
        + alert.state().name().toLowerCase(Locale.ROOT)
        + (alert.startsAt() == null ? "" : " since " + alert.startsAt())
        + ")";
  }
}

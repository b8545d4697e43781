package dev.aegis.app.investigation;

import dev.aegis.anomaly.Alert;
import dev.aegis.anomaly.Watch;
import dev.aegis.app.intake.Recording;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The incident of a recording that is looked into, and the instant from which it is looked at:
 * nothing after it is known to the agents.
 *
 * @param alert what opened it
 * @param now the recording's end where the incident lasts until then, else a few scrapes after it
 *     became certain
 * @param telemetry everything up to {@code now}
 * @param profile the service in trouble, with what was declared
 */
record Moment(Alert alert, Instant now, Telemetry telemetry, ServiceProfile profile) {
  /** Scrapes of the incident that the agents see when it is over before the recording ends. */
  private static final int SCRAPES = 12;

  /** The worst incident, the newest where several are as bad; empty when there is none. */
  static Optional<Moment> worst(Recording recording) {
    Watch watch = new Watch(recording.profile());
    List<Alert> alerts = watch.read(recording.telemetry());
    return alerts.stream()
        .max(
            Comparator.comparing(Alert::breached)
                .thenComparing(a -> a.burn().severity(), Comparator.reverseOrder())
                .thenComparing(Alert::detectedAt))
        .map(worst -> at(worst, recording, watch.burning() && worst.equals(alerts.getLast())));
  }

  private static Moment at(Alert alert, Recording recording, boolean burnsOn) {
    Telemetry all = recording.telemetry();
    Window span = all.span().orElseThrow();
    Instant end = span.to().minusMillis(1);
    Instant later = alert.detectedAt().plus(interval(all).multipliedBy(SCRAPES));
    Instant now = burnsOn || later.isAfter(end) ? end : later;
    return new Moment(
        alert,
        now,
        all.within(new Window(span.from(), now.plusMillis(1))),
        Investigation.about(alert, recording.profile()));
  }

  /** The usual time between two points of the densest series. */
  private static Duration interval(Telemetry telemetry) {
    Series densest =
        telemetry.series().stream().max(Comparator.comparingInt(Series::size)).orElseThrow();
    long[] gaps = new long[Math.max(1, densest.size() - 1)];
    for (int i = 1; i < densest.size(); i++) {
      gaps[i - 1] = densest.epochMillis(i) - densest.epochMillis(i - 1);
    }
    Arrays.sort(gaps);
    return Duration.ofMillis(gaps[gaps.length / 2]);
  }
}

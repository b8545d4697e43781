package dev.aegis.anomaly;

import dev.aegis.room.Severity;
import dev.aegis.room.Signal.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An incident has become certain in one place.
 *
 * @param service which
 * @param region where; empty when not recorded
 * @param startedAt the first point of the anomaly or of the breach, whichever came first
 * @param detectedAt the point that made it certain
 * @param breached whether the objective is broken; when not, the anomaly alone speaks
 * @param burn the objective's figures at detection
 * @param soon the same a minute later, if what rises goes on rising as it did
 * @param trafficShare this region's share of the service's requests, 0 to 1; 1 when not recorded
 * @param symptoms everything anomalous in this place at detection, worst first; not empty
 */
public record Alert(
    String service,
    String region,
    Instant startedAt,
    Instant detectedAt,
    boolean breached,
    Burn burn,
    Burn soon,
    double trafficShare,
    List<Symptom> symptoms) {
  public Alert {
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(detectedAt);
    Objects.requireNonNull(burn);
    Objects.requireNonNull(soon);
    symptoms = List.copyOf(symptoms);
  }

  /**
   * The worse of how it is and how it will be in a minute: an avalanche is not judged by its start.
   */
  public Severity severity() {
    return burn.severity().compareTo(soon.severity()) <= 0 ? burn.severity() : soon.severity();
  }

  /** Why it is that severe, in one sentence without its full stop. */
  public String whySeverity(double revenuePerMinute) {
    String now = (breached ? "" : "no promise is broken yet; ") + burn.sentence(revenuePerMinute);
    return severity() == burn.severity()
        ? now
        : now
            + String.format(
                Locale.ROOT,
                "; rising, at this pace %.0f %% are hit in a minute",
                100 * soon.shareHit());
  }
}

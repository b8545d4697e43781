package dev.aegis.anomaly;

import dev.aegis.room.Signal.Symptom;
import java.time.Instant;
import java.util.List;
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
    double trafficShare,
    List<Symptom> symptoms) {
  public Alert {
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(detectedAt);
    Objects.requireNonNull(burn);
    symptoms = List.copyOf(symptoms);
  }
}

package dev.aegis.lab.plant;

import java.util.Map;
import java.util.Optional;

/** What somebody wants the desired state to be; what is left out stays as it is. */
sealed interface Order {
  /**
   * How a service shall run in a region.
   *
   * @param restart the name of a rolling restart, done once for each name
   */
  record Deploy(
      String service,
      String region,
      Optional<Integer> replicas,
      Optional<String> version,
      Optional<String> restart)
      implements Order {}

  /** A flag or a setting of a service, everywhere. */
  record Configure(String service, String kind, String name, String value) implements Order {}

  /** How an edge spreads what comes to it. */
  record Route(
      String region,
      Optional<Map<String, Double>> weights,
      Optional<Double> rampSeconds,
      Optional<Double> shed)
      implements Order {}
}

package dev.aegis.lab.plant;

/**
 * How large the pods of a service are.
 *
 * @param slots requests a pod works on at once
 * @param queue requests that may wait for a slot
 */
record ServiceSize(int slots, int queue, boolean usesDatabase) {
  static ServiceSize of(String service) {
    return switch (service) {
      case "checkout-api" -> new ServiceSize(3, 30, false);
      case "payments" -> new ServiceSize(20, 100, false);
      case "inventory" -> new ServiceSize(20, 100, true);
      default -> throw new PlantException("expected a service of the lab, found " + service);
    };
  }
}

package dev.aegis.app.live;

/** Where something was counted; empty where that was not said. */
record Place(String service, String region, String version, String pod) {
  Fleet fleet() {
    return new Fleet(service, region);
  }

  /** All pods of a service in a region. */
  record Fleet(String service, String region) implements Comparable<Fleet> {
    @Override
    public int compareTo(Fleet other) {
      int services = service.compareTo(other.service);
      return services != 0 ? services : region.compareTo(other.region);
    }
  }
}

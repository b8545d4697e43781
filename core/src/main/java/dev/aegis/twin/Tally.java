package dev.aegis.twin;

/** What is counted in one region between two scrapes. */
final class Tally {
  long offered;
  long succeeded;
  long faulty;
  long timedOut;
  long refused;
  long crashed;
  long completed;
  int died;
  double busySeconds;
  double slotSeconds;
  double gcSeconds;
  double dependencySeconds;
  long dependencyCalls;
  final LatencyHistogram latency;
  final LatencyHistogram[] latencyByVersion;
  final long[] completedByVersion;
  final long[] failedByVersion;

  Tally(int versions) {
    latency = new LatencyHistogram();
    latencyByVersion = new LatencyHistogram[versions];
    for (int v = 0; v < versions; v++) {
      latencyByVersion[v] = new LatencyHistogram();
    }
    completedByVersion = new long[versions];
    failedByVersion = new long[versions];
  }

  Tally(Tally other) {
    offered = other.offered;
    succeeded = other.succeeded;
    faulty = other.faulty;
    timedOut = other.timedOut;
    refused = other.refused;
    crashed = other.crashed;
    completed = other.completed;
    died = other.died;
    busySeconds = other.busySeconds;
    slotSeconds = other.slotSeconds;
    gcSeconds = other.gcSeconds;
    dependencySeconds = other.dependencySeconds;
    dependencyCalls = other.dependencyCalls;
    latency = new LatencyHistogram(other.latency);
    latencyByVersion = new LatencyHistogram[other.latencyByVersion.length];
    for (int v = 0; v < latencyByVersion.length; v++) {
      latencyByVersion[v] = new LatencyHistogram(other.latencyByVersion[v]);
    }
    completedByVersion = other.completedByVersion.clone();
    failedByVersion = other.failedByVersion.clone();
  }

  /** A pod of a version has worked on a request to its end. */
  void complete(int v) {
    completed++;
    completedByVersion[v]++;
  }

  void reset() {
    offered = 0;
    succeeded = 0;
    faulty = 0;
    timedOut = 0;
    refused = 0;
    crashed = 0;
    completed = 0;
    died = 0;
    busySeconds = 0;
    slotSeconds = 0;
    gcSeconds = 0;
    dependencySeconds = 0;
    dependencyCalls = 0;
    latency.reset();
    for (int v = 0; v < latencyByVersion.length; v++) {
      latencyByVersion[v].reset();
      completedByVersion[v] = 0;
      failedByVersion[v] = 0;
    }
  }

  Scrape.Clients clients() {
    return new Scrape.Clients(
        offered,
        succeeded,
        faulty,
        timedOut,
        refused,
        crashed,
        latency.quantile(0.5),
        latency.quantile(0.99),
        latency.mean());
  }

  Scrape.Pods pods(int queueLength, double heapRatio, int ready, int starting) {
    return new Scrape.Pods(
        completed,
        slotSeconds > 0 ? Math.min(1, busySeconds / slotSeconds) : Double.NaN,
        queueLength,
        heapRatio,
        slotSeconds > 0 ? Math.min(1, gcSeconds / slotSeconds) : Double.NaN,
        ready,
        starting,
        died,
        dependencyCalls > 0 ? 1000 * dependencySeconds / dependencyCalls : Double.NaN);
  }

  Scrape.Version version(String name, int v, int ready, double heapRatio) {
    return new Scrape.Version(
        name,
        ready,
        completedByVersion[v],
        failedByVersion[v],
        heapRatio,
        latencyByVersion[v].quantile(0.5),
        latencyByVersion[v].quantile(0.99),
        latencyByVersion[v].mean());
  }
}

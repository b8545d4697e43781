package dev.aegis.twin;

import java.util.List;
import java.util.Optional;

/**
 * Figures of one interval of the simulation, as monitoring would have seen them.
 *
 * @param fromSeconds when the interval began
 * @param toSeconds when it ended
 * @param regions in the order of the model
 */
public record Scrape(double fromSeconds, double toSeconds, List<Region> regions) {
  public Scrape {
    regions = List.copyOf(regions);
  }

  public Optional<Region> region(String name) {
    return regions.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  public double lengthSeconds() {
    return toSeconds - fromSeconds;
  }

  /**
   * What one region's clients saw and what one region's pods did. The two differ while traffic is
   * sent to another region: {@code clients} follow the clients home, {@code pods} the work.
   *
   * @param name the region
   * @param clients seen by the clients at home here, wherever they were served
   * @param pods done by the pods here, for whomever
   * @param versions the pods' work by version, those with pods only
   * @param podList each pod that is alive or starting
   */
  public record Region(
      String name, Clients clients, Pods pods, List<Version> versions, List<Pod> podList) {
    public Region {
      versions = List.copyOf(versions);
      podList = List.copyOf(podList);
    }
  }

  /**
   * What clients saw. Latencies are of the requests that got an answer or timed out (these at the
   * timeout); one that was refused or whose pod died is an error without a latency.
   *
   * @param offered requests begun
   * @param succeeded answered well and in time
   * @param faulty answered with an error by the version's own fault
   * @param timedOut not answered in time
   * @param refused by a full queue, for want of pods, or at the edge
   * @param crashed in a pod when it died
   * @param p50Millis median latency; NaN when there was none
   * @param p99Millis 99th percentile; NaN when there was none
   * @param meanMillis mean latency; NaN when there was none
   */
  public record Clients(
      long offered,
      long succeeded,
      long faulty,
      long timedOut,
      long refused,
      long crashed,
      double p50Millis,
      double p99Millis,
      double meanMillis) {
    public long failed() {
      return faulty + timedOut + refused + crashed;
    }

    /** Failed over ended, 0 to 1; NaN when none ended. */
    public double errorRatio() {
      long ended = succeeded + failed();
      return ended == 0 ? Double.NaN : failed() / (double) ended;
    }
  }

  /**
   * What pods did.
   *
   * @param completed requests served to the end, in time or not, well or not
   * @param utilisation busy slot-seconds over slot-seconds of the pods that answer; NaN without
   *     pods
   * @param queueLength requests waiting at the end of the interval
   * @param heapRatio mean live heap over its limit, of pods that answer, at the end; NaN without
   *     pods
   * @param gcRatio slot-seconds spent collecting over slot-seconds; NaN without pods
   * @param ready pods that answer at the end
   * @param starting pods on their way at the end
   * @param died pods that died in the interval
   * @param dependencyMillis mean time of the calls begun; NaN when there was none
   */
  public record Pods(
      long completed,
      double utilisation,
      int queueLength,
      double heapRatio,
      double gcRatio,
      int ready,
      int starting,
      int died,
      double dependencyMillis) {}

  /**
   * What one version's pods did.
   *
   * @param name the version
   * @param ready its pods that answer at the end
   * @param completed requests served to the end
   * @param failed requests that ended badly at its pods: faulty, timed out or crashed
   * @param heapRatio mean over its pods that answer; NaN without
   * @param p50Millis median latency; NaN when there was none
   * @param p99Millis 99th percentile; NaN when there was none
   * @param meanMillis mean latency; NaN when there was none
   */
  public record Version(
      String name,
      int ready,
      long completed,
      long failed,
      double heapRatio,
      double p50Millis,
      double p99Millis,
      double meanMillis) {
    /** Failed over completed, 0 to 1; NaN when nothing was completed. */
    public double errorRatio() {
      return completed == 0 ? Double.NaN : Math.min(1, failed / (double) completed);
    }
  }

  /**
   * One pod.
   *
   * @param name unique in the simulation, such as {@code us-east-1-3}
   * @param version what it runs
   * @param ready whether it answers
   * @param heapRatio live heap over its limit
   * @param waiting requests in its queue
   */
  public record Pod(String name, String version, boolean ready, double heapRatio, int waiting) {}
}

package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Serving;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the simulation needs to know of one service: what its pods are, what a request costs,
 * what its versions change about that, and where the requests come from. Immutable.
 *
 * <p>A request holds one slot of one pod while it calls other services and then works; a call waits
 * for a connection where the pod has fewer than slots. Its own work takes {@code serviceMillis ×
 * slowdown of the version / (1 − g)}. Here g is the share of the time that goes into collections,
 * {@code g = gcCost · f / (1 − f)} up to {@value #MOST_COLLECTING}, and f the pod's live heap over
 * its limit: a collection traces what lives, and there are more of them the less room is left
 * (Jones, Hosking, Moss, The Garbage Collection Handbook, 2nd ed., ch. 2: cost per allocated byte
 * proportional to L / (H − L)).
 *
 * @param service its name
 * @param slotsPerPod requests a pod works on at once, at least 1
 * @param queuePerPod requests that may wait at a pod before it refuses, 0 or more
 * @param serving how pods come by their requests and serve them; what is not declared is assumed
 * @param timeoutSeconds how long a client waits; a later answer is an error at that time
 * @param podStartSeconds from the order of a pod until it answers
 * @param restartSeconds from the death of a pod until it answers again
 * @param failoverRampSeconds time over which traffic moves to another region
 * @param crossRegionMillis added to the answers that another region gives
 * @param serviceMillis mean time of a request's own work on an empty heap, above 0
 * @param serviceCv its coefficient of variation (lognormal); 0 for a constant
 * @param gcCost the k above; 0 when the heap costs nothing
 * @param regions where it runs, at least one
 * @param versions every version that may run
 * @param effects what is known of flags and configuration, by {@link #flag} and {@link #config}
 */
public record ServiceModel(
    String service,
    int slotsPerPod,
    int queuePerPod,
    Serving serving,
    double timeoutSeconds,
    double podStartSeconds,
    double restartSeconds,
    double failoverRampSeconds,
    double crossRegionMillis,
    double serviceMillis,
    double serviceCv,
    double gcCost,
    List<Region> regions,
    List<Version> versions,
    Map<String, Effect> effects) {

  /**
   * A region at the start of the simulation.
   *
   * @param name such as {@code us-east-1}
   * @param pods pods that answer
   * @param maxPods the quota of scaling
   * @param version what they run
   * @param heapRatio their live heap over its limit; NaN for the version's base
   * @param arrivals requests per second of the clients at home here
   * @param calls what every request asks of others in this region; the declared dependency first
   * @param badPods those of its pods that fail more often than their siblings
   */
  public record Region(
      String name,
      int pods,
      int maxPods,
      String version,
      double heapRatio,
      Steps arrivals,
      List<Call> calls,
      BadPods badPods) {
    /** A region whose pods are all alike. */
    public Region(
        String name,
        int pods,
        int maxPods,
        String version,
        double heapRatio,
        Steps arrivals,
        List<Call> calls) {
      this(name, pods, maxPods, version, heapRatio, arrivals, calls, BadPods.NONE);
    }

    public Region {
      Objects.requireNonNull(name);
      Objects.requireNonNull(badPods);
      Objects.requireNonNull(version);
      Objects.requireNonNull(arrivals);
      require(pods >= 0 && maxPods >= pods, "0 <= pods <= maxPods in " + name, pods);
      require(
          Double.isNaN(heapRatio) || heapRatio >= 0 && heapRatio < 1,
          "a heap in [0, 1)",
          heapRatio);
      calls = List.copyOf(calls);
    }

    /** The same region with other arrivals. */
    Region with(Steps otherArrivals) {
      return new Region(name, pods, maxPods, version, heapRatio, otherArrivals, calls, badPods);
    }

    /** Seconds that a rollback of a called service takes; 0 where nothing is known of it. */
    double secondsBack(Action.RollbackDeploy rollback) {
      return calls.stream()
          .filter(call -> call.endsWith(rollback))
          .mapToDouble(Call::secondsBack)
          .max()
          .orElse(0);
    }

    /** The call to a service; empty where there is none. */
    Optional<Call> callTo(String service) {
      return calls.stream().filter(c -> c.to().equals(service)).findFirst();
    }
  }

  /**
   * Pods that fail requests for a reason of their own, while their siblings do not: the first ones
   * of a region. Whoever takes the place of such a pod is like its siblings; whether that is so can
   * be known of none that was not seen. Where all of a region fail, those that come later do too.
   *
   * @param count how many, 0 or more; {@link #ALL} for every pod that the region will ever have
   * @param errorRatio share of their requests that fail for it, 0 to 1
   * @param fromSeconds since when
   */
  public record BadPods(int count, double errorRatio, double fromSeconds) {
    public static final int ALL = Integer.MAX_VALUE;
    public static final BadPods NONE = new BadPods(0, 0, Double.POSITIVE_INFINITY);

    public BadPods {
      require(count >= 0, "0 or more pods", count);
      require(errorRatio >= 0 && errorRatio <= 1, "an error ratio in [0, 1]", errorRatio);
    }

    /** The share of the requests of the region's pod of that number, from 0, that fail for it. */
    double errorRatio(int pod) {
      return pod < count ? errorRatio : 0;
    }

    /** The same of a pod that comes later. */
    double ofNewcomers() {
      return count == ALL ? errorRatio : 0;
    }
  }

  /**
   * What a version changes.
   *
   * @param name such as {@code v2.3.1}
   * @param slowdown factor on the request's own work
   * @param errorRatio share of requests that fail after their work, 0 to 1
   * @param baseHeap live heap over its limit in a fresh pod
   * @param leakPerRequest what each served request leaves behind, as a share of the limit
   * @param leakPerSecond what each second leaves behind, as a share of the limit
   * @param hangs share of requests that are never answered and hold their slot for good, 0 to 1
   * @param hangsFrom seconds before which none hangs; minus infinity where they always do
   * @param crashes share of requests that end their pod, 0 to 1
   */
  public record Version(
      String name,
      double slowdown,
      double errorRatio,
      double baseHeap,
      double leakPerRequest,
      double leakPerSecond,
      double hangs,
      double hangsFrom,
      double crashes) {
    /** A version whose requests neither hang nor end their pods. */
    public Version(
        String name,
        double slowdown,
        double errorRatio,
        double baseHeap,
        double leakPerRequest,
        double leakPerSecond) {
      this(
          name,
          slowdown,
          errorRatio,
          baseHeap,
          leakPerRequest,
          leakPerSecond,
          0,
          Double.NEGATIVE_INFINITY,
          0);
    }

    public Version {
      Objects.requireNonNull(name);
      require(slowdown > 0, "a slowdown above 0", slowdown);
      require(errorRatio >= 0 && errorRatio <= 1, "an error ratio in [0, 1]", errorRatio);
      require(baseHeap >= 0 && baseHeap < 1, "a base heap in [0, 1)", baseHeap);
      require(leakPerRequest >= 0, "a leak of 0 or more", leakPerRequest);
      require(leakPerSecond >= 0, "a leak of 0 or more", leakPerSecond);
      require(hangs >= 0 && hangs <= 1, "a share that hangs in [0, 1]", hangs);
      require(crashes >= 0 && crashes <= 1, "a share that crashes in [0, 1]", crashes);
    }

    boolean leaks() {
      return leakPerRequest > 0 || leakPerSecond > 0;
    }
  }

  /**
   * What a flag or a configuration value changes, in every region: factors, of which 1 changes
   * nothing, and what comes on top, of which 0 changes nothing. A version without errors or a leak
   * of its own gets them only from what comes on top. A leak that ends leaves the heap as full as
   * it is.
   *
   * @param serviceFactor on the request's own work
   * @param dependencyFactor on the time of the first of the calls; 0 bypasses it
   * @param errorFactor on the error ratio of versions
   * @param leakFactor on the leak
   * @param moreErrors added to the error ratio, 0 to 1
   * @param moreLeakPerRequest added to what each served request leaves behind, share of the limit
   * @param moreLeakPerSecond added to what each second leaves behind, share of the limit
   * @param moreHangs added to the share of requests that hang, 0 to 1
   * @param moreCrashes added to the share of requests that end their pod, 0 to 1
   */
  public record Effect(
      double serviceFactor,
      double dependencyFactor,
      double errorFactor,
      double leakFactor,
      double moreErrors,
      double moreLeakPerRequest,
      double moreLeakPerSecond,
      double moreHangs,
      double moreCrashes) {
    public static final Effect NONE = new Effect(1, 1, 1, 1);

    public Effect {
      require(
          serviceFactor > 0 && dependencyFactor >= 0 && errorFactor >= 0 && leakFactor >= 0,
          "factors of 0 or more",
          serviceFactor);
      require(moreErrors >= 0 && moreErrors <= 1, "further errors in [0, 1]", moreErrors);
      require(moreLeakPerRequest >= 0, "a further leak of 0 or more", moreLeakPerRequest);
      require(moreLeakPerSecond >= 0, "a further leak of 0 or more", moreLeakPerSecond);
      require(moreHangs >= 0 && moreHangs <= 1, "further hangs in [0, 1]", moreHangs);
      require(moreCrashes >= 0 && moreCrashes <= 1, "further crashes in [0, 1]", moreCrashes);
    }

    /** Factors alone. */
    public Effect(
        double serviceFactor, double dependencyFactor, double errorFactor, double leakFactor) {
      this(serviceFactor, dependencyFactor, errorFactor, leakFactor, 0, 0, 0, 0, 0);
    }

    Effect and(Effect other) {
      return new Effect(
          serviceFactor * other.serviceFactor,
          dependencyFactor * other.dependencyFactor,
          errorFactor * other.errorFactor,
          leakFactor * other.leakFactor,
          Math.min(1, moreErrors + other.moreErrors),
          moreLeakPerRequest + other.moreLeakPerRequest,
          moreLeakPerSecond + other.moreLeakPerSecond,
          Math.min(1, moreHangs + other.moreHangs),
          Math.min(1, moreCrashes + other.moreCrashes));
    }

    double errors(double ofVersion) {
      return Math.min(1, ofVersion * errorFactor + moreErrors);
    }

    double hangs(double ofVersion) {
      return Math.min(1, ofVersion + moreHangs);
    }

    double crashes(double ofVersion) {
      return Math.min(1, ofVersion + moreCrashes);
    }

    double leakPerRequest(double ofVersion) {
      return ofVersion * leakFactor + moreLeakPerRequest;
    }

    double leakPerSecond(double ofVersion) {
      return ofVersion * leakFactor + moreLeakPerSecond;
    }
  }

  /** A service that serves in turn, warm at once, and whose dead pods come back like new ones. */
  public ServiceModel(
      String service,
      int slotsPerPod,
      int queuePerPod,
      double timeoutSeconds,
      double podStartSeconds,
      double failoverRampSeconds,
      double crossRegionMillis,
      double serviceMillis,
      double serviceCv,
      double gcCost,
      List<Region> regions,
      List<Version> versions,
      Map<String, Effect> effects) {
    this(
        service,
        slotsPerPod,
        queuePerPod,
        Serving.UNDECLARED,
        timeoutSeconds,
        podStartSeconds,
        podStartSeconds,
        failoverRampSeconds,
        crossRegionMillis,
        serviceMillis,
        serviceCv,
        gcCost,
        regions,
        versions,
        effects);
  }

  public ServiceModel {
    Objects.requireNonNull(service);
    Objects.requireNonNull(serving);
    require(slotsPerPod >= 1, "at least one slot a pod", slotsPerPod);
    require(queuePerPod >= 0, "a queue of 0 or more", queuePerPod);
    require(timeoutSeconds > 0, "a timeout above 0 s", timeoutSeconds);
    require(podStartSeconds >= 0, "a start of 0 s or more", podStartSeconds);
    require(restartSeconds >= 0, "a restart of 0 s or more", restartSeconds);
    require(failoverRampSeconds >= 0, "a ramp of 0 s or more", failoverRampSeconds);
    require(crossRegionMillis >= 0, "0 ms or more between regions", crossRegionMillis);
    require(serviceMillis > 0, "a service time above 0 ms", serviceMillis);
    require(serviceCv >= 0 && serviceCv <= 10, "a coefficient of variation in [0, 10]", serviceCv);
    require(gcCost >= 0, "a cost of collection of 0 or more", gcCost);
    regions = List.copyOf(regions);
    versions = List.copyOf(versions);
    SortedMap<String, Effect> sorted = new TreeMap<>(effects);
    effects = java.util.Collections.unmodifiableSortedMap(sorted);
    require(!regions.isEmpty(), "at least one region", regions.size());
    for (Region region : regions) {
      if (versions.stream().noneMatch(v -> v.name().equals(region.version()))) {
        throw new IllegalArgumentException(
            "expected the version "
                + region.version()
                + " of "
                + region.name()
                + " to be declared");
      }
    }
  }

  /**
   * HotSpot's parallel collector gives up when 98 % of the time goes into collecting: nothing runs
   * slower than that for long.
   */
  static final double MOST_COLLECTING = 0.98;

  /**
   * How many times longer own work takes because of collections.
   *
   * @param gcCost the k above
   * @param f live heap over its limit, below 1
   */
  static double collecting(double gcCost, double f) {
    return 1 / (1 - Math.min(MOST_COLLECTING, gcCost * f / (1 - f)));
  }

  /** The key of a flag's value in {@link #effects}. */
  public static String flag(String name, String value) {
    return "flag " + name + "=" + value;
  }

  /** The key of a configuration's value in {@link #effects}. */
  public static String config(String key, String value) {
    return "config " + key + "=" + value;
  }

  /** The same service in these regions. */
  ServiceModel in(List<Region> others) {
    return new ServiceModel(
        service,
        slotsPerPod,
        queuePerPod,
        serving,
        timeoutSeconds,
        podStartSeconds,
        restartSeconds,
        failoverRampSeconds,
        crossRegionMillis,
        serviceMillis,
        serviceCv,
        gcCost,
        others,
        versions,
        effects);
  }

  /** Position of a region; -1 when it is not there. */
  int indexOfRegion(String name) {
    for (int i = 0; i < regions.size(); i++) {
      if (regions.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Position of a version; -1 when it is not there. */
  int indexOfVersion(String name) {
    for (int i = 0; i < versions.size(); i++) {
      if (versions.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Why the simulation could not show what this action does; empty when it can. Nothing unknown is
   * ever simulated as if it did nothing.
   */
  public Optional<String> cannotSimulate(Action action) {
    return switch (action) {
      case Action.ScalePods a -> missing(a.service(), a.region());
      case Action.RestartPods a -> missing(a.service(), a.region());
      case Action.ShedLoad a -> missing(a.service(), a.region());
      case Action.FailoverRegion a ->
          missing(a.service(), a.fromRegion()).or(() -> missing(a.service(), a.toRegion()));
      case Action.RollbackDeploy a ->
          a.service().equals(service)
              ? missingRegion(a.region()).or(() -> missingVersion(a.toVersion()))
              : missingRegion(a.region()).or(() -> missingOrigin(a));
      case Action.RollbackAndFailover a ->
          cannotSimulate(a.failover()).or(() -> cannotSimulate(a.rollback()));
      case Action.SetFlag a ->
          missingService(a.service()).or(() -> missingEffect(flag(a.flag(), a.to())));
      case Action.SetConfig a ->
          missingService(a.service()).or(() -> missingEffect(config(a.key(), a.to())));
    };
  }

  private Optional<String> missing(String service, String region) {
    return missingService(service).or(() -> missingRegion(region));
  }

  private Optional<String> missingService(String name) {
    return name.equals(service)
        ? Optional.empty()
        : Optional.of("how " + name + " works inside is not part of the replay");
  }

  private Optional<String> missingRegion(String name) {
    return indexOfRegion(name) >= 0
        ? Optional.empty()
        : Optional.of("region " + name + " was never observed");
  }

  private Optional<String> missingVersion(String name) {
    return indexOfVersion(name) >= 0
        ? Optional.empty()
        : Optional.of("version " + name + " was never observed running");
  }

  private Optional<String> missingOrigin(Action.RollbackDeploy a) {
    Region region = regions.get(indexOfRegion(a.region()));
    return region.callTo(a.service()).filter(call -> call.endsWith(a)).isPresent()
        ? Optional.empty()
        : Optional.of("what the deploy of " + a.service() + " changed was not to be seen");
  }

  private Optional<String> missingEffect(String key) {
    return effects.containsKey(key)
        ? Optional.empty()
        : Optional.of("the effect of " + key + " was never observed");
  }

  private static void require(boolean holds, String expected, double found) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", found " + found);
    }
  }
}

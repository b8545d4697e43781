package dev.aegis.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the owners of a service declare about it: facts of configuration that telemetry does not
 * show.
 *
 * @param service its name
 * @param slo what it promises
 * @param home the region whose traffic is being served here
 * @param regions every region it runs in, {@code home} included; empty when nothing was declared
 * @param slotsPerPod requests a pod works on at once; 0 when not declared
 * @param queuePerPod requests a pod lets wait before it refuses; 0 when not declared
 * @param timeout how long a client waits; {@code null} when not declared
 * @param podStart from the order of a pod until it answers; {@code null} when not declared
 * @param failoverRamp time over which traffic moves to another region; {@code null} when not
 *     declared
 * @param crossRegion what the way to another region and back adds to an answer; {@code null} when
 *     not declared
 * @param serving how its pods come by their requests and serve them
 * @param dependency the shared dependency behind every request; empty when there is none
 * @param costs what time and pods cost
 * @param environment where it runs, as its owners call it, such as {@code production}
 */
public record ServiceProfile(
    String service,
    Slo slo,
    String home,
    List<Region> regions,
    int slotsPerPod,
    int queuePerPod,
    @Nullable Duration timeout,
    @Nullable Duration podStart,
    @Nullable Duration failoverRamp,
    @Nullable Duration crossRegion,
    Serving serving,
    String dependency,
    Costs costs,
    String environment) {
  /** The environment of a service whose owners named none. */
  public static final String DEFAULT_ENVIRONMENT = "default";

  /**
   * A region the service runs in.
   *
   * @param name such as {@code us-west-2}
   * @param pods pods it is configured to run
   * @param maxPods the quota that scaling may not exceed
   */
  public record Region(String name, int pods, int maxPods) {
    public Region {
      Objects.requireNonNull(name);
      if (pods < 0 || maxPods < pods) {
        throw new IllegalArgumentException(
            "expected 0 <= pods <= maxPods in region "
                + name
                + ", found "
                + pods
                + " and "
                + maxPods);
      }
    }
  }

  /**
   * Money.
   *
   * @param revenuePerMinute lost while the service is down, in dollars a minute
   * @param manualRecovery how long people need to recover from such an incident without Aegis
   * @param podHour price of one pod for an hour, in dollars
   * @param crossRegionGigabyte price of a gigabyte moved between regions, in dollars
   * @param requestKilobytes bytes that one request moves, in kilobytes
   */
  public record Costs(
      double revenuePerMinute,
      Duration manualRecovery,
      double podHour,
      double crossRegionGigabyte,
      double requestKilobytes) {
    public Costs {
      Objects.requireNonNull(manualRecovery);
      if (revenuePerMinute < 0 || podHour < 0 || crossRegionGigabyte < 0 || requestKilobytes < 0) {
        throw new IllegalArgumentException("expected prices of 0 or more");
      }
    }
  }

  public ServiceProfile {
    Objects.requireNonNull(service);
    Objects.requireNonNull(slo);
    Objects.requireNonNull(home);
    Objects.requireNonNull(serving);
    Objects.requireNonNull(dependency);
    Objects.requireNonNull(costs);
    Objects.requireNonNull(environment);
    regions = List.copyOf(regions);
    if (slotsPerPod < 0 || queuePerPod < 0) {
      throw new IllegalArgumentException("expected slots and queue of 0 or more");
    }
  }

  /** A service of which nothing is declared but its name and what it promises, and no prices. */
  public static ServiceProfile undeclared(String service, Slo slo) {
    Costs free = new Costs(0, Duration.ZERO, 0, 0, 0);
    return new ServiceProfile(service, slo, "", List.of(), 0, 0, null, null, null, "", free);
  }

  /**
   * A service in the environment that has no name of its own, its regions as far as any other's.
   */
  public ServiceProfile(
      String service,
      Slo slo,
      String home,
      List<Region> regions,
      int slotsPerPod,
      int queuePerPod,
      @Nullable Duration timeout,
      @Nullable Duration podStart,
      @Nullable Duration failoverRamp,
      String dependency,
      Costs costs) {
    this(
        service,
        slo,
        home,
        regions,
        slotsPerPod,
        queuePerPod,
        timeout,
        podStart,
        failoverRamp,
        null,
        Serving.UNDECLARED,
        dependency,
        costs,
        DEFAULT_ENVIRONMENT);
  }

  public Optional<Region> region(String name) {
    return regions.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  /** The same service, seen from another of its regions; unchanged where none is named. */
  public ServiceProfile homedIn(String region) {
    return region.isEmpty() ? this : with(region, podStart, failoverRamp);
  }

  /** The same service, whose pods and traffic take other times. */
  public ServiceProfile taking(@Nullable Duration start, @Nullable Duration ramp) {
    return with(home, start, ramp);
  }

  private ServiceProfile with(String region, @Nullable Duration start, @Nullable Duration ramp) {
    return new ServiceProfile(
        service,
        slo,
        region,
        regions,
        slotsPerPod,
        queuePerPod,
        timeout,
        start,
        ramp,
        crossRegion,
        serving,
        dependency,
        costs,
        environment);
  }

  /** The declared region other than {@code home} with the most pods, where there is one. */
  public Optional<Region> peer() {
    return regions.stream()
        .filter(r -> !r.name().equals(home))
        .max(java.util.Comparator.comparingInt(Region::pods));
  }
}

package dev.aegis.app.intake;

import dev.aegis.policy.Policy;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the owners wrote about their service; {@code null} or empty where they wrote nothing.
 *
 * @param path where it was written
 * @param service its name
 * @param latencyP99Millis the objective for the 99th percentile
 * @param errorRatio the objective for failed requests, 0 to 1
 * @param home the region under investigation
 * @param regions every region
 * @param slotsPerPod requests a pod works on at once; 0 when not given
 * @param queuePerPod requests a pod lets wait; 0 when not given
 * @param timeout how long clients wait
 * @param podStart how long a pod takes to start
 * @param failoverRamp how long traffic takes to move
 * @param crossRegion what the way to another region and back adds to an answer
 * @param serving how pods come by their requests and serve them
 * @param dependency the shared dependency
 * @param costs what was given, the rest at its default
 * @param costsGiven keys of the costs that were given
 * @param symptom the metric people are worried about
 * @param environment where it runs, as its owners call it
 * @param policy what they allow to be done
 */
public record Declared(
    String path,
    String service,
    @Nullable Double latencyP99Millis,
    @Nullable Double errorRatio,
    String home,
    List<ServiceProfile.Region> regions,
    int slotsPerPod,
    int queuePerPod,
    @Nullable Duration timeout,
    @Nullable Duration podStart,
    @Nullable Duration failoverRamp,
    @Nullable Duration crossRegion,
    Serving serving,
    String dependency,
    ServiceProfile.Costs costs,
    List<String> costsGiven,
    @Nullable Metric symptom,
    String environment,
    Policy policy) {
  /**
   * How long people need without Aegis, where nobody says: the figure of the story's own baseline.
   */
  static final Duration MANUAL_RECOVERY = Duration.ofMinutes(42);

  /** Prices are 0 until somebody gives one: a made-up price would be a made-up saving. */
  static final ServiceProfile.Costs NO_COSTS =
      new ServiceProfile.Costs(0, MANUAL_RECOVERY, 0, 0, 0);

  static final Declared NOTHING =
      new Declared(
          "",
          "",
          null,
          null,
          "",
          List.of(),
          0,
          0,
          null,
          null,
          null,
          null,
          Serving.UNDECLARED,
          "",
          NO_COSTS,
          List.of(),
          null,
          ServiceProfile.DEFAULT_ENVIRONMENT,
          Policy.DEFAULT);

  public Declared {
    regions = List.copyOf(regions);
    costsGiven = List.copyOf(costsGiven);
  }

  /**
   * The same with what stands in OpenSLO's form, which must not stand here as well.
   *
   * @throws IntakeException where something is written twice
   */
  Declared promising(OpenSlo.Promise promise) {
    Double latency = promise.latencyMillis();
    Double errors = promise.errors();
    boolean otherName = !service.isEmpty() && !promise.service().equals(service);
    if (latency != null && latencyP99Millis != null) {
      throw twice("slo.latency_p99");
    }
    if (errors != null && errorRatio != null) {
      throw twice("slo.errors");
    }
    if (!promise.service().isEmpty() && otherName) {
      throw YamlText.malformed(
          path,
          0,
          "expected the objectives of " + service + ", found those of " + promise.service(),
          null);
    }
    return new Declared(
        path,
        service.isEmpty() ? promise.service() : service,
        latency == null ? latencyP99Millis : latency,
        errors == null ? errorRatio : errors,
        home,
        regions,
        slotsPerPod,
        queuePerPod,
        timeout,
        podStart,
        failoverRamp,
        crossRegion,
        serving,
        dependency,
        costs,
        costsGiven,
        symptom,
        environment,
        policy);
  }

  private IntakeException twice(String key) {
    return YamlText.malformed(
        path, 0, "expected " + key + " once, found it in OpenSLO's form as well; leave one", null);
  }

  /**
   * The profile, where everything that has no default was written.
   *
   * @throws IntakeException naming the first key that is missing
   */
  public ServiceProfile profile() {
    if (service.isEmpty()) {
      throw missing("service.name");
    }
    if (latencyP99Millis == null) {
      throw missing("slo.latency_p99");
    }
    if (errorRatio == null) {
      throw missing("slo.errors");
    }
    return profile(service, new Slo(latencyP99Millis, errorRatio), home);
  }

  /** Whether both objectives were written. */
  boolean promised() {
    return latencyP99Millis != null && errorRatio != null;
  }

  ServiceProfile profile(String name, Slo slo, String region) {
    return new ServiceProfile(
        name,
        slo,
        region,
        regions,
        slotsPerPod,
        queuePerPod,
        timeout,
        podStart,
        failoverRamp,
        crossRegion,
        serving,
        dependency,
        costs,
        environment);
  }

  /** What nobody declared, a line for each theme, with what is taken in its place. */
  List<String> absences() {
    List<String> absent = new ArrayList<>();
    List<String> shape = undescribed();
    if (!shape.isEmpty()) {
      absent.add(
          "service not described by --slo: "
              + String.join(", ", shape)
              + "; inferred where the telemetry shows it, otherwise not known");
    }
    List<String> prices =
        Stream.of("revenue_per_minute", "pod_hour").filter(k -> !costsGiven.contains(k)).toList();
    boolean manual = costsGiven.contains("manual_recovery");
    if (!prices.isEmpty() || !manual) {
      absent.add(
          "costs not given by --slo: "
              + (prices.isEmpty() ? "" : String.join(" and ", prices) + " count $0")
              + (prices.isEmpty() || manual ? "" : "; ")
              + (manual ? "" : "recovery by hand takes 42 minutes"));
    }
    return absent;
  }

  /** What the replay and the catalogue of fixes would like to know of the service. */
  private List<String> undescribed() {
    List<String> keys = new ArrayList<>();
    if (regions.isEmpty()) {
      keys.add("regions");
    }
    if (slotsPerPod == 0) {
      keys.add("slots_per_pod");
    }
    if (queuePerPod == 0) {
      keys.add("queue_per_pod");
    }
    if (timeout == null) {
      keys.add("timeout");
    }
    if (podStart == null) {
      keys.add("pod_start");
    }
    if (failoverRamp == null) {
      keys.add("failover_ramp");
    }
    if (dependency.isEmpty()) {
      keys.add("dependency");
    }
    return keys;
  }

  private IntakeException missing(String key) {
    return YamlText.malformed(path, 0, "expected the key " + key + ", found none; add it", null);
  }
}

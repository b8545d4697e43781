package dev.aegis.twin;

import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the owners declared of the service or, said in a sentence, what is assumed instead. */
final class Declared {
  private static final double ASSUMED_TIMEOUT_SECONDS = 30;
  private static final double ASSUMED_POD_START_SECONDS = 60;
  private static final double ASSUMED_RAMP_SECONDS = 60;

  /** Public clouds: a round trip across a continent takes 60 to 70 ms. */
  private static final double ASSUMED_CROSS_REGION_MILLIS = 65;

  private final ServiceProfile profile;
  private final Findings findings;

  Declared(ServiceProfile profile, Findings findings) {
    this.profile = profile;
    this.findings = findings;
  }

  double timeout() {
    return seconds(profile.timeout(), ASSUMED_TIMEOUT_SECONDS, "timeout");
  }

  double podStart() {
    return seconds(profile.podStart(), ASSUMED_POD_START_SECONDS, "pod_start");
  }

  double failoverRamp() {
    return seconds(profile.failoverRamp(), ASSUMED_RAMP_SECONDS, "failover_ramp");
  }

  int queue() {
    if (profile.queuePerPod() == 0) {
      findings.unknown("queue_per_pod is not declared; assumed " + queuePerPod(profile));
    }
    return queuePerPod(profile);
  }

  /** Without a word about it. */
  static int queuePerPod(ServiceProfile profile) {
    return profile.queuePerPod() > 0 ? profile.queuePerPod() : 10 * profile.slotsPerPod();
  }

  Serving serving() {
    Serving declared = profile.serving();
    if (declared.balancing() == null) {
      findings.unknown(
          "balancing is not declared; assumed " + declared.balancingOrAssumed().word());
    }
    if (declared.warmUp() == null) {
      findings.unknown("warm_up is not declared; new pods are taken to be as fast as old ones");
    }
    return declared;
  }

  /** Milliseconds to another region and back. */
  double crossRegionMillis(int regions) {
    Duration declared = profile.crossRegion();
    if (declared != null) {
      return declared.toNanos() / 1e6;
    }
    if (regions > 1) {
      findings.unknown(
          String.format(
              Locale.ROOT,
              "cross_region is not declared; assumed %.0f ms for the way to another region and"
                  + " back",
              ASSUMED_CROSS_REGION_MILLIS));
    }
    return ASSUMED_CROSS_REGION_MILLIS;
  }

  private double seconds(@Nullable Duration declared, double assumed, String name) {
    if (declared != null) {
      return declared.toMillis() / 1000.0;
    }
    findings.unknown(
        String.format(Locale.ROOT, "%s is not declared; assumed %.0f s", name, assumed));
    return assumed;
  }
}

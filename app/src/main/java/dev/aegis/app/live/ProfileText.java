package dev.aegis.app.live;

import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A service's profile as the file of objectives that people write. */
final class ProfileText {
  private final StringBuilder out = new StringBuilder();

  private ProfileText() {}

  /** To the nanosecond; what was not declared is left out. */
  static String of(ServiceProfile profile) {
    return new ProfileText().write(profile);
  }

  private String write(ServiceProfile profile) {
    line("slo:");
    line("  latency_p99: " + number(profile.slo().latencyP99Millis()) + "ms");
    line("  errors: " + number(profile.slo().errorRatio()));
    line("service:");
    line("  name: " + quoted(profile.service()));
    if (!profile.environment().equals(ServiceProfile.DEFAULT_ENVIRONMENT)) {
      line("  environment: " + quoted(profile.environment()));
    }
    if (!profile.home().isEmpty()) {
      line("  region: " + quoted(profile.home()));
    }
    regions(profile.regions());
    count("slots_per_pod", profile.slotsPerPod());
    count("queue_per_pod", profile.queuePerPod());
    duration("timeout", profile.timeout());
    duration("pod_start", profile.podStart());
    duration("failover_ramp", profile.failoverRamp());
    duration("cross_region", profile.crossRegion());
    serving(profile.serving());
    if (!profile.dependency().isEmpty()) {
      line("  dependency: " + quoted(profile.dependency()));
    }
    costs(profile.costs());
    return out.toString();
  }

  private void regions(List<ServiceProfile.Region> regions) {
    if (!regions.isEmpty()) {
      line("  regions:");
    }
    for (ServiceProfile.Region region : regions) {
      line(
          String.format(
              Locale.ROOT,
              "    %s: {pods: %d, max_pods: %d}",
              quoted(region.name()),
              region.pods(),
              region.maxPods()));
    }
  }

  private void serving(Serving serving) {
    if (serving.coresPerPod() > 0) {
      line("  cores_per_pod: " + number(serving.coresPerPod()));
    }
    if (serving.balancing() != null) {
      line("  balancing: " + serving.balancing().word());
    }
    Serving.WarmUp warmUp = serving.warmUp();
    if (warmUp != null) {
      line(
          "  warm_up: {time: "
              + seconds(warmUp.time())
              + ", slowdown: "
              + number(warmUp.slowdown())
              + "}");
    }
    if (!serving.pools().isEmpty()) {
      line("  pools:");
    }
    serving.pools().forEach((called, n) -> line("    " + quoted(called) + ": " + n));
  }

  private void costs(ServiceProfile.Costs costs) {
    line("  costs:");
    line("    revenue_per_minute: " + number(costs.revenuePerMinute()));
    line("    manual_recovery: " + seconds(costs.manualRecovery()));
    line("    pod_hour: " + number(costs.podHour()));
    line("    cross_region_gigabyte: " + number(costs.crossRegionGigabyte()));
    line("    request_kilobytes: " + number(costs.requestKilobytes()));
  }

  private void count(String key, int count) {
    if (count > 0) {
      line("  " + key + ": " + count);
    }
  }

  private void duration(String key, @Nullable Duration duration) {
    if (duration != null) {
      line("  " + key + ": " + seconds(duration));
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String seconds(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return seconds.stripTrailingZeros().toPlainString() + "s";
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

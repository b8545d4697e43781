package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.SeriesKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a row was measured; an empty string where the row does not say. */
record Labels(String service, String region, String version, String pod) {
  static final Labels NONE = new Labels("", "", "", "");

  /** Names that Kubernetes gives to the pods of a deployment and of a stateful set. */
  private static final Pattern POD =
      Pattern.compile("(.+?)-(?:[a-f0-9]{6,10}-[a-z0-9]{5}|[0-9]{1,4})");

  /** With the service taken from the pod's name where only that was recorded. */
  Labels withServiceOfPod() {
    if (!service.isEmpty() || pod.isEmpty()) {
      return this;
    }
    Matcher matcher = POD.matcher(pod);
    return matcher.matches() ? new Labels(matcher.group(1), region, version, pod) : this;
  }

  /** Once a cell of every file: by hand, since the generated one is slower. */
  @Override
  public int hashCode() {
    return 31 * (31 * (31 * service.hashCode() + region.hashCode()) + version.hashCode())
        + pod.hashCode();
  }

  SeriesKey key(Metric metric, String defaultService) {
    return new SeriesKey(
        metric, service.isEmpty() ? defaultService : service, region, version, pod);
  }
}

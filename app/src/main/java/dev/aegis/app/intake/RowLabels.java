package dev.aegis.app.intake;

import java.util.HashMap;
import java.util.Map;

/** Where the row that is being read was measured. Reused; equal labels are mostly one object. */
final class RowLabels {
  private static final int KEPT = 10_000;

  private final Map<Labels, Labels> resolved = new HashMap<>();
  private Labels said = Labels.NONE;
  private Labels known = Labels.NONE;
  private String service = "";
  private String region = "";
  private String version = "";
  private String pod = "";

  void begin() {
    service = "";
    region = "";
    version = "";
    pod = "";
  }

  void service(String name) {
    service = name;
  }

  void region(String name) {
    region = name;
  }

  void version(String name) {
    version = name;
  }

  void pod(String name) {
    pod = name;
  }

  /** Those that a header gave to a column. */
  void all(Labels labels) {
    service = labels.service();
    region = labels.region();
    version = labels.version();
    pod = labels.pod();
  }

  /** What the row said, with the service taken from the pod's name where only that was. */
  Labels labels() {
    if (!said.service().equals(service)
        || !said.region().equals(region)
        || !said.version().equals(version)
        || !said.pod().equals(pod)) {
      said = new Labels(service, region, version, pod);
      known = resolve(said);
    }
    return known;
  }

  private Labels resolve(Labels labels) {
    Labels before = resolved.get(labels);
    if (before == null) {
      before = labels.withServiceOfPod();
      if (resolved.size() < KEPT) {
        resolved.put(labels, before);
      }
    }
    return before;
  }
}

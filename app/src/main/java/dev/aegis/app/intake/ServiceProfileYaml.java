package dev.aegis.app.intake;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections {@code slo}, {@code service} and {@code symptom}: the same in the file of
 * objectives and inside a scenario. Keys are strict: one that is not known ends the reading with a
 * line that names it, where it stands, and the known key nearest to it.
 */
public final class ServiceProfileYaml {
  static final List<String> TOP = List.of("slo", "service", "symptom");
  static final List<String> SLO = List.of("latency_p99", "errors");
  static final List<String> SERVICE =
      List.of(
          "name",
          "region",
          "regions",
          "slots_per_pod",
          "queue_per_pod",
          "timeout",
          "pod_start",
          "failover_ramp",
          "dependency",
          "costs");
  static final List<String> REGION = List.of("pods", "max_pods");
  static final List<String> COSTS =
      List.of(
          "revenue_per_minute",
          "manual_recovery",
          "pod_hour",
          "cross_region_gigabyte",
          "request_kilobytes");
  static final List<String> SYMPTOM = List.of("metric");

  private final String path;

  private ServiceProfileYaml(String path) {
    this.path = path;
  }

  /**
   * A file that has these sections and nothing else.
   *
   * @throws IntakeException with file and line, where the file breaks its form
   */
  public static Declared read(YamlNode root, String path) {
    ServiceProfileYaml reader = new ServiceProfileYaml(path);
    Map<String, YamlNode> top = reader.mapping(root, "the file", TOP);
    return sections(top.get("slo"), top.get("service"), top.get("symptom"), path);
  }

  /** The sections alone, each possibly absent: for files that have other sections too. */
  public static Declared sections(
      @Nullable YamlNode slo, @Nullable YamlNode service, @Nullable YamlNode symptom, String path) {
    ServiceProfileYaml reader = new ServiceProfileYaml(path);
    return reader.declared(
        reader.optional(slo, "slo", SLO),
        reader.optional(service, "service", SERVICE),
        reader.optional(symptom, "symptom", SYMPTOM));
  }

  private Declared declared(
      Map<String, YamlNode> slo, Map<String, YamlNode> service, Map<String, YamlNode> symptom) {
    Map<String, YamlNode> costs = optional(service.get("costs"), "service.costs", COSTS);
    List<ServiceProfile.Region> regions = regions(service.get("regions"));
    String home = text(service.get("region"), "service.region");
    if (home.isEmpty() && regions.size() == 1) {
      home = regions.getFirst().name();
    }
    String region = home;
    if (!region.isEmpty()
        && !regions.isEmpty()
        && regions.stream().noneMatch(r -> r.name().equals(region))) {
      throw wrong(
          service.get("region"), "service.region", "one of the regions listed under regions");
    }
    YamlNode metric = symptom.get("metric");
    return new Declared(
        path,
        text(service.get("name"), "service.name"),
        latency(slo.get("latency_p99")),
        errors(slo.get("errors")),
        home,
        regions,
        count(service.get("slots_per_pod"), "service.slots_per_pod"),
        count(service.get("queue_per_pod"), "service.queue_per_pod"),
        duration(service.get("timeout"), "service.timeout"),
        duration(service.get("pod_start"), "service.pod_start"),
        duration(service.get("failover_ramp"), "service.failover_ramp"),
        text(service.get("dependency"), "service.dependency"),
        costs(costs),
        List.copyOf(costs.keySet()),
        metric == null ? null : symptom(text(metric, "symptom.metric")));
  }

  /** A canonical name, an alias of one, or a name of the recording's own. */
  private static Metric symptom(String name) {
    Known known = ColumnName.ofMetric(name).known();
    Metric metric =
        known == Known.LATENCY ? Metric.LATENCY_P99 : known == null ? null : known.metric();
    return metric == null ? new Metric(CleanText.metric(name)) : metric;
  }

  private @Nullable Double latency(@Nullable YamlNode node) {
    Duration given = duration(node, "slo.latency_p99");
    if (given == null) {
      return null;
    }
    if (given.isZero()) {
      throw wrong(node, "slo.latency_p99", "a duration above zero");
    }
    return given.toNanos() / 1e6;
  }

  private @Nullable Double errors(@Nullable YamlNode node) {
    if (node == null) {
      return null;
    }
    double share = Measures.share(text(node, "slo.errors")).orElse(-1);
    if (!(share > 0 && share < 1)) {
      throw wrong(node, "slo.errors", "a share between 0 and 1 such as 1% or 0.01");
    }
    return share;
  }

  private List<ServiceProfile.Region> regions(@Nullable YamlNode node) {
    List<ServiceProfile.Region> regions = new ArrayList<>();
    switch (node) {
      case null -> {
        return List.of();
      }
      case YamlNode.Mapping mapping ->
          mapping
              .entries()
              .forEach((name, value) -> regions.add(region(CleanText.name(name), value)));
      case YamlNode.Sequence other ->
          throw wrong(other, "service.regions", "a key a region, such as us-east-1: {pods: 6}");
      case YamlNode.Scalar other ->
          throw wrong(other, "service.regions", "a key a region, such as us-east-1: {pods: 6}");
    }
    return regions;
  }

  private ServiceProfile.Region region(String name, YamlNode node) {
    String at = "service.regions." + name;
    Map<String, YamlNode> keys = mapping(node, at, REGION);
    int pods = count(keys.get("pods"), at + ".pods");
    YamlNode quota = keys.get("max_pods");
    int most = quota == null ? pods : count(quota, at + ".max_pods");
    if (most < pods) {
      throw wrong(quota, at + ".max_pods", "at least pods (" + pods + ")");
    }
    return new ServiceProfile.Region(name, pods, most);
  }

  private ServiceProfile.Costs costs(Map<String, YamlNode> keys) {
    Duration manual = duration(keys.get("manual_recovery"), "service.costs.manual_recovery");
    return new ServiceProfile.Costs(
        price(keys, "revenue_per_minute"),
        manual == null ? Declared.MANUAL_RECOVERY : manual,
        price(keys, "pod_hour"),
        price(keys, "cross_region_gigabyte"),
        price(keys, "request_kilobytes"));
  }

  private double price(Map<String, YamlNode> keys, String key) {
    YamlNode node = keys.get(key);
    if (node == null) {
      return 0;
    }
    String at = "service.costs." + key;
    String text = text(node, at);
    double value = Numbers.plain(text, 0, text.length());
    if (!(value >= 0 && value < 1e12)) {
      throw wrong(node, at, "a number of 0 or more");
    }
    return value;
  }

  private int count(@Nullable YamlNode node, String at) {
    if (node == null) {
      return 0;
    }
    String text = text(node, at);
    double value = Numbers.plain(text, 0, text.length());
    if (!(value >= 0 && value <= 1_000_000 && value == Math.rint(value))) {
      throw wrong(node, at, "a whole number from 0 to 1000000");
    }
    return (int) value;
  }

  private @Nullable Duration duration(@Nullable YamlNode node, String at) {
    return node == null
        ? null
        : Measures.duration(text(node, at))
            .orElseThrow(() -> wrong(node, at, "a duration with its unit, such as 45s or 1000ms"));
  }

  private String text(@Nullable YamlNode node, String at) {
    return switch (node) {
      case null -> "";
      case YamlNode.Scalar scalar -> CleanText.name(scalar.text());
      case YamlNode.Mapping other -> throw wrong(other, at, "a single value");
      case YamlNode.Sequence other -> throw wrong(other, at, "a single value");
    };
  }

  private Map<String, YamlNode> optional(@Nullable YamlNode node, String at, List<String> known) {
    return node == null ? Map.of() : mapping(node, at, known);
  }

  private SequencedMap<String, YamlNode> mapping(YamlNode node, String at, List<String> known) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw wrong(node, at, "the keys " + String.join(", ", known));
    }
    mapping
        .entries()
        .forEach((key, value) -> {
          if (!known.contains(key)) {
            throw unknown(key, value, at, known);
          }
        });
    return mapping.entries();
  }

  private IntakeException unknown(String key, YamlNode value, String at, List<String> known) {
    String nearest = Spelling.nearest(key, known);
    String advice =
        nearest.isEmpty()
            ? "known are " + String.join(", ", known)
            : "did you mean " + nearest + "?";
    return YamlText.malformed(
        path,
        value.line(),
        "unknown key " + CleanText.line(key, 60) + " in " + at + "; " + advice,
        null);
  }

  private IntakeException wrong(@Nullable YamlNode node, String at, String expected) {
    return YamlText.malformed(
        path,
        node == null ? 0 : node.line(),
        at + ": expected " + expected + ", found " + (node == null ? "nothing" : node.shown()),
        null);
  }
}

package dev.aegis.app.intake;

import dev.aegis.policy.Policy;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections {@code slo}, {@code service}, {@code symptom} and {@code policy}: the same in
 * the file of objectives and inside a scenario. Keys are strict: one that is not known ends the
 * reading with a line that names it, where it stands, and the known key nearest to it.
 */
public final class ServiceProfileYaml {
  static final List<String> TOP = List.of("slo", "service", "symptom", "policy");
  static final List<String> SLO = List.of("latency_p99", "errors");
  static final List<String> SERVICE =
      List.of(
          "name",
          "environment",
          "region",
          "regions",
          "slots_per_pod",
          "cores_per_pod",
          "queue_per_pod",
          "timeout",
          "pod_start",
          "failover_ramp",
          "cross_region",
          "balancing",
          "warm_up",
          "pools",
          "dependency",
          "costs");
  static final List<String> WARM_UP = List.of("time", "slowdown");
  static final List<String> REGION = List.of("pods", "max_pods");
  static final List<String> COSTS =
      List.of(
          "revenue_per_minute",
          "manual_recovery",
          "pod_hour",
          "cross_region_gigabyte",
          "request_kilobytes");
  static final List<String> SYMPTOM = List.of("metric");
  private static final String REGION_FORM = "a key a region, such as us-east-1: {pods: 6}";

  private static final String WARM_UP_FORM = "none, or {time: 30s, slowdown: 2}";
  private static final String POOLS_FORM =
      "connections of a pod by service, such as {inventory: 10}";

  private ServiceProfileYaml() {}

  /**
   * A file that has these sections and nothing else.
   *
   * @throws IntakeException with file and line, where the file breaks its form
   */
  public static Declared read(YamlNode root, String path) {
    YamlSection top = YamlSection.of(root, path, "the file", TOP);
    return sections(
        top.get("slo"), top.get("service"), top.get("symptom"), top.get("policy"), path);
  }

  /**
   * A file of these sections, of objectives in OpenSLO's form, or of both as several documents.
   *
   * @throws IntakeException with file and line, where the file breaks its form
   */
  public static Declared read(String text, String path) {
    Map<Boolean, List<YamlNode>> documents =
        YamlText.documents(text, path).stream().collect(Collectors.partitioningBy(OpenSlo::is));
    List<YamlNode> objectives = documents.getOrDefault(true, List.of());
    List<YamlNode> sections = documents.getOrDefault(false, List.of());
    if (objectives.isEmpty()) {
      return read(YamlText.parse(text, path), path);
    }
    if (sections.size() > 1) {
      throw YamlText.malformed(
          path,
          sections.get(1).line(),
          "expected one document beside OpenSLO's, found a second one; write it out",
          null);
    }
    YamlNode rest =
        sections.isEmpty() ? new YamlNode.Mapping(0, new LinkedHashMap<>()) : sections.getFirst();
    return read(rest, path).promising(OpenSlo.read(objectives, path));
  }

  /** The sections alone, each possibly absent: for files that have other sections too. */
  public static Declared sections(
      @Nullable YamlNode slo,
      @Nullable YamlNode service,
      @Nullable YamlNode symptom,
      @Nullable YamlNode policy,
      String path) {
    return declared(
        YamlSection.optional(slo, path, "slo", SLO),
        YamlSection.optional(service, path, "service", SERVICE),
        YamlSection.optional(symptom, path, "symptom", SYMPTOM),
        PolicyYaml.read(policy, path),
        path);
  }

  private static Declared declared(
      YamlSection slo, YamlSection service, YamlSection symptom, Policy policy, String path) {
    YamlSection costs = service.section("costs", COSTS);
    List<ServiceProfile.Region> regions = regions(service);
    return new Declared(
        path,
        service.text("name"),
        latency(slo),
        errors(slo),
        home(service, regions),
        regions,
        count(service, "slots_per_pod"),
        count(service, "queue_per_pod"),
        service.duration("timeout").orElse(null),
        service.duration("pod_start").orElse(null),
        service.duration("failover_ramp").orElse(null),
        service.duration("cross_region").orElse(null),
        serving(service),
        service.text("dependency"),
        costs(costs),
        List.copyOf(costs.entries().keySet()),
        symptom.has("metric") ? symptom(symptom.text("metric")) : null,
        environment(service),
        policy);
  }

  private static String environment(YamlSection service) {
    return service.has("environment")
        ? service.required("environment")
        : ServiceProfile.DEFAULT_ENVIRONMENT;
  }

  private static String home(YamlSection service, List<ServiceProfile.Region> regions) {
    String home = service.text("region");
    if (home.isEmpty()) {
      return regions.size() == 1 ? regions.getFirst().name() : "";
    }
    if (!regions.isEmpty() && regions.stream().noneMatch(r -> r.name().equals(home))) {
      throw service.wrong("region", "one of the regions listed under regions");
    }
    return home;
  }

  /** A canonical name, an alias of one, or a name of the recording's own. */
  private static Metric symptom(String name) {
    Known known = ColumnName.ofMetric(name).known();
    Metric metric =
        known == Known.LATENCY ? Metric.LATENCY_P99 : known == null ? null : known.metric();
    return metric == null ? new Metric(CleanText.metric(name)) : metric;
  }

  private static @Nullable Double latency(YamlSection slo) {
    Optional<Duration> given = slo.duration("latency_p99");
    if (given.isPresent() && given.get().isZero()) {
      throw slo.wrong("latency_p99", "a duration above zero");
    }
    return given.map(d -> d.toNanos() / 1e6).orElse(null);
  }

  private static @Nullable Double errors(YamlSection slo) {
    if (!slo.has("errors")) {
      return null;
    }
    double share = Measures.share(slo.text("errors")).orElse(-1);
    if (!(share > 0 && share < 1)) {
      throw slo.wrong("errors", "a share between 0 and 1 such as 1% or 0.01");
    }
    return share;
  }

  private static List<ServiceProfile.Region> regions(YamlSection service) {
    List<ServiceProfile.Region> regions = new ArrayList<>();
    switch (service.get("regions")) {
      case null -> {
        return List.of();
      }
      case YamlNode.Mapping mapping -> {
        YamlSection all =
            service.section("regions", List.copyOf(mapping.entries().sequencedKeySet()));
        mapping.entries().keySet().forEach(name -> regions.add(region(all, name)));
      }
      case YamlNode.Sequence _ -> throw service.wrong("regions", REGION_FORM);
      case YamlNode.Scalar _ -> throw service.wrong("regions", REGION_FORM);
    }
    return regions;
  }

  private static ServiceProfile.Region region(YamlSection all, String name) {
    YamlSection keys = all.section(name, REGION);
    int pods = count(keys, "pods");
    int most = keys.has("max_pods") ? count(keys, "max_pods") : pods;
    if (most < pods) {
      throw keys.wrong("max_pods", "at least pods (" + pods + ")");
    }
    return new ServiceProfile.Region(CleanText.name(name), pods, most);
  }

  private static ServiceProfile.Costs costs(YamlSection costs) {
    return new ServiceProfile.Costs(
        costs.number("revenue_per_minute").orElse(0),
        costs.duration("manual_recovery").orElse(Declared.MANUAL_RECOVERY),
        costs.number("pod_hour").orElse(0),
        costs.number("cross_region_gigabyte").orElse(0),
        costs.number("request_kilobytes").orElse(0));
  }

  private static Serving serving(YamlSection service) {
    double cores = service.number("cores_per_pod").orElse(0);
    if (service.has("cores_per_pod") && !(cores >= 1)) {
      throw service.wrong("cores_per_pod", "1 or more: how many requests work at full speed");
    }
    return new Serving(balancing(service), warmUp(service), cores, pools(service));
  }

  private static Serving.@Nullable Balancing balancing(YamlSection service) {
    if (!service.has("balancing")) {
      return null;
    }
    String word = service.text("balancing");
    return Arrays.stream(Serving.Balancing.values())
        .filter(b -> b.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            service.wrong(
                "balancing",
                Arrays.stream(Serving.Balancing.values())
                    .map(Serving.Balancing::word)
                    .collect(Collectors.joining(" or "))));
  }

  private static Serving.@Nullable WarmUp warmUp(YamlSection service) {
    if (!service.has("warm_up")) {
      return null;
    }
    if (service.get("warm_up") instanceof YamlNode.Scalar scalar) {
      if (scalar.text().equals("none")) {
        return Serving.WarmUp.NONE;
      }
      throw service.wrong("warm_up", WARM_UP_FORM);
    }
    YamlSection keys = service.section("warm_up", WARM_UP);
    double slowdown =
        keys.number("slowdown").orElseThrow(() -> service.wrong("warm_up", WARM_UP_FORM));
    if (!(slowdown >= 1)) {
      throw keys.wrong("slowdown", "a factor of 1 or more");
    }
    return new Serving.WarmUp(
        keys.duration("time").orElseThrow(() -> service.wrong("warm_up", WARM_UP_FORM)), slowdown);
  }

  private static SortedMap<String, Integer> pools(YamlSection service) {
    SortedMap<String, Integer> pools = new TreeMap<>();
    YamlNode node = service.get("pools");
    if (node == null) {
      return pools;
    }
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw service.wrong("pools", POOLS_FORM);
    }
    YamlSection all = service.section("pools", List.copyOf(mapping.entries().sequencedKeySet()));
    for (String called : mapping.entries().keySet()) {
      int connections = count(all, called);
      if (connections < 1) {
        throw all.wrong(called, "at least one connection");
      }
      pools.put(CleanText.name(called), connections);
    }
    return pools;
  }

  private static int count(YamlSection section, String key) {
    return (int) section.count(key).orElse(0);
  }
}

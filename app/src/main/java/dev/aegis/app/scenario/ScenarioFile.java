package dev.aegis.app.scenario;

import dev.aegis.app.intake.Declared;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.ServiceProfileYaml;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.intake.YamlText;
import dev.aegis.policy.Policy;
import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.twin.Call;
import dev.aegis.twin.ServiceModel;
import dev.aegis.twin.Steps;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a scenario; docs/scenarios.md lists the keys. */
public final class ScenarioFile {
  static final List<String> TOP =
      List.of(
          "name",
          "title",
          "slo",
          "service",
          "policy",
          "production",
          "story",
          "monitoring",
          "actuators",
          "events");
  static final List<String> PRODUCTION =
      List.of(
          "service_time", "service_variation", "gc_cost", "cross_region", "versions", "regions");
  static final List<String> VERSION =
      List.of("name", "slowdown", "errors", "base_heap", "leak_per_request", "leak_per_second");
  static final List<String> REGION = List.of("name", "version", "traffic", "dependency");
  static final List<String> TRAFFIC = List.of("at", "per_second");
  static final List<String> DEPENDENCY =
      List.of("at", "mean", "variation", "contention", "coherence");
  static final List<String> STORY = List.of("begins", "scrape", "limit");
  static final List<String> MONITORING = List.of("hidden");
  static final List<String> ACTUATORS = List.of("without_effect", "out_of_sight");
  static final List<String> EVENT =
      List.of(
          "at",
          "kind",
          "service",
          "region",
          "version",
          "previous",
          "description",
          "setting",
          "between_pods",
          "pod_down",
          "pods");

  private static final Duration SCRAPE = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(60);

  private final String path;
  private final YamlSection top;
  private final ServiceProfile profile;
  private final Policy policy;

  private ScenarioFile(String text, String path) {
    this.path = path;
    this.top = YamlSection.of(YamlText.parse(text, path), path, "", TOP);
    Declared declared =
        ServiceProfileYaml.sections(
            top.get("slo"), top.get("service"), null, top.get("policy"), path);
    this.profile = declared.profile();
    this.policy = declared.policy();
  }

  /**
   * The scenario in this text.
   *
   * @param path how errors name the file
   * @throws IntakeException with file, line and key, when it is not a scenario
   */
  public static Scenario read(String text, String path) {
    ScenarioFile file = new ScenarioFile(text, path);
    try {
      return file.scenario();
    } catch (IllegalArgumentException e) {
      throw YamlText.malformed(path, 0, String.valueOf(e.getMessage()), e);
    }
  }

  private Scenario scenario() {
    YamlSection story = top.section("story", STORY);
    YamlSection actuators = top.section("actuators", ACTUATORS);
    return new Scenario(
        top.required("name"),
        top.text("title"),
        profile,
        production(top.section("production", PRODUCTION)),
        begins(story),
        story.duration("scrape").orElse(SCRAPE),
        story.duration("limit").orElse(LIMIT),
        events(),
        hidden(top.section("monitoring", MONITORING)),
        kinds(actuators, "without_effect"),
        kinds(actuators, "out_of_sight"),
        policy);
  }

  private static Instant begins(YamlSection story) {
    String text = story.required("begins");
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw story.wrong("begins", "a time such as 2026-03-14T02:54:00Z");
    }
  }

  private ServiceModel production(YamlSection truth) {
    List<ServiceModel.Version> versions =
        truth.list("versions", VERSION).stream().map(ScenarioFile::version).toList();
    List<ServiceModel.Region> regions =
        truth.list("regions", REGION).stream().map(this::region).toList();
    return new ServiceModel(
        profile.service(),
        profile.slotsPerPod(),
        profile.queuePerPod(),
        profile.serving(),
        seconds(declared(profile.timeout(), "service.timeout")),
        seconds(declared(profile.podStart(), "service.pod_start")),
        seconds(declared(profile.podStart(), "service.pod_start")),
        seconds(declared(profile.failoverRamp(), "service.failover_ramp")),
        millis(truth.duration("cross_region").orElse(Duration.ZERO)),
        millis(
            truth
                .duration("service_time")
                .orElseThrow(() -> truth.wrong("service_time", "a duration such as 70ms"))),
        truth.number("service_variation").orElse(0.5),
        truth.number("gc_cost").orElse(0),
        regions,
        versions,
        Map.of());
  }

  private Duration declared(@org.jspecify.annotations.Nullable Duration value, String key) {
    if (value == null) {
      throw YamlText.malformed(path, 0, "expected the key " + key + ", found none; add it", null);
    }
    return value;
  }

  private static ServiceModel.Version version(YamlSection version) {
    return new ServiceModel.Version(
        version.required("name"),
        version.number("slowdown").orElse(1),
        version.share("errors").orElse(0),
        version.share("base_heap").orElse(0),
        version.share("leak_per_request").orElse(0),
        version.share("leak_per_second").orElse(0));
  }

  private ServiceModel.Region region(YamlSection region) {
    String name = region.required("name");
    ServiceProfile.Region declared =
        profile
            .region(name)
            .orElseThrow(
                () -> region.wrong("name", "one of the regions listed under service.regions"));
    return new ServiceModel.Region(
        name,
        declared.pods(),
        declared.maxPods(),
        region.required("version"),
        Double.NaN,
        traffic(region.list("traffic", TRAFFIC)),
        calls(region));
  }

  private List<Call> calls(YamlSection region) {
    List<Call.Phase> phases =
        region.list("dependency", DEPENDENCY).stream().map(ScenarioFile::phase).toList();
    return phases.isEmpty()
        ? List.of()
        : List.of(Call.to(profile.dependency(), phases.toArray(Call.Phase[]::new)));
  }

  private static Steps traffic(List<YamlSection> steps) {
    double[] from =
        steps.stream().mapToDouble(s -> seconds(s.duration("at").orElse(Duration.ZERO))).toArray();
    double[] rates = steps.stream().mapToDouble(s -> s.number("per_second").orElse(0)).toArray();
    return Steps.of(from, rates);
  }

  private static Call.Phase phase(YamlSection phase) {
    return new Call.Phase(
        seconds(phase.duration("at").orElse(Duration.ZERO)),
        millis(phase.duration("mean").orElse(Duration.ZERO)),
        phase.number("variation").orElse(0),
        phase.number("contention").orElse(0),
        phase.number("coherence").orElse(0));
  }

  private List<Scenario.Event> events() {
    List<Scenario.Event> events = new ArrayList<>();
    for (YamlSection event : top.list("events", EVENT)) {
      events.add(event(event));
    }
    events.sort(Comparator.comparing(Scenario.Event::at));
    return events;
  }

  private Scenario.Event event(YamlSection event) {
    Duration at =
        event.duration("at").orElseThrow(() -> event.wrong("at", "a duration such as 5m"));
    String kind = event.required("kind");
    if (kind.equals("pods_lost")) {
      return new Scenario.PodsLost(
          at, event.required("region"), (int) event.count("pods").orElse(1));
    }
    return new Scenario.Changed(
        at,
        changeKind(event, kind),
        event.text("service"),
        event.text("region"),
        event.required("version"),
        event.text("previous"),
        event.text("description"),
        event.text("setting"),
        event.duration("between_pods").orElse(Duration.ofSeconds(10)),
        event.duration("pod_down").orElse(Duration.ofSeconds(8)));
  }

  private static Change.Kind changeKind(YamlSection event, String kind) {
    return Arrays.stream(Change.Kind.values())
        .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(kind))
        .findFirst()
        .orElseThrow(() -> event.wrong("kind", "deploy, config, flag, scale or pods_lost"));
  }

  private static Set<Metric> hidden(YamlSection monitoring) {
    return monitoring.words("hidden").stream().map(Metric::new).collect(Collectors.toSet());
  }

  private static Set<Action.Kind> kinds(YamlSection actuators, String key) {
    return actuators.words(key).stream()
        .map(word ->
            Action.Kind.fromWire(word)
                .orElseThrow(() -> actuators.wrong(key, "actions such as rollback_deploy")))
        .collect(Collectors.toSet());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}

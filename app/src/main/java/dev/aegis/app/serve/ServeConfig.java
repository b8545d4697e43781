package dev.aegis.app.serve;

import dev.aegis.app.band.Invitation;
import dev.aegis.app.intake.Declared;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.ServiceProfileYaml;
import dev.aegis.app.intake.YamlNode;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.intake.YamlText;
import dev.aegis.app.live.Fact;
import dev.aegis.app.live.MetricNames;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.notify.Messages;
import dev.aegis.app.notify.MessagesYaml;
import dev.aegis.app.oidc.OidcConfig;
import dev.aegis.app.retention.Retention;
import dev.aegis.app.series.SeriesLimits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code aegis.yaml} says.
 *
 * @param services what their owners declare, one file each
 * @param step between two looks at the telemetry; as long as the sources' own interval
 * @param silence after which a process that sends nothing is no longer there
 * @param history how much of the past is kept, and read from servers at the start
 * @param names under which metrics and labels are found
 * @param limits of live series
 * @param sources who may send what; empty for a kind that anybody on this machine may send
 * @param retention how long evidence is kept
 * @param mask what is hidden beside the usual; {@code null} where nothing is said
 * @param collector to whom a trace of each incident is sent; {@code null} for nobody
 * @param listen where others than this machine are listened to; {@code null} for nowhere
 * @param oidc who says who people are; {@code null} for local accounts alone
 * @param invitations which incidents outside agents are brought into
 * @param messages who is told of incidents
 */
record ServeConfig(
    List<Declared> services,
    Duration step,
    Duration silence,
    Duration history,
    MetricNames names,
    SeriesLimits limits,
    List<Source> sources,
    Retention retention,
    @Nullable YamlNode mask,
    @Nullable URI collector,
    @Nullable Listen listen,
    @Nullable OidcConfig oidc,
    List<Invitation> invitations,
    Messages messages) {
  static final List<String> TOP =
      List.of(
          "services",
          "step",
          "silence",
          "history",
          "names",
          "limits",
          "sources",
          Retention.KEY,
          MaskingYaml.KEY,
          "otel",
          Listen.KEY,
          OidcConfig.KEY,
          Invitation.KEY,
          MessagesYaml.KEY);
  static final List<String> OTEL = List.of("endpoint");

  /** The variable that OpenTelemetry's own exporters read. */
  static final String COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT";

  static final List<String> NAMES = List.of("metrics", "labels");
  static final List<String> LIMITS = List.of("series", "points_per_series", "label_bytes", "idle");

  static final Duration DEFAULT_STEP = Duration.ofSeconds(15);
  private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
  private static final Duration LONGEST_STEP = Duration.ofMinutes(5);
  static final Duration DEFAULT_HISTORY = Duration.ofHours(1);
  private static final Duration SHORTEST_HISTORY = Duration.ofMinutes(5);
  private static final Duration LONGEST_HISTORY = Duration.ofHours(6);
  private static final int SERVICES = 50;
  private static final long MOST_BYTES = 1 << 20;

  /** Where no file says anything. */
  static final ServeConfig NOTHING =
      new ServeConfig(
          List.of(),
          DEFAULT_STEP,
          DEFAULT_STEP.multipliedBy(4),
          DEFAULT_HISTORY,
          MetricNames.DEFAULTS,
          SeriesLimits.DEFAULTS,
          List.of(),
          Retention.DEFAULT,
          /* mask= */ null,
          /* collector= */ null,
          /* listen= */ null,
          /* oidc= */ null,
          List.of(),
          Messages.NONE);

  ServeConfig {
    services = List.copyOf(services);
    sources = List.copyOf(sources);
    invitations = List.copyOf(invitations);
  }

  /**
   * Reads the file and those it names.
   *
   * @throws IntakeException with file, line and key where one of them breaks its form
   */
  static ServeConfig read(Path file) {
    String path = file.toString();
    YamlSection top = YamlSection.of(YamlText.parse(text(file), path), path, "the file", TOP);
    Duration step = step(top);
    List<Source> sources = Source.all(top, file.toAbsolutePath(), step);
    return new ServeConfig(
        services(top, file),
        step,
        silence(top, step),
        history(top),
        names(top),
        limits(top),
        sources,
        Retention.read(top),
        mask(top, path),
        collector(top),
        Listen.read(top, file.toAbsolutePath(), sources),
        OidcConfig.read(top, file.toAbsolutePath()),
        Invitation.all(top),
        MessagesYaml.read(top, path, file.toAbsolutePath()));
  }

  private static @Nullable URI collector(YamlSection top) {
    YamlSection otel = top.section("otel", OTEL);
    if (!otel.has("endpoint")) {
      return null;
    }
    return address(otel.required("endpoint"))
        .orElseThrow(() -> otel.wrong("endpoint", "an address such as http://127.0.0.1:4318"));
  }

  private static Optional<URI> address(String text) {
    try {
      URI address = new URI(text);
      boolean http = text.matches("https?://.*") && address.getHost() != null;
      return http ? Optional.of(address) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * The same, with the collector that the environment names where the file names none.
   *
   * @param variable the value of {@link #COLLECTOR}; empty where it is not set
   * @throws IntakeException when it is no address
   */
  ServeConfig orCollector(String variable) {
    if (collector != null || variable.isBlank()) {
      return this;
    }
    URI named =
        address(variable.strip())
            .orElseThrow(() ->
                YamlText.malformed(
                    COLLECTOR,
                    0,
                    "expected an address such as http://127.0.0.1:4318, found another text",
                    null));
    return new ServeConfig(
        services,
        step,
        silence,
        history,
        names,
        limits,
        sources,
        retention,
        mask,
        named,
        listen,
        oidc,
        invitations,
        messages);
  }

  /** Read once to see that it is in order; what it says holds for a state directory. */
  private static @Nullable YamlNode mask(YamlSection top, String path) {
    YamlNode mask = top.get(MaskingYaml.KEY);
    MaskingYaml.read(mask, path, Path.of(""));
    return mask;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw YamlText.malformed(file.toString(), 0, "expected at most 1 MiB, found more", null);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw YamlText.malformed(
          file.toString(), 0, "expected a file that can be read, found none", e);
    }
  }

  private static Duration step(YamlSection top) {
    Duration step = top.duration("step").orElse(DEFAULT_STEP);
    if (step.compareTo(SHORTEST_STEP) < 0 || step.compareTo(LONGEST_STEP) > 0) {
      throw top.wrong("step", "1s to 5m, the interval in which the sources measure");
    }
    return step;
  }

  private static Duration silence(YamlSection top, Duration step) {
    Duration silence = top.duration("silence").orElse(step.multipliedBy(4));
    if (silence.compareTo(step) < 0) {
      throw top.wrong("silence", "no less than step");
    }
    return silence;
  }

  private static Duration history(YamlSection top) {
    Duration history = top.duration("history").orElse(DEFAULT_HISTORY);
    if (history.compareTo(SHORTEST_HISTORY) < 0 || history.compareTo(LONGEST_HISTORY) > 0) {
      throw top.wrong("history", "5m to 6h");
    }
    return history;
  }

  private static List<Declared> services(YamlSection top, Path file) {
    List<Declared> services = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String word : top.words("services")) {
      Path path = file.toAbsolutePath().resolveSibling(word);
      Declared declared = ServiceProfileYaml.read(text(path), path.toString());
      if (!names.add(declared.profile().service())) {
        throw top.wrong("services", "each service once");
      }
      services.add(declared);
    }
    if (services.size() > SERVICES) {
      throw top.wrong("services", "at most " + SERVICES + " files");
    }
    return services;
  }

  private static MetricNames names(YamlSection top) {
    YamlSection names = top.section("names", NAMES);
    List<String> facts = Arrays.stream(Fact.values()).map(ServeConfig::word).toList();
    List<String> dimensions =
        Arrays.stream(MetricNames.Dimension.values()).map(ServeConfig::word).toList();
    YamlSection metrics = names.section("metrics", facts);
    YamlSection labels = names.section("labels", dimensions);
    Map<Fact, String> byFact = new EnumMap<>(Fact.class);
    for (String key : metrics.entries().keySet()) {
      byFact.put(Fact.valueOf(key.toUpperCase(Locale.ROOT)), metrics.required(key));
    }
    Map<MetricNames.Dimension, String> byDimension = new EnumMap<>(MetricNames.Dimension.class);
    for (String key : labels.entries().keySet()) {
      byDimension.put(
          MetricNames.Dimension.valueOf(key.toUpperCase(Locale.ROOT)), labels.required(key));
    }
    return new MetricNames(byFact, byDimension);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static SeriesLimits limits(YamlSection top) {
    YamlSection limits = top.section("limits", LIMITS);
    SeriesLimits defaults = SeriesLimits.DEFAULTS;
    int series = (int) limits.count("series").orElse(defaults.series());
    int points = (int) limits.count("points_per_series").orElse(defaults.points());
    double bytes = limits.number("label_bytes").orElse((double) defaults.symbolBytes());
    if (series < 1) {
      throw limits.wrong("series", "1 to 1000000");
    }
    if (points < 1 || points > 127) {
      throw limits.wrong("points_per_series", "1 to 127");
    }
    if (bytes < 1 << 10 || bytes > 1 << 30) {
      throw limits.wrong("label_bytes", "1024 to 1073741824");
    }
    return new SeriesLimits(
        series,
        defaults.labels(),
        defaults.labelBytes(),
        (long) bytes,
        points,
        limits.duration("idle").orElse(defaults.idle()),
        defaults.ahead());
  }
}

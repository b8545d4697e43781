package dev.aegis.lab.command;

import dev.aegis.app.intake.Declared;
import dev.aegis.app.intake.ServiceProfileYaml;
import dev.aegis.app.intake.YamlText;
import dev.aegis.app.live.LiveSettings;
import dev.aegis.app.live.LiveSource;
import dev.aegis.app.live.MetricNames;
import dev.aegis.policy.Policy;
import dev.aegis.telemetry.ServiceProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What the owners of the lab's service declare, and where it is read: all that Aegis is told. */
final class LabProfile {
  private static final String FILE = "/lab-service.yaml";
  private static final Duration TIME_LIMIT = Duration.ofMillis(1500);

  private LabProfile() {}

  static ServiceProfile read() {
    return declared().profile();
  }

  /** What they allow to be done. */
  static Policy policy() {
    return declared().policy();
  }

  private static Declared declared() {
    try (InputStream in = LabProfile.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not packaged");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ServiceProfileYaml.read(YamlText.parse(text, FILE), FILE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  /** Its metrics, changes and logs. */
  static LiveSource source(
      URI plant, Path directory, ServiceProfile profile, Consumer<String> notices) {
    return new LiveSource(
        new LiveSource.Addresses(
            plant.resolve("/v1/targets"),
            plant.resolve("/v1/changes"),
            directory.resolve("logs"),
            TIME_LIMIT),
        profile,
        MetricNames.DEFAULTS,
        new LiveSettings(
            LabSettings.TAIL_WINDOW, Duration.ofMinutes(60), Duration.ofSeconds(30), 1, 5_000),
        InstantSource.system(),
        notices);
  }
}

package dev.aegis.app.serve;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.Declared;
import dev.aegis.app.live.LiveTelemetry;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server of {@code aegis.yaml} measured of the declared services over the configured
 * history, as {@code serve} would know it after its start. Nothing is kept and no room is opened.
 */
public final class SourcePast {
  /**
   * One of the declared services.
   *
   * @param profile what its owners declare
   * @param telemetry its series; changes are not known to a server
   */
  public record Observed(ServiceProfile profile, Telemetry telemetry) {}

  private SourcePast() {}

  /**
   * Reads it; that takes as long as the server takes, a few minutes at most.
   *
   * @param config the file; {@code null} for {@code aegis.yaml} in this directory
   * @param source the name of a source of kind {@code prometheus}
   * @param notices hears what was read and what failed
   * @throws CommandFailure where there is no such source, or nothing could be read of it
   */
  public static List<Observed> read(
      @Nullable Path config, String source, InstantSource clock, Consumer<String> notices) {
    Path file = Objects.requireNonNullElse(config, Serve.DEFAULT_FILE);
    ServeConfig configured = Serve.read(file);
    Source named = named(configured, file, source);
    if (configured.services().isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected services in " + file + ", so that it is known what to look for, found none");
    }
    List<LiveTelemetry> live = new ArrayList<>();
    for (Declared declared : configured.services()) {
      live.add(Watched.live(declared.profile(), configured));
    }
    SeriesTable unused =
        new SeriesTable(configured.limits(), configured.names().matter(), clock, 0);
    try (PulledServer server = new PulledServer(named, clock.instant())) {
      Backfill past =
          new Backfill(configured, List.of(server), unused, clock, new Traffic(notices), notices);
      if (!past.run(scrape -> live.forEach(each -> each.accept(scrape)))) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT, "expected samples from " + source + ", found none");
      }
    }
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < live.size(); i++) {
      observed.add(
          new Observed(
              configured.services().get(i).profile(),
              new Telemetry(live.get(i).series(), List.of(), List.of())));
    }
    return observed;
  }

  private static Source named(ServeConfig config, Path file, String name) {
    List<Source> servers =
        config.sources().stream().filter(each -> each.kind() == Kind.PROMETHEUS).toList();
    return servers.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.BAD_INPUT,
                "expected a source of kind prometheus in "
                    + file
                    + (servers.isEmpty()
                        ? ""
                        : ", which has "
                            + String.join(", ", servers.stream().map(Source::name).toList()))
                    + ", found "
                    + name));
  }
}

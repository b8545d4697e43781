package dev.aegis.app.serve;

import dev.aegis.app.bandbus.BandSettings;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.Ending;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ServeRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.room.RoomException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code aegis serve}: starts everything, says what is watched, and waits for the end. */
public final class Serve {
  static final Path DEFAULT_FILE = Path.of("aegis.yaml");

  private final StateDirectory home;
  private final String version;
  private final Supplier<Optional<BandSettings>> band;
  private final Advisers advisers;

  /**
   * @param band where rooms are carried to; empty where they stay here
   * @param advisers who is asked beside the agents, and holds up nobody
   */
  public Serve(
      StateDirectory home,
      String version,
      Supplier<Optional<BandSettings>> band,
      Advisers advisers) {
    this.home = home;
    this.version = version;
    this.band = band;
    this.advisers = advisers;
  }

  /** Serves until the process is told to end. */
  public ExitCode run(ServeRun.Options options, Streams streams) {
    Path file = file(options.config());
    ServeConfig config = read(file);
    try (Ending ending = Ending.inOrder();
        OnDuty onDuty =
            OnDuty.start(
                config,
                options.port(),
                home,
                InstantSource.system(),
                streams,
                band.get(),
                advisers)) {
      new Greeting(home, version)
          .of(config, file, onDuty.address(), onDuty.link())
          .forEach(streams.out()::println);
      ending.await();
      streams.note("aegis: ending; open rooms go on when aegis serve starts again");
    } catch (RoomException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
    return ExitCode.DONE;
  }

  /** The file that is meant; {@code null} where there is none. */
  static @Nullable Path file(@Nullable Path named) {
    if (named != null) {
      return named;
    }
    return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
  }

  /** What a file says; nothing where there is none. */
  static ServeConfig read(@Nullable Path file) {
    try {
      ServeConfig config = file == null ? ServeConfig.NOTHING : ServeConfig.read(file);
      return config.orCollector(System.getenv().getOrDefault(ServeConfig.COLLECTOR, ""));
    } catch (IntakeException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }
}

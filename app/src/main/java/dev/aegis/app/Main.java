package dev.aegis.app;

import dev.aegis.app.access.AccountBook;
import dev.aegis.app.ask.Questions;
import dev.aegis.app.backtest.TelemetryBacktest;
import dev.aegis.app.backup.Backup;
import dev.aegis.app.band.KeyBook;
import dev.aegis.app.bandbus.BandSettings;
import dev.aegis.app.cited.IncidentEvidence;
import dev.aegis.app.cli.AccountRun;
import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.AskRun;
import dev.aegis.app.cli.BacktestRun;
import dev.aegis.app.cli.BackupRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.EvidenceRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ForecastsRun;
import dev.aegis.app.cli.InvestigateRun;
import dev.aegis.app.cli.KeyRun;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.McpRun;
import dev.aegis.app.cli.MemoryRun;
import dev.aegis.app.cli.PostmortemRun;
import dev.aegis.app.cli.ReplayRun;
import dev.aegis.app.cli.Runs;
import dev.aegis.app.cli.ScoreRun;
import dev.aegis.app.cli.ServeRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.cli.UpdateRun;
import dev.aegis.app.forecast.ForecastRecord;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.investigation.Investigation;
import dev.aegis.app.mcp.McpStdio;
import dev.aegis.app.memory.MemoryBook;
import dev.aegis.app.model.ModelSettings;
import dev.aegis.app.model.ModelTrial;
import dev.aegis.app.model.langchain.Models;
import dev.aegis.app.replay.IncidentReplay;
import dev.aegis.app.report.DraftedUpdate;
import dev.aegis.app.report.WrittenReport;
import dev.aegis.app.scenario.Demo;
import dev.aegis.app.score.Scorecard;
import dev.aegis.app.serve.ChannelTrial;
import dev.aegis.app.serve.Doctor;
import dev.aegis.app.serve.Init;
import dev.aegis.app.serve.Serve;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The entry point, and the one place where everything is wired, by hand. */
public final class Main {
  private static final String LOCAL = "local";
  private static final String BAND = "band";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command within this process and returns its exit code. */
  static int execute(String... args) {
    Map<String, String> environment = System.getenv();
    String bus = environment.getOrDefault("BUS", LOCAL);
    if (!bus.equals(LOCAL) && !bus.equals(BAND)) {
      System.err.println(
          "aegis: BUS: expected \"local\" or \"band\", found \""
              + bus
              + "\"; unset BUS or set it to one of these");
      return ExitCode.USAGE.code();
    }
    Supplier<Optional<BandSettings>> band =
        () -> bus.equals(BAND) ? Optional.of(BandSettings.of(environment)) : Optional.empty();
    StateDirectory home = StateDirectory.of(environment);
    return new AegisCommand(
            Runs.none()
                .with(
                    DemoRun.class,
                    new Demo(
                        home,
                        band,
                        advisers(environment, (settings, hiding) -> Models.of(settings, hiding))))
                .with(
                    InvestigateRun.class,
                    new Investigation(
                        home,
                        advisers(environment, (settings, hiding) -> Models.of(settings, hiding))))
                .with(ForecastsRun.class, new ForecastRecord(home))
                .with(ReplayRun.class, new IncidentReplay(home))
                .with(BacktestRun.class, new TelemetryBacktest())
                .with(AskRun.class, new Questions(home))
                .with(EvidenceRun.class, new IncidentEvidence(home))
                .with(PostmortemRun.class, new WrittenReport(home))
                .with(UpdateRun.class, new DraftedUpdate(home, InstantSource.system()))
                .with(BackupRun.class, new Backup(home))
                .with(AccountRun.class, new AccountBook(home))
                .with(KeyRun.class, new KeyBook(home, InstantSource.system()))
                .with(MemoryRun.class, new MemoryBook(home, InstantSource.system()))
                .with(McpRun.class, streams -> new McpStdio(home, version()).run(streams))
                .with(ScoreRun.class, new Scorecard(environment))
                .with(LabRun.class, Main::lab)
                .with(
                    ServeRun.class,
                    (options, streams) -> serve(options, home, band, environment, streams)),
            home,
            version(),
            environment)
        .execute(Streams.ofProcess(environment), args);
  }

  /**
   * Whoever advises the agents; nothing of models is loaded where none is set up.
   *
   * @param models asks those that are set up
   */
  private static Advisers advisers(
      Map<String, String> environment,
      BiFunction<ModelSettings, UnaryOperator<String>, Adviser> models) {
    return (hiding, notes) -> {
      ModelSettings settings = settings(environment, notes);
      return settings.offline() ? Adviser.NONE : models.apply(settings, hiding);
    };
  }

  private static List<ModelTrial.Finding> tried(Map<String, String> environment) {
    ModelSettings settings = settings(environment, _ -> {});
    return settings.offline() ? List.of() : Models.tried(settings);
  }

  private static ModelSettings settings(Map<String, String> environment, Consumer<String> notes) {
    try {
      ModelSettings settings = ModelSettings.of(environment);
      settings.notes().forEach(note -> notes.accept("aegis: " + note));
      return settings;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.from(e, ExitCode.USAGE);
    }
  }

  /** The lab is looked for when it is asked for, so that no other command starts later for it. */
  private static ExitCode lab(LabRun.Options options, StateDirectory state, Streams streams) {
    LabRun lab =
        ServiceLoader.load(LabRun.class)
            .findFirst()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "the lab is not part of an installed Aegis; run ./aegis lab in its source"
                        + " tree"));
    return lab.run(options, state, streams);
  }

  private static ExitCode serve(
      ServeRun.Options options,
      StateDirectory home,
      Supplier<Optional<BandSettings>> band,
      Map<String, String> environment,
      Streams streams) {
    return switch (options.task()) {
      case SERVE ->
          new Serve(
                  home,
                  version(),
                  band,
                  advisers(environment, (settings, hiding) -> Models.late(settings, hiding)))
              .run(options, streams);
      case INIT -> new Init().run(options, streams);
      case DOCTOR -> new Doctor(home, () -> tried(environment)).run(options, streams);
      case TRY_CHANNEL -> new ChannelTrial().run(options, streams);
    };
  }

  private static String version() {
    String packaged = Main.class.getPackage().getImplementationVersion();
    return packaged == null ? "(not packaged)" : packaged;
  }
}

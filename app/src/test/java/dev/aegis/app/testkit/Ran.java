package dev.aegis.app.testkit;

import dev.aegis.app.access.AccountBook;
import dev.aegis.app.ask.Questions;
import dev.aegis.app.backtest.TelemetryBacktest;
import dev.aegis.app.backup.Backup;
import dev.aegis.app.band.KeyBook;
import dev.aegis.app.cited.IncidentEvidence;
import dev.aegis.app.cli.AccountRun;
import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.AskRun;
import dev.aegis.app.cli.BacktestRun;
import dev.aegis.app.cli.BackupRun;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.EvidenceRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ForecastsRun;
import dev.aegis.app.cli.InvestigateRun;
import dev.aegis.app.cli.KeyRun;
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
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.investigation.Investigation;
import dev.aegis.app.mcp.McpStdio;
import dev.aegis.app.memory.MemoryBook;
import dev.aegis.app.replay.IncidentReplay;
import dev.aegis.app.report.DraftedUpdate;
import dev.aegis.app.report.WrittenReport;
import dev.aegis.app.scenario.Demo;
import dev.aegis.app.score.Scorecard;
import dev.aegis.app.serve.ChannelTrial;
import dev.aegis.app.serve.Doctor;
import dev.aegis.app.serve.Init;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One command within this process, wired as in the product but for the lab.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it printed beside
 */
public record Ran(int code, String out, String err) {

  /** Runs it with its state in {@code user/.aegis}. */
  public static Ran aegis(Path user, String... arguments) {
    return typing("", user, arguments);
  }

  /** {@code aegis score} of a benchmark that lies there. */
  public static Ran score(Path user, String benchmark, Path data, String... options) {
    Stream<String> command = Stream.of("score", benchmark, "--data", data.toString());
    return aegis(user, Stream.concat(command, Stream.of(options)).toArray(String[]::new));
  }

  /** The same with somebody who types. */
  public static Ran typing(String typed, Path user, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(
            print,
            print,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    StateDirectory home = new StateDirectory(user.resolve(".aegis"), user);
    AegisCommand command =
        new AegisCommand(
            Runs.none()
                .with(DemoRun.class, new Demo(home))
                .with(InvestigateRun.class, new Investigation(home, Advisers.NONE))
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
                .with(McpRun.class, shown -> new McpStdio(home, "test").run(shown))
                .with(ScoreRun.class, new Scorecard(Map.of()))
                .with(ServeRun.class, (options, shown) -> serve(options, home, shown)),
            home,
            "test",
            Map.of("NO_COLOR", "1"));
    int code = command.execute(streams, arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** All of it but serving, which does not end by itself. */
  private static ExitCode serve(ServeRun.Options options, StateDirectory home, Streams streams) {
    return switch (options.task()) {
      case SERVE -> ExitCode.INTERNAL;
      case INIT -> new Init().run(options, streams);
      case DOCTOR -> new Doctor(home, List::of).run(options, streams);
      case TRY_CHANNEL -> new ChannelTrial().run(options, streams);
    };
  }

  /** What it printed, line by line. */
  public List<String> lines() {
    return out.lines().toList();
  }
}

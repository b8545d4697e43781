package dev.aegis.app.cli;

import dev.aegis.app.host.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command {@code aegis}: parses the arguments, runs one command, answers with its exit code.
 */
public final class AegisCommand {
  /** As of a program ended by SIGPIPE: 128 and the signal's number. */
  public static final int OUTPUT_CLOSED = 141;

  private static final String DEBUG = "AEGIS_DEBUG";
  private final Runs runs;
  private final StateDirectory home;
  private final String version;
  private final Map<String, String> environment;

  /**
   * @param runs who runs each command but the kill switch and the completion script
   * @param home where the kill switch lies
   * @param version such as {@code 0.1.0}
   * @param environment the process environment
   */
  public AegisCommand(
      Runs runs, StateDirectory home, String version, Map<String, String> environment) {
    this.runs = runs;
    this.home = home;
    this.version = version;
    this.environment = Map.copyOf(environment);
  }

  /** Runs one command to its end and never throws. */
  public int execute(Streams streams, String... args) {
    try {
      return run(streams, args);
    } catch (OutputClosed e) {
      return OUTPUT_CLOSED;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(e, streams, args);
    }
  }

  private int run(Streams streams, String... args) {
    CommandLine line = commandLine();
    ParseResult parsed;
    try {
      parsed = line.parseArgs(args);
    } catch (ParameterException e) {
      return usage(e, streams);
    }
    ParseResult command = innermost(parsed);
    CommandLine asked = command.commandSpec().commandLine();
    if (parsed.isVersionHelpRequested()) {
      streams.out().println("aegis " + version);
      return ExitCode.DONE.code();
    }
    if (asksForHelp(parsed) || !asked.getSubcommands().isEmpty()) {
      asked.usage(streams.out(), Ansi.OFF);
      return ExitCode.DONE.code();
    }
    try {
      return call(parsed.subcommand(), streams).code();
    } catch (ParameterException e) {
      return usage(e, streams);
    }
  }

  /** Names what is wrong with the arguments. */
  private static int usage(ParameterException e, Streams streams) {
    streams.err().println("aegis: " + UsageHint.of(e));
    return ExitCode.USAGE.code();
  }

  private static ParseResult innermost(ParseResult parsed) {
    return parsed.hasSubcommand() ? innermost(parsed.subcommand()) : parsed;
  }

  private static boolean asksForHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested()
        || (parsed.hasSubcommand() && asksForHelp(parsed.subcommand()));
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(CommandLineModel.top(version));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    return line;
  }

  private ExitCode call(ParseResult command, Streams streams) {
    return switch (command.commandSpec().name()) {
      case CommandLineModel.DEMO -> runs.of(DemoRun.class).run(demoOptions(command), streams);
      case CommandLineModel.INVESTIGATE ->
          runs.of(InvestigateRun.class).run(investigateOptions(command), streams);
      case CommandLineModel.FORECASTS ->
          runs.of(ForecastsRun.class).run(forecastsOptions(command), streams);
      case CommandLineModel.REPLAY -> runs.of(ReplayRun.class).run(replayOptions(command), streams);
      case CommandLineModel.BACKTEST ->
          runs.of(BacktestRun.class).run(CommandLineModel.backtestOptions(command), streams);
      case CommandLineModel.SERVE ->
          runs.of(ServeRun.class).run(serveOptions(ServeRun.Task.SERVE, command), streams);
      case CommandLineModel.INIT ->
          runs.of(ServeRun.class).run(serveOptions(ServeRun.Task.INIT, command), streams);
      case CommandLineModel.DOCTOR ->
          runs.of(ServeRun.class).run(serveOptions(ServeRun.Task.DOCTOR, command), streams);
      case MessagesModel.MESSAGES ->
          runs.of(ServeRun.class).run(MessagesModel.options(command.subcommand()), streams);
      case CommandLineModel.MCP -> runs.of(McpRun.class).run(streams);
      case CommandLineModel.ASK ->
          runs.of(AskRun.class).run(CommandLineModel.askOptions(command), streams);
      case CommandLineModel.EVIDENCE ->
          runs.of(EvidenceRun.class).run(CommandLineModel.evidenceOptions(command), streams);
      case PostmortemModel.UPDATE ->
          runs.of(UpdateRun.class)
              .run(new UpdateRun.Options(command.matchedPositionalValue(0, "")), streams);
      case PostmortemModel.POSTMORTEM ->
          runs.of(PostmortemRun.class)
              .run(PostmortemModel.options(command, Terminals.isTerminal(1)), streams);
      case CommandLineModel.BACKUP ->
          runs.of(BackupRun.class)
              .run(new BackupRun.Options(command.matchedPositionalValue(0, Path.of(""))), streams);
      case AccountModel.ACCOUNT ->
          runs.of(AccountRun.class).run(AccountModel.options(command.subcommand()), streams);
      case KeyModel.AGENT ->
          runs.of(KeyRun.class)
              .run(KeyModel.options(KeyRun.Whose.AGENT, command.subcommand()), streams);
      case KeyModel.USER ->
          runs.of(KeyRun.class)
              .run(KeyModel.options(KeyRun.Whose.USER, command.subcommand()), streams);
      case MemoryModel.MEMORY ->
          runs.of(MemoryRun.class).run(MemoryModel.options(command.subcommand()), streams);
      case CommandLineModel.SCORE ->
          runs.of(ScoreRun.class).run(CommandLineModel.scoreOptions(command), streams);
      case LabModel.LAB ->
          runs.of(LabRun.class).run(LabModel.options(command.subcommand()), home, streams);
      case CommandLineModel.STOP -> stop(command, streams);
      case CommandLineModel.RESUME -> resume(streams);
      case CommandLineModel.COMPLETION -> completion(streams);
      default ->
          throw new IllegalStateException("no such command: " + command.commandSpec().name());
    };
  }

  private ExitCode stop(ParseResult command, Streams streams) {
    try {
      home.stop(String.join(" ", command.matchedPositionalValue(0, List.<String>of())));
    } catch (IOException e) {
      throw switchFailed("set", e);
    }
    streams.out().println("stopped: nothing is executed until aegis resume");
    return ExitCode.DONE;
  }

  private ExitCode resume(Streams streams) {
    boolean cleared;
    try {
      cleared = home.resume();
    } catch (IOException e) {
      throw switchFailed("cleared", e);
    }
    streams
        .out()
        .println(cleared ? "resumed: approved plans are executed again" : "was not stopped");
    return ExitCode.DONE;
  }

  private CommandFailure switchFailed(String done, IOException e) {
    return new CommandFailure(
        ExitCode.INTERNAL,
        "expected the kill switch in " + home.path() + " to be " + done + ", found " + e,
        e);
  }

  private static DemoRun.Options demoOptions(ParseResult command) {
    return new DemoRun.Options(
        command.matchedOptionValue("--scenario", DemoRun.DEFAULT_SCENARIO),
        seed(command),
        command.matchedOptionValue(
            "--approve", command.hasMatchedOption("--web") ? ApprovalMode.ASK : ApprovalMode.AUTO),
        command.hasMatchedOption("--json"),
        command.hasMatchedOption("--list"),
        command.hasMatchedOption("--web"));
  }

  private static InvestigateRun.Options investigateOptions(ParseResult command) {
    return new InvestigateRun.Options(
        command.matchedPositionalValue(0, List.<Path>of()),
        file(command, "--changes"),
        file(command, "--commits"),
        file(command, "--slo"),
        seed(command),
        command.hasMatchedOption("--json"));
  }

  private static ForecastsRun.Options forecastsOptions(ParseResult command) {
    return new ForecastsRun.Options(command.hasMatchedOption("--json"));
  }

  private static ReplayRun.Options replayOptions(ParseResult command) {
    return new ReplayRun.Options(
        command.matchedPositionalValue(0, ""),
        command.matchedOptionValue("--fix", List.<String>of()),
        seed(command),
        command.hasMatchedOption("--json"));
  }

  private static ServeRun.Options serveOptions(ServeRun.Task task, ParseResult command) {
    int port =
        task == ServeRun.Task.INIT ? ServeRun.DEFAULT_PORT : port(command, ServeRun.DEFAULT_PORT);
    return new ServeRun.Options(task, file(command, "--config"), port);
  }

  static int port(ParseResult command, int otherwise) {
    int port = command.matchedOptionValue("--port", otherwise);
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          command.commandSpec().commandLine(), "--port: expected 0 to 65535, found " + port);
    }
    return port;
  }

  static @Nullable Path file(ParseResult command, String option) {
    return command.hasMatchedOption(option) ? command.matchedOption(option).getValue() : null;
  }

  static OptionalLong seed(ParseResult command) {
    if (!command.hasMatchedOption("--seed")) {
      return OptionalLong.empty();
    }
    Long seed = command.matchedOption("--seed").getValue();
    return OptionalLong.of(seed);
  }

  private ExitCode completion(Streams streams) {
    streams.out().print(AutoComplete.bash("aegis", commandLine()));
    return ExitCode.DONE;
  }

  private int failed(Throwable failure, Streams streams, String... args) {
    boolean expected = failure instanceof CommandFailure;
    boolean debug =
        List.of(args).contains("--debug") || "1".equals(environment.getOrDefault(DEBUG, ""));
    String message = Optional.ofNullable(failure.getMessage()).orElse("");
    String line = message.lines().findFirst().orElse("").strip();
    if (!expected) {
      String kind = failure.getClass().getSimpleName();
      line =
          "unexpected failure, "
              + kind
              + (line.isEmpty() ? "" : ": " + line)
              + (debug ? "" : " (--debug prints where)");
    }
    streams.err().println("aegis: " + line);
    if (debug) {
      failure.printStackTrace(streams.err());
    }
    return failure instanceof CommandFailure e ? e.code().code() : ExitCode.INTERNAL.code();
  }
}

package dev.aegis.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.room.Action;
import dev.aegis.room.MemoryMark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AegisCommandTest {
  @TempDir Path home;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<DemoRun.Options> demos = new ArrayList<>();
  private final List<InvestigateRun.Options> investigations = new ArrayList<>();
  private final List<ForecastsRun.Options> forecasts = new ArrayList<>();
  private final List<EvidenceRun.Options> evidence = new ArrayList<>();
  private final List<BackupRun.Options> backups = new ArrayList<>();
  private final List<PostmortemRun.Options> postmortems = new ArrayList<>();
  private final List<UpdateRun.Options> updates = new ArrayList<>();
  private final List<AccountRun.Options> accounts = new ArrayList<>();
  private final List<KeyRun.Options> keys = new ArrayList<>();
  private final List<MemoryRun.Options> memories = new ArrayList<>();
  private final List<ReplayRun.Options> replays = new ArrayList<>();
  private final List<BacktestRun.Options> backtests = new ArrayList<>();
  private final List<ScoreRun.Options> scores = new ArrayList<>();
  private final List<ServeRun.Options> serves = new ArrayList<>();
  private final List<AskRun.Options> asks = new ArrayList<>();
  private final List<LabRun.Options> labs = new ArrayList<>();
  private final List<StateDirectory> homes = new ArrayList<>();
  private DemoRun demo =
      (options, _) -> {
        demos.add(options);
        return ExitCode.DONE;
      };

  @Test
  void runsTheLeakWhenNothingIsSaid() {
    assertThat(run("demo")).isZero();
    assertThat(demos)
        .containsExactly(
            new DemoRun.Options(
                "leak", OptionalLong.empty(), ApprovalMode.AUTO, false, false, false));
  }

  @Test
  void passesEveryOptionOfTheDemoOn() {
    assertThat(
            run(
                "demo",
                "--scenario",
                "my.yaml",
                "--seed",
                "-7",
                "--approve=ask",
                "--json",
                "--list"))
        .isZero();
    assertThat(demos)
        .containsExactly(
            new DemoRun.Options(
                "my.yaml", OptionalLong.of(-7), ApprovalMode.ASK, true, true, false));
  }

  @Test
  void passesEveryOptionOfTheInvestigationOn() {
    assertThat(
            run(
                "investigate",
                "a.csv",
                "@b.csv",
                "--changes",
                "c.csv",
                "--commits",
                "log.txt",
                "--slo=s.yaml",
                "--json"))
        .isZero();
    assertThat(investigations)
        .containsExactly(
            new InvestigateRun.Options(
                List.of(Path.of("a.csv"), Path.of("@b.csv")),
                Path.of("c.csv"),
                Path.of("log.txt"),
                Path.of("s.yaml"),
                OptionalLong.empty(),
                true));
  }

  @Test
  void passesTheOptionOfTheForecastsOnAndEndsWithTheirCode() {
    assertThat(run("forecasts")).isEqualTo(ExitCode.BAD_INPUT.code());
    run("forecasts", "--json");
    assertThat(forecasts)
        .containsExactly(new ForecastsRun.Options(false), new ForecastsRun.Options(true));
  }

  @Test
  void passesEveryOptionOfTheReplayOnAndEndsWithItsCode() {
    assertThat(run("replay", "INC-2026-0001")).isEqualTo(ExitCode.ESCALATED.code());
    run("replay", "--fix", "set_flag a=b", "rec", "--fix=scale_pods=3", "--seed", "7", "--json");
    assertThat(replays)
        .containsExactly(
            new ReplayRun.Options("INC-2026-0001", List.of(), OptionalLong.empty(), false),
            new ReplayRun.Options(
                "rec", List.of("set_flag a=b", "scale_pods=3"), OptionalLong.of(7), true));
    assertUsage("aegis: expected INCIDENT, found nothing. See 'aegis replay --help'.", "replay");
    assertUsage(
        "aegis: expected ACTION after --fix, found nothing. See 'aegis replay --help'.",
        "replay",
        "INC-2026-0001",
        "--fix");
  }

  @Test
  void passesEveryOptionOfTheEvidenceOnAndEndsWithItsCode() {
    assertThat(run("evidence", "INC-2026-0001")).isEqualTo(ExitCode.BAD_INPUT.code());
    run("evidence", "d/INC-2026-0001", "--run", "3", "--json");
    assertThat(evidence)
        .containsExactly(
            new EvidenceRun.Options("INC-2026-0001", OptionalInt.empty(), false),
            new EvidenceRun.Options("d/INC-2026-0001", OptionalInt.of(3), true));
    assertUsage(
        "aegis: expected INCIDENT, found nothing. See 'aegis evidence --help'.", "evidence");
  }

  @Test
  void passesTheFileOfABackupOn() {
    assertThat(run("backup", "a.zip")).isZero();
    assertThat(backups).containsExactly(new BackupRun.Options(Path.of("a.zip")));
    assertUsage("aegis: expected FILE, found nothing. See 'aegis backup --help'.", "backup");
  }

  @Test
  void passesEveryOptionOfTheBacktestOn() {
    run("backtest", "--data", "a", "--data=b.csv", "--changes", "c", "--slo", "s", "--json");
    run("backtest", "--source", "prometheus", "--config", "a.yaml", "--seed", "3");
    assertThat(backtests)
        .containsExactly(
            new BacktestRun.Options(
                List.of(Path.of("a"), Path.of("b.csv")),
                null,
                null,
                Path.of("c"),
                Path.of("s"),
                OptionalLong.empty(),
                true),
            new BacktestRun.Options(
                List.of(), "prometheus", Path.of("a.yaml"), null, null, OptionalLong.of(3), false));
  }

  @Test
  void passesEveryOptionOfTheLabOn() {
    run("lab", "up");
    run("lab", "up", "--edge", "haproxy", "--seed", "3", "--port", "7071");
    run("lab", "inject", "leak");
    run("lab", "faults");
    run("lab", "faults", "--json");
    run("lab", "run", "leak");
    run(
        "lab",
        "run",
        "my.yaml",
        "--approve=ask",
        "--seed=7",
        "--edge",
        "HAPROXY",
        "--remember",
        "--json");
    run(
        "lab",
        "record",
        "surge",
        "--out",
        "there",
        "--seconds",
        "60",
        "--seed",
        "1",
        "--edge=jetty");
    assertThat(labs)
        .containsExactly(
            new LabRun.Up(LabRun.Edge.JETTY, OptionalLong.empty(), 0),
            new LabRun.Up(LabRun.Edge.HAPROXY, OptionalLong.of(3), 7071),
            new LabRun.Inject("leak"),
            new LabRun.Faults(false),
            new LabRun.Faults(true),
            new LabRun.Run(
                "leak", LabRun.Edge.JETTY, ApprovalMode.AUTO, OptionalLong.empty(), false, false),
            new LabRun.Run(
                "my.yaml", LabRun.Edge.HAPROXY, ApprovalMode.ASK, OptionalLong.of(7), true, true),
            new LabRun.Capture(
                "surge", Path.of("there"), 60, LabRun.Edge.JETTY, OptionalLong.of(1)));
    assertThat(homes).allMatch(each -> each.equals(state()));
  }

  @Test
  void passesEveryOptionOfTheMatrixOn() {
    run("lab", "matrix", "--out", "m.jsonl");
    run(
        ("lab matrix --faults leak,my.yaml --actions scale_pods,Set_Flag --repeat 3 --seed 5"
                + " --edge haproxy --json --out=m.jsonl")
            .split(" "));
    run("lab", "matrix", "--rescore", "m.jsonl", "--actions", "shed_load", "--seed", "2");
    assertThat(labs)
        .containsExactly(
            new LabRun.Matrix(
                List.of(),
                List.of(),
                1,
                Path.of("m.jsonl"),
                LabRun.Edge.JETTY,
                OptionalLong.empty(),
                false),
            new LabRun.Matrix(
                List.of("leak", "my.yaml"),
                List.of(Action.Kind.SCALE_PODS, Action.Kind.SET_FLAG),
                3,
                Path.of("m.jsonl"),
                LabRun.Edge.HAPROXY,
                OptionalLong.of(5),
                true),
            new LabRun.Rescore(
                Path.of("m.jsonl"),
                List.of(),
                List.of(Action.Kind.SHED_LOAD),
                OptionalLong.of(2),
                false));
  }

  @Test
  void endsWithTheCodeOfTheLab() {
    assertThat(run("lab", "faults")).isEqualTo(ExitCode.ESCALATED.code());
  }

  @Test
  void answersWhatTheLabCannotUnderstandInOneLine() {
    String matrix = " See 'aegis lab matrix --help'.";
    assertUsage(
        "aegis: unknown command injcet; did you mean inject? See 'aegis lab --help'.",
        "lab",
        "injcet",
        "leak");
    assertUsage("aegis: expected FAULT, found nothing. See 'aegis lab run --help'.", "lab", "run");
    assertUsage(
        "aegis: unexpected argument surge. See 'aegis lab run --help'.",
        "lab",
        "run",
        "leak",
        "surge");
    assertUsage(
        "aegis: expected auto|ask for --approve, found deny. See 'aegis lab run --help'.",
        "lab",
        "run",
        "leak",
        "--approve",
        "deny");
    assertUsage(
        "aegis: expected jetty|haproxy for --edge, found haprxy; did you mean haproxy?"
            + " See 'aegis lab up --help'.",
        "lab",
        "up",
        "--edge",
        "haprxy");
    assertUsage(
        "aegis: expected scale_pods|restart_pods|rollback_deploy|failover_region"
            + "|rollback_and_failover|shed_load|set_flag|set_config for --actions, found"
            + " scale-pods; did you mean scale_pods?"
            + matrix,
        "lab",
        "matrix",
        "--actions",
        "shed_load,scale-pods",
        "--out",
        "m");
    assertUsage(
        "aegis: expected --out FILE or --rescore FILE, found neither." + matrix, "lab", "matrix");
    assertUsage(
        "aegis: expected no --out with --rescore, which runs nothing; leave it out." + matrix,
        "lab",
        "matrix",
        "--out",
        "a",
        "--rescore",
        "b");
    assertUsage(
        "aegis: expected 1 to 1000 for --repeat, found 0." + matrix,
        "lab",
        "matrix",
        "--repeat",
        "0",
        "--out",
        "m");
    assertUsage(
        "aegis: expected DIR after --out, found nothing. See 'aegis lab record --help'.",
        "lab",
        "record",
        "leak");
    assertThat(labs).isEmpty();
  }

  @Test
  void helpsWhenNoCommandOfTheLabIsGiven() {
    assertThat(run("lab")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("inject", "Examples:");
    assertThat(labs).isEmpty();
  }

  @Test
  void endsWithTheCodeOfTheRun() {
    for (ExitCode code : ExitCode.values()) {
      demo = (_, _) -> code;
      assertThat(run("demo")).isEqualTo(code.code());
    }
  }

  @Test
  void answersAMistypedWordWithTheNearestOneInOneLine() {
    assertUsage("aegis: unknown command dmeo; did you mean demo? See 'aegis --help'.", "dmeo");
    assertUsage(
        "aegis: unknown option --sede; did you mean --seed? See 'aegis demo --help'.",
        "demo",
        "--sede",
        "3");
    assertUsage(
        "aegis: expected auto|ask|deny for --approve, found aks; did you mean ask?"
            + " See 'aegis demo --help'.",
        "demo",
        "--approve",
        "aks");
    assertUsage(
        "aegis: expected N for --seed, found x. See 'aegis demo --help'.", "demo", "--seed", "x");
    assertUsage(
        "aegis: expected N after --seed, found nothing. See 'aegis demo --help'.",
        "demo",
        "--seed");
    assertUsage(
        "aegis: expected PATH, found nothing. See 'aegis investigate --help'.", "investigate");
    assertUsage("aegis: unknown option --wxyzzy. See 'aegis demo --help'.", "demo", "--wxyzzy");
  }

  private void assertUsage(String line, String... args) {
    err.reset();
    assertThat(run(args)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(line + "\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void saysInOneLineWhyACommandFailed() {
    demo =
        (_, _) -> {
          throw new CommandFailure(ExitCode.BAD_INPUT, "expected a number in a.csv:3, found x");
        };
    assertThat(run("demo")).isEqualTo(3);
    assertThat(errors()).isEqualTo("aegis: expected a number in a.csv:3, found x\n");
  }

  @Test
  void showsTheStackOfAFailureOnlyWhenAsked() {
    demo =
        (_, _) -> {
          throw new IllegalStateException("boom\nsecond line");
        };
    assertThat(run("demo")).isEqualTo(1);
    assertThat(errors())
        .isEqualTo(
            "aegis: unexpected failure, IllegalStateException: boom (--debug prints where)\n");
    assertThat(run("demo", "--debug")).isEqualTo(1);
    assertThat(errors()).contains("at dev.aegis.app.cli.AegisCommandTest");
  }

  @Test
  void keysAreAskedForByWhoseTheyAre() {
    assertThat(run("agent", "add", "cost-watch", "--description", "Knows costs.")).isZero();
    assertThat(run("agent", "list", "--json")).isZero();
    assertThat(run("user", "key", "anna", "--json")).isZero();
    assertThat(run("user", "remove", "anna")).isZero();
    assertThat(keys)
        .containsExactly(
            new KeyRun.Options(
                KeyRun.Whose.AGENT, KeyRun.Task.ADD, "cost-watch", "Knows costs.", false),
            new KeyRun.Options(KeyRun.Whose.AGENT, KeyRun.Task.LIST, "", "", true),
            new KeyRun.Options(KeyRun.Whose.USER, KeyRun.Task.ADD, "anna", "", true),
            new KeyRun.Options(KeyRun.Whose.USER, KeyRun.Task.REMOVE, "anna", "", false));
    assertThat(run("agent", "add", "cost-watch")).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void accountsAreNamedWithTheirRoleAndNeverWithAPassword() {
    assertThat(run("account", "add", "anna", "--role", "approver")).isZero();
    assertThat(run("account", "list")).isZero();
    assertThat(run("account", "remove", "anna")).isZero();
    assertThat(accounts)
        .containsExactly(
            new AccountRun.Options(AccountRun.Task.ADD, "anna", "approver"),
            new AccountRun.Options(AccountRun.Task.LIST, "", ""),
            new AccountRun.Options(AccountRun.Task.REMOVE, "anna", ""));

    assertThat(run("account", "add", "anna")).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("account", "add", "anna", "--role", "viewer", "--password", "x"))
        .isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void servesOnThePortAndByTheFileGiven() {
    assertThat(run("serve")).isZero();
    assertThat(run("serve", "--config", "a.yaml", "--port", "0")).isZero();
    assertThat(run("init", "--config", "b.yaml")).isZero();
    assertThat(run("doctor", "--port", "1")).isZero();
    assertThat(serves)
        .containsExactly(
            new ServeRun.Options(ServeRun.Task.SERVE, null, 7070),
            new ServeRun.Options(ServeRun.Task.SERVE, Path.of("a.yaml"), 0),
            new ServeRun.Options(ServeRun.Task.INIT, Path.of("b.yaml"), 7070),
            new ServeRun.Options(ServeRun.Task.DOCTOR, null, 1));

    assertThat(run("serve", "--port", "70000")).isEqualTo(ExitCode.USAGE.code());
    assertThat(errors()).contains("--port: expected 0 to 65535, found 70000");
  }

  @Test
  void givesScoreTheDataTheDetectorAndWhereTheScoresGo() {
    assertThat(run("score", "nab")).isZero();
    assertThat(
            run(
                "score",
                "nab",
                "--data",
                "d",
                "--scores-out",
                "o",
                "--detector",
                "z-score",
                "--files",
                "--json"))
        .isZero();
    assertThat(scores)
        .containsExactly(
            new ScoreRun.Options("nab", null, null, null, "ensemble", false, false),
            new ScoreRun.Options("nab", Path.of("d"), Path.of("o"), null, "z-score", true, true));

    assertThat(run("score")).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void showsTheStackWhenTheEnvironmentAsks() {
    demo =
        (_, _) -> {
          throw new IllegalStateException("boom");
        };
    new AegisCommand(
            Runs.none().with(DemoRun.class, demo), state(), "1", Map.of("AEGIS_DEBUG", "1"))
        .execute(streams(out), "demo");
    assertThat(errors()).contains("at dev.aegis.app.cli.AegisCommandTest");
  }

  @Test
  void passesOnHowAPostmortemIsWritten() {
    assertThat(run("postmortem", "INC-2026-0001", "--format", "pdf", "--output", "r.pdf")).isZero();
    assertThat(postmortems.getFirst().incident()).isEqualTo("INC-2026-0001");
    assertThat(postmortems.getFirst().format()).isEqualTo(PostmortemRun.Format.PDF);
    assertThat(postmortems.getFirst().output()).isEqualTo(Path.of("r.pdf"));
    assertThat(run("postmortem", "INC-2026-0001", "--format", "doc")).isEqualTo(2);
    assertThat(run("postmortem")).isEqualTo(2);
  }

  @Test
  void passesOnOfWhichIncidentAnUpdateIsDrafted() {
    assertThat(run("update", "INC-2026-0001")).isZero();
    assertThat(updates.getFirst().incident()).isEqualTo("INC-2026-0001");
    assertThat(run("update")).isEqualTo(2);
  }

  @Test
  void endsQuietlyWhenNobodyReadsAnyMore() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThat(command().execute(streams(new ClosableOutput(closed)), "--help"))
        .isEqualTo(AegisCommand.OUTPUT_CLOSED);
    assertThat(errors()).isEmpty();
  }

  @Test
  void saysThatTheDiskIsFull() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(command().execute(streams(new ClosableOutput(full)), "--help")).isEqualTo(1);
    assertThat(errors()).isEqualTo("aegis: cannot write the output: No space left on device\n");
  }

  @Test
  void printsTheVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("aegis 1.2.3\n");
  }

  @Test
  void helpsAsRecorded() {
    for (String command :
        List.of(
            "",
            "demo",
            "investigate",
            "forecasts",
            "replay",
            "backtest",
            "ask",
            "evidence",
            "backup",
            "account",
            "account add",
            "account remove",
            "agent",
            "agent add",
            "user",
            "user key",
            "memory",
            "memory list",
            "memory show",
            "memory doubt",
            "completion",
            "lab",
            "lab up",
            "lab inject",
            "lab faults",
            "lab run",
            "lab record",
            "lab matrix")) {
      out.reset();
      assertThat(run((command + " --help").strip().split(" "))).isZero();
      String name = command.isEmpty() ? "aegis" : command.replace(' ', '-');
      Golden.matches("golden/help/" + name + ".txt", out.toString(StandardCharsets.UTF_8));
      assertThat(out.toString(StandardCharsets.UTF_8).lines())
          .allMatch(line -> line.length() <= 80);
    }
    assertThat(demos).isEmpty();
  }

  @Test
  void helpsWhenNoCommandIsGiven() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Examples:");
  }

  @Test
  void hasOneTableOfExitCodesInHelpAndReadme() {
    run("--help");
    String help = out.toString(StandardCharsets.UTF_8);
    String readme = Repository.here().read("README.md");
    Pattern rows = Pattern.compile("(?m)^\\| *`?(\\d+)`? *\\| *(.*?) *\\|$");
    List<String> stated = rows.matcher(readme).results().map(r -> r.group(1) + r.group(2)).toList();
    for (ExitCode code : ExitCode.values()) {
      assertThat(help).containsPattern("(?m)^ +" + code.code() + " +" + code.words() + "$");
      // A README that has no table yet promises nothing; one that has it must have every row.
      if (!stated.isEmpty()) {
        assertThat(stated).as("README.md").contains(code.code() + code.words());
      }
    }
  }

  @Test
  void givesEveryEndOfAnIncidentACode() {
    assertThat(ExitCode.of(Incident.of(Stories.leak()).status())).isEqualTo(ExitCode.DONE);
    assertThat(ExitCode.of(Incident.of(Stories.waiting()).status())).isEqualTo(ExitCode.DONE);
    assertThat(ExitCode.of(Incident.of(Stories.denied()).status())).isEqualTo(ExitCode.DENIED);
    assertThat(ExitCode.of(Incident.of(Stories.unknown()).status())).isEqualTo(ExitCode.UNKNOWN);
    assertThat(ExitCode.of(Incident.of(Stories.undecidable()).status()))
        .isEqualTo(ExitCode.ESCALATED);
    EnumSet<ExitCode> reached = EnumSet.noneOf(ExitCode.class);
    for (Status status : Status.values()) {
      reached.add(ExitCode.of(status));
    }
    assertThat(reached)
        .containsExactlyInAnyOrder(
            ExitCode.DONE,
            ExitCode.INTERNAL,
            ExitCode.ESCALATED,
            ExitCode.DENIED,
            ExitCode.UNKNOWN);
  }

  @Test
  void completesCommandsAndOptions() {
    assertThat(run("completion", "bash")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "investigate",
            "forecasts",
            "replay",
            "--fix",
            "backtest",
            "--data",
            "--approve",
            "--scenario",
            "rollback_deploy",
            "complete -F _complete_aegis");
  }

  @Test
  void readsTheWidthOfTheTerminalWithinReason() {
    assertThat(List.of(Streams.width(null), Streams.width("x"), Streams.width("100")))
        .containsExactly(80, 80, 100);
    assertThat(List.of(Streams.width("10"), Streams.width("500"))).containsExactly(40, 120);
  }

  @Test
  void writesATerminalsOwnCharactersAndUtf8IntoAPipe() {
    assertThat(Streams.charset(true, "ANSI_X3.4-1968", "UTF-8"))
        .isEqualTo(StandardCharsets.US_ASCII);
    assertThat(Streams.charset(true, "no-such", "UTF-8")).isEqualTo(StandardCharsets.US_ASCII);
    assertThat(Streams.charset(false, "ANSI_X3.4-1968", "UTF-8")).isEqualTo(StandardCharsets.UTF_8);
  }

  private int run(String... args) {
    return command().execute(streams(out), args);
  }

  private AegisCommand command() {
    InvestigateRun investigate =
        (options, _) -> {
          investigations.add(options);
          return ExitCode.DONE;
        };
    return new AegisCommand(
        Runs.none()
            .with(DemoRun.class, (options, streams) -> demo.run(options, streams))
            .with(InvestigateRun.class, investigate)
            .with(
                ForecastsRun.class,
                (options, _) -> {
                  forecasts.add(options);
                  return ExitCode.BAD_INPUT;
                })
            .with(
                ReplayRun.class,
                (options, _) -> {
                  replays.add(options);
                  return ExitCode.ESCALATED;
                })
            .with(
                BacktestRun.class,
                (options, _) -> {
                  backtests.add(options);
                  return ExitCode.DONE;
                })
            .with(
                AskRun.class,
                (options, _) -> {
                  asks.add(options);
                  return ExitCode.DONE;
                })
            .with(
                EvidenceRun.class,
                (options, _) -> {
                  evidence.add(options);
                  return ExitCode.BAD_INPUT;
                })
            .with(
                PostmortemRun.class,
                (options, _) -> {
                  postmortems.add(options);
                  return ExitCode.DONE;
                })
            .with(
                UpdateRun.class,
                (options, _) -> {
                  updates.add(options);
                  return ExitCode.DONE;
                })
            .with(
                BackupRun.class,
                (options, _) -> {
                  backups.add(options);
                  return ExitCode.DONE;
                })
            .with(
                AccountRun.class,
                (options, _) -> {
                  accounts.add(options);
                  return ExitCode.DONE;
                })
            .with(
                KeyRun.class,
                (options, _) -> {
                  keys.add(options);
                  return ExitCode.DONE;
                })
            .with(
                MemoryRun.class,
                (options, _) -> {
                  memories.add(options);
                  return ExitCode.DONE;
                })
            .with(
                ScoreRun.class,
                (options, _) -> {
                  scores.add(options);
                  return ExitCode.DONE;
                })
            .with(
                LabRun.class,
                (options, directory, _) -> {
                  labs.add(options);
                  homes.add(directory);
                  return ExitCode.ESCALATED;
                })
            .with(
                ServeRun.class,
                (options, _) -> {
                  serves.add(options);
                  return ExitCode.DONE;
                }),
        state(),
        "1.2.3",
        Map.of("AEGIS_HOME", "/state"));
  }

  private StateDirectory state() {
    return new StateDirectory(home.resolve("state"), home);
  }

  @Test
  void memoryTakesAMarkWithItsReason() {
    assertThat(run("memory", "list", "--json")).isZero();
    assertThat(run("memory", "forget", "INC-2026-0001", "--because", "a drill")).isZero();
    assertThat(memories)
        .containsExactly(
            new MemoryRun.Options("", null, "", true),
            new MemoryRun.Options(
                "INC-2026-0001", MemoryMark.Standing.FORGOTTEN, "a drill", false));
    assertThat(run("memory", "doubt", "INC-2026-0001")).isEqualTo(ExitCode.USAGE.code());
    assertThat(errors()).contains("--because");
  }

  @Test
  void stopSetsTheKillSwitchWithItsReasonAndResumeClearsIt() {
    assertThat(run("stop", "database", "migration")).isZero();
    assertThat(state().stopped()).hasValue("database migration");
    assertThat(run("stop")).isZero();
    assertThat(state().stopped()).hasValue("");
    assertThat(run("resume")).isZero();
    assertThat(state().stopped()).isEmpty();
    assertThat(run("resume")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("stopped:", "was not stopped");
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Streams streams(OutputStream to) {
    PrintStream print = new PrintStream(to, true, StandardCharsets.UTF_8);
    return new Streams(
        print,
        print,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(new byte[0]),
        false,
        Style.PLAIN,
        Style.PLAIN,
        Glyphs.UNICODE,
        80);
  }
}

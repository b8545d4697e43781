package dev.aegis.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/**
 * Every command with its options and its help. Written with picocli's programming interface and not
 * with annotations, because reading those takes a noticeable part of a start.
 */
final class CommandLineModel {
  static final String DEMO = "demo";
  static final String INVESTIGATE = "investigate";
  static final String FORECASTS = "forecasts";
  static final String REPLAY = "replay";
  static final String BACKTEST = "backtest";
  static final String SERVE = "serve";
  static final String INIT = "init";
  static final String DOCTOR = "doctor";
  static final String MCP = "mcp";
  static final String ASK = "ask";
  static final String EVIDENCE = "evidence";
  static final String BACKUP = "backup";
  static final String SCORE = "score";
  static final String STOP = "stop";
  static final String RESUME = "resume";
  static final String COMPLETION = "completion";

  private CommandLineModel() {}

  static CommandSpec top(String version) {
    CommandSpec top = command("aegis", "The on-call engineer that never sleeps.");
    top.version(version);
    top.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print the version.")
            .build());
    top.usageMessage()
        .customSynopsis("aegis COMMAND [OPTIONS]")
        .footer(
            footer(
                List.of(
                    "aegis demo                         a leak, found, proved, fixed",
                    "aegis demo --scenario surge        another story",
                    "aegis demo --approve ask           you decide",
                    "aegis investigate p99.csv          your own recording",
                    "aegis lab run leak                 a real production, broken and repaired",
                    "aegis serve                        on call for your own services",
                    "aegis replay INC-2026-0001         other fixes on a past incident",
                    "aegis backtest --data metrics/     what the replay could vouch for",
                    "aegis ask \"p99 by region\" --data metrics/",
                    "aegis evidence INC-2026-0001       what its figures rest on, asked again",
                    "aegis postmortem INC-2026-0001     the report, also as HTML, PDF or JSON",
                    "aegis forecasts                    how often the validator was right",
                    "aegis demo --help                  every option of a command")));
    top.addSubcommand(DEMO, demo());
    top.addSubcommand(INVESTIGATE, investigate());
    top.addSubcommand(FORECASTS, forecasts());
    top.addSubcommand(REPLAY, replay());
    top.addSubcommand(BACKTEST, backtest());
    top.addSubcommand(SERVE, serve());
    top.addSubcommand(INIT, init());
    top.addSubcommand(DOCTOR, doctor());
    top.addSubcommand(MessagesModel.MESSAGES, MessagesModel.messages());
    top.addSubcommand(MCP, mcp());
    top.addSubcommand(ASK, ask());
    top.addSubcommand(EVIDENCE, evidence());
    top.addSubcommand(PostmortemModel.POSTMORTEM, PostmortemModel.postmortem());
    top.addSubcommand(PostmortemModel.UPDATE, PostmortemModel.update());
    top.addSubcommand(BACKUP, backup());
    top.addSubcommand(AccountModel.ACCOUNT, AccountModel.account());
    top.addSubcommand(KeyModel.AGENT, KeyModel.agent());
    top.addSubcommand(KeyModel.USER, KeyModel.user());
    top.addSubcommand(MemoryModel.MEMORY, MemoryModel.memory());
    top.addSubcommand(SCORE, score());
    top.addSubcommand(LabModel.LAB, LabModel.lab());
    top.addSubcommand(STOP, stop());
    top.addSubcommand(RESUME, resume());
    top.addSubcommand(COMPLETION, completion());
    return top;
  }

  private static CommandSpec demo() {
    CommandSpec demo = command(DEMO, "Play an incident from the first alert to the postmortem.");
    demo.addOption(
        OptionSpec.builder("--scenario")
            .paramLabel("NAME|FILE")
            .type(String.class)
            .defaultValue(DemoRun.DEFAULT_SCENARIO)
            .description("A scenario from --list, or a .yaml file. Default: leak.")
            .build());
    demo.addOption(seed());
    demo.addOption(
        OptionSpec.builder("--approve")
            .paramLabel("auto|ask|deny")
            .type(ApprovalMode.class)
            .defaultValue("auto")
            .description("Who answers the request for approval. Default: auto, on record as such.")
            .build());
    demo.addOption(json());
    demo.addOption(flag("--list", "Print the scenarios and exit."));
    demo.addOption(
        flag("--web", "Play it in a browser, in about three minutes; you approve with a click."));
    demo.usageMessage()
        .footer(
            footer(
                List.of(
                    "aegis demo --list                  the stories that come with it",
                    "aegis demo --scenario slow-dependency",
                    "aegis demo --web                   the war room as a page",
                    "aegis demo --scenario mine.yaml --seed 7",
                    "aegis demo --json | tail -1        the summary alone")));
    return demo;
  }

  private static CommandSpec investigate() {
    CommandSpec investigate =
        command(
            INVESTIGATE,
            "Find the cause in recorded metrics, and a fix that a replay vouches for.");
    investigate.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("PATH")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .arity("1..*")
            .required(true)
            .description("Metrics as CSV, JSON or key=value lines; files or folders.")
            .build());
    investigate.addOption(
        file("--changes", "What was deployed or changed, and when: CSV or JSON."));
    investigate.addOption(
        file(
            "--commits",
            "What changed in the sources, with diffs: the output of git log -p, or JSON."));
    investigate.addOption(file("--slo", "What the service promises: YAML."));
    investigate.addOption(seed());
    investigate.addOption(json());
    investigate
        .usageMessage()
        .footer(
            footer(
                List.of(
                    "aegis investigate p99.csv errors.csv",
                    "aegis investigate metrics/ --changes deploys.csv --slo slo.yaml",
                    "aegis investigate service.log --json > room.jsonl")));
    return investigate;
  }

  private static CommandSpec forecasts() {
    CommandSpec forecasts =
        command(
            FORECASTS,
            "Show how often the validator was right about executed plans.",
            "Reads every journal under AEGIS_HOME, apart for each environment. One that cannot be"
                + " read is named, left out, and makes the exit code 3.");
    forecasts.addOption(flag("--json", "One line of JSON on stdout."));
    forecasts
        .usageMessage()
        .footer(footer(List.of("aegis forecasts", "aegis forecasts --json > forecasts.json")));
    return forecasts;
  }

  private static CommandSpec replay() {
    CommandSpec replay =
        command(
            REPLAY,
            "Judge fixes on a past incident, as of then.",
            "Without --fix those that were considered, the verdict then and now. Exit code 0 when"
                + " the replay vouches for one of them, 4 when for none.");
    replay.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("INCIDENT")
            .type(String.class)
            .arity("1")
            .required(true)
            .description(
                "Such as INC-2026-0001, or DIR/INC-2026-0001 where several journals have one; or"
                    + " the path of a recording.")
            .build());
    replay.addOption(
        OptionSpec.builder("--fix")
            .paramLabel("ACTION")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description(
                "Judge this instead; can be repeated. scale_pods, restart_pods, rollback_deploy,"
                    + " failover_region, rollback_and_failover, shed_load, set_flag or set_config;"
                    + " with =VALUE where the incident's own is not meant.")
            .build());
    replay.addOption(seed());
    replay.addOption(flag("--json", "One line an action on stdout, a summary last."));
    examples(
        replay,
        "aegis replay INC-2026-0001",
        "aegis replay INC-2026-0001 --fix scale_pods=12 --fix failover_region",
        "aegis replay ~/.aegis/demo.previous/INC-2026-0001",
        "aegis replay examples/leak --fix \"set_flag retries=off\"");
    return replay;
  }

  private static CommandSpec backtest() {
    CommandSpec backtest =
        command(
            BACKTEST,
            "Tell what the replay could vouch for, from telemetry that is there.",
            "Fits the model on the first part of each hour, foretells the rest and compares;"
                + " touches nothing. Exit code 0 when some action could be vouched for, else 4.");
    backtest.addOption(
        OptionSpec.builder("--data")
            .paramLabel("PATH")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .arity("1")
            .description("Recorded metrics, a file or a folder; can be repeated.")
            .build());
    backtest.addOption(
        OptionSpec.builder("--source")
            .paramLabel("NAME")
            .type(String.class)
            .description(
                "A server of aegis.yaml, by its name: the past that it has, instead of --data.")
            .build());
    backtest.addOption(
        file("--config", "Where the source stands. Default: aegis.yaml in this directory."));
    backtest.addOption(file("--changes", "What was deployed or changed, and when: CSV or JSON."));
    backtest.addOption(file("--slo", "What the service promises and how it is built: YAML."));
    backtest.addOption(seed());
    backtest.addOption(flag("--json", "One line a window on stdout, a line a service, a summary."));
    examples(
        backtest,
        "aegis backtest --data examples/surge",
        "aegis backtest --data metrics/ --changes deploys.csv --slo service.yaml",
        "aegis backtest --source prometheus",
        "aegis backtest --data metrics/ --json | tail -1");
    return backtest;
  }

  /** What {@code backtest} was asked for. */
  static BacktestRun.Options backtestOptions(ParseResult command) {
    return new BacktestRun.Options(
        command.matchedOptionValue("--data", List.<Path>of()),
        command.hasMatchedOption("--source") ? command.matchedOption("--source").getValue() : null,
        AegisCommand.file(command, "--config"),
        AegisCommand.file(command, "--changes"),
        AegisCommand.file(command, "--slo"),
        AegisCommand.seed(command),
        command.hasMatchedOption("--json"));
  }

  private static CommandSpec serve() {
    CommandSpec serve =
        command(
            SERVE,
            "Be on call: take telemetry as it comes in, and open a room when a promise breaks.",
            "Listens on this machine alone. Without a file it starts and says how to connect the"
                + " first source.");
    serve.addOption(
        file("--config", "What to watch and who may send: YAML. Default: aegis.yaml, if there."));
    serve.addOption(port("Where to listen; 0 for any that is free. Default: 7070."));
    examples(serve, "aegis serve", "aegis serve --config /etc/aegis/aegis.yaml --port 7071");
    return serve;
  }

  static OptionSpec port(String description) {
    return OptionSpec.builder("--port")
        .paramLabel("N")
        .type(Integer.class)
        .description(description)
        .build();
  }

  private static CommandSpec init() {
    CommandSpec init =
        command(
            INIT,
            "Write an aegis.yaml to begin with, every line explained.",
            "And beside it service.yaml, what a service promises. Files that are there are left as"
                + " they are.");
    init.addOption(file("--config", "Where to write. Default: aegis.yaml in this directory."));
    examples(init, "aegis init", "aegis init --config /etc/aegis/aegis.yaml");
    return init;
  }

  private static CommandSpec doctor() {
    CommandSpec doctor =
        command(
            DOCTOR,
            "Check files, secrets, state and what comes in; say what is off and why.",
            "Asks a running aegis serve what it receives. Changes nothing. Exit code 0 when all is"
                + " well, else 3.");
    doctor.addOption(file("--config", "The file to check. Default: aegis.yaml, if there."));
    doctor.addOption(port("Where aegis serve listens. Default: 7070."));
    examples(doctor, "aegis doctor", "aegis doctor --config /etc/aegis/aegis.yaml");
    return doctor;
  }

  private static CommandSpec mcp() {
    CommandSpec mcp =
        command(
            MCP,
            "Let an assistant read incidents, over the Model Context Protocol.",
            "An assistant or an editor starts it and speaks with it over its input and output. It"
                + " lists incidents, reads rooms, asks, shows evidence and judges fixes on past"
                + " incidents; it can neither approve nor change anything. aegis serve offers the"
                + " same at /mcp, to the key of a user.");
    examples(mcp, "aegis mcp");
    return mcp;
  }

  private static CommandSpec ask() {
    CommandSpec ask =
        command(
            ASK,
            "Answer questions in words about recorded telemetry.",
            "What is not wholly understood is refused, with the word it failed on and questions"
                + " that can be answered; then the exit code is 4.");
    ask.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("QUESTION")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .description("In English; several in quotation marks are answered in turn.")
            .build());
    ask.addOption(
        OptionSpec.builder("--data")
            .paramLabel("PATH")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .arity("1")
            .description("Metrics, logs and changes, a file or a folder; can be repeated.")
            .build());
    ask.addOption(
        OptionSpec.builder("--incident")
            .paramLabel("ID")
            .type(String.class)
            .description("The evidence of a past incident, such as INC-2026-0001.")
            .build());
    ask.addOption(
        OptionSpec.builder("--raw")
            .paramLabel("SELECT")
            .type(String.class)
            .description("A query of your own over metrics, logs and changes, instead.")
            .build());
    ask.addOption(flag("--sql", "Print the SQL of the question, and do not run it."));
    ask.addOption(flag("--json", "One line of JSON an answer."));
    examples(
        ask,
        "aegis ask \"which pods have the highest p99 since the deploy?\" --data metrics/",
        "aegis ask \"error rate by region\" \"and by version?\" --incident INC-2026-0001",
        "aegis ask --raw \"SELECT count(*) FROM metrics\" --data metrics/");
    return ask;
  }

  /** What {@code ask} was asked for. */
  static AskRun.Options askOptions(ParseResult command) {
    return new AskRun.Options(
        command.matchedPositionalValue(0, List.<String>of()),
        command.matchedOptionValue("--data", List.<Path>of()),
        command.matchedOptionValue("--incident", ""),
        command.hasMatchedOption("--raw") ? command.matchedOption("--raw").getValue() : null,
        command.hasMatchedOption("--json"),
        command.hasMatchedOption("--sql"));
  }

  private static CommandSpec evidence() {
    CommandSpec evidence =
        command(
            EVIDENCE,
            "List what an incident's messages rest on, and ask all of it again.",
            "Exit code 0 when every query gives what the room says, 3 when the evidence file is not"
                + " the one that the room cites.");
    evidence.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("INCIDENT")
            .type(String.class)
            .arity("1")
            .required(true)
            .description(
                "Such as INC-2026-0001, or DIR/INC-2026-0001 where several journals have one.")
            .build());
    evidence.addOption(
        OptionSpec.builder("--run")
            .paramLabel("N")
            .type(Integer.class)
            .description("One of them whole: its query, and the rows.")
            .build());
    evidence.addOption(flag("--json", "One line of JSON a piece of evidence."));
    examples(
        evidence,
        "aegis evidence INC-2026-0001",
        "aegis evidence INC-2026-0001 --run 3",
        "aegis evidence ~/.aegis/demo.previous/INC-2026-0001 --json");
    return evidence;
  }

  /** What {@code evidence} was asked for. */
  static EvidenceRun.Options evidenceOptions(ParseResult command) {
    Integer run =
        command.hasMatchedOption("--run") ? command.matchedOption("--run").getValue() : null;
    return new EvidenceRun.Options(
        command.matchedPositionalValue(0, ""),
        run == null ? OptionalInt.empty() : OptionalInt.of(run),
        command.hasMatchedOption("--json"));
  }

  private static CommandSpec backup() {
    CommandSpec backup =
        command(
            BACKUP,
            "Copy the whole state directory into one zip file.",
            "Also while aegis serve writes to it. To restore it, unpack it into an empty directory"
                + " that AEGIS_HOME names.");
    backup.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .type(Path.class)
            .arity("1")
            .required(true)
            .description("A file that is not there yet. Only its owner can read it.")
            .build());
    examples(
        backup,
        "aegis backup aegis-monday.zip",
        "(umask 077; unzip aegis-monday.zip -d ~/.aegis-restored)",
        "AEGIS_HOME=~/.aegis-restored aegis evidence INC-2026-0001");
    return backup;
  }

  private static CommandSpec score() {
    CommandSpec score =
        command(
            SCORE,
            "Grade judgement on a published benchmark that lies on this machine.",
            "nab: the Numenta Anomaly Benchmark, its three profiles, with the threshold that gives"
                + " the highest score in each. No detector sees a label or a file's name.",
            "petshop, nezha: which component broke; rootcausebench: which commit broke it, or none."
                + " Every answer stands before a label is read; without labels there are answers"
                + " and no score.");
    score.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("BENCHMARK")
            .type(String.class)
            .arity("1")
            .required(true)
            .description("nab, petshop, nezha or rootcausebench.")
            .build());
    score.addOption(
        folder(
            "--data",
            "Where its archives were unpacked. Default: the folder of its name in AEGIS_DATA."));
    score.addOption(folder("--scores-out", "nab: write every score in the benchmark's own form."));
    score.addOption(
        OptionSpec.builder("--answers-out")
            .paramLabel("FILE")
            .type(Path.class)
            .description("All but nab: write the answer to every case, a line of JSON each.")
            .build());
    score.addOption(
        OptionSpec.builder("--detector")
            .paramLabel("NAME")
            .type(String.class)
            .description("nab: grade this alone; a wrong name lists them. Default: the ensemble.")
            .build());
    score.addOption(flag("--files", "A line a file or case as well."));
    score.addOption(flag("--json", "One line of JSON on stdout."));
    examples(
        score,
        "aegis score nab --data nab/",
        "aegis score nab --data nab/ --detector z-score",
        "aegis score nab --data nab/ --scores-out results/ --json",
        "aegis score petshop --data petshop/ --answers-out answers.jsonl",
        "aegis score rootcausebench --data rcb/ --files");
    return score;
  }

  /** What {@code score} was asked for. */
  static ScoreRun.Options scoreOptions(ParseResult command) {
    return new ScoreRun.Options(
        command.matchedPositionalValue(0, ""),
        AegisCommand.file(command, "--data"),
        AegisCommand.file(command, "--scores-out"),
        AegisCommand.file(command, "--answers-out"),
        command.matchedOptionValue("--detector", ScoreRun.Options.ENSEMBLE),
        command.hasMatchedOption("--files"),
        command.hasMatchedOption("--json"));
  }

  private static OptionSpec folder(String name, String description) {
    return OptionSpec.builder(name)
        .paramLabel("DIR")
        .type(Path.class)
        .description(description)
        .build();
  }

  private static CommandSpec stop() {
    CommandSpec stop = command(STOP, "Set the kill switch: nothing is executed any more.");
    stop.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("REASON")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .description("Why, for the record.")
            .build());
    stop.usageMessage()
        .footer(footer(List.of("aegis stop", "aegis stop database migration until 14:00")));
    return stop;
  }

  private static CommandSpec resume() {
    CommandSpec resume = command(RESUME, "Clear the kill switch.");
    resume.usageMessage().footer(footer(List.of("aegis resume")));
    return resume;
  }

  private static CommandSpec completion() {
    CommandSpec completion = command(COMPLETION, "Print a completion script.");
    completion.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("bash|zsh")
            .type(Shell.class)
            .arity("1")
            .required(true)
            .description("Your shell.")
            .build());
    completion
        .usageMessage()
        .footer(
            footer(List.of("source <(aegis completion bash)", "source <(aegis completion zsh)")));
    return completion;
  }

  /**
   * The shells that the script is for; zsh reads bash's after bashcompinit, which it calls itself.
   */
  enum Shell {
    BASH,
    ZSH
  }

  static CommandSpec command(String name, String... description) {
    CommandSpec command = CommandSpec.create().name(name);
    command.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Print this help.").build());
    command.addOption(flag("--debug", "With a failure, print where it happened."));
    command
        .usageMessage()
        .description(description)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .width(UsageMessageSpec.DEFAULT_USAGE_WIDTH)
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .parameterListHeading("%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.table());
    return command;
  }

  static void examples(CommandSpec command, String... examples) {
    command.usageMessage().footer(footer(List.of(examples)));
  }

  private static String[] footer(List<String> examples) {
    String[] lines = new String[examples.size() + 2];
    lines[0] = "";
    lines[1] = "Examples:";
    for (int i = 0; i < examples.size(); i++) {
      lines[i + 2] = "  " + examples.get(i);
    }
    return lines;
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
  }

  static OptionSpec file(String name, String description) {
    return OptionSpec.builder(name)
        .paramLabel("FILE")
        .type(Path.class)
        .description(description)
        .build();
  }

  static OptionSpec seed() {
    return OptionSpec.builder("--seed")
        .paramLabel("N")
        .type(Long.class)
        .description("For the random numbers: same seed, same bytes.")
        .build();
  }

  static OptionSpec json() {
    return flag("--json", "One room message a line on stdout, a summary last.");
  }
}

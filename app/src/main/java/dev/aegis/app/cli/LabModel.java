package dev.aegis.app.cli;

import static dev.aegis.app.cli.CommandLineModel.command;
import static dev.aegis.app.cli.CommandLineModel.examples;
import static dev.aegis.app.cli.CommandLineModel.flag;

import dev.aegis.room.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The commands of the lab: how they are typed, and what was asked for with them. */
final class LabModel {
  static final String LAB = "lab";
  private static final String UP = "up";
  private static final String INJECT = "inject";
  private static final String FAULTS = "faults";
  private static final String RUN = "run";
  private static final String RECORD = "record";
  private static final String MATRIX = "matrix";
  private static final String REPEAT = "--repeat";
  private static final String SECONDS = "--seconds";
  private static final int MOST_REPETITIONS = 1000;
  private static final int LONGEST_RECORDING = 1800;

  private LabModel() {}

  static CommandSpec lab() {
    CommandSpec lab = command(LAB, "A small real production to break, for Aegis to repair.");
    lab.addSubcommand(UP, up());
    lab.addSubcommand(INJECT, inject());
    lab.addSubcommand(FAULTS, faults());
    lab.addSubcommand(RUN, run());
    lab.addSubcommand(RECORD, record());
    lab.addSubcommand(MATRIX, matrix());
    lab.usageMessage().customSynopsis("aegis lab COMMAND [OPTIONS]");
    examples(
        lab,
        "aegis lab run leak                 a real leak, found, proved, fixed",
        "aegis lab faults                   what can be broken",
        "aegis lab up                       the lab and its war room, until Ctrl-C",
        "aegis lab inject surge             into the one that is up",
        "aegis lab run --help               every option of a command");
    return lab;
  }

  private static CommandSpec up() {
    CommandSpec up =
        command(
            UP,
            "Start the lab and be on call for it, until Ctrl-C.",
            "Prints where the lab answers and a link to the war room: break the lab with aegis lab"
                + " inject from another terminal, look on, and approve what is really done.");
    up.addOption(edge());
    up.addOption(seed());
    up.addOption(
        CommandLineModel.port("Where the page is served; 0, the default, for any that is free."));
    examples(up, "aegis lab up", "aegis lab up --edge haproxy --port 7071");
    return up;
  }

  private static CommandSpec inject() {
    CommandSpec inject = command(INJECT, "Start a fault in the lab that is up.");
    inject.addPositional(fault());
    examples(inject, "aegis lab inject leak", "aegis lab inject mine.yaml");
    return inject;
  }

  private static CommandSpec faults() {
    CommandSpec faults = command(FAULTS, "List the faults that come with the lab.");
    faults.addOption(flag("--json", "One object a line."));
    examples(faults, "aegis lab faults", "aegis lab faults --json");
    return faults;
  }

  private static CommandSpec run() {
    CommandSpec run =
        command(RUN, "Break the lab and let Aegis repair it, timed by the wall clock.");
    run.addPositional(fault());
    run.addOption(
        OptionSpec.builder("--approve")
            .paramLabel("auto|ask")
            .type(ApprovalMode.class)
            .converters(
                word("approval", List.of(ApprovalMode.AUTO, ApprovalMode.ASK), LabModel::lower))
            .completionCandidates(List.of("auto", "ask"))
            .description("Who answers the request for approval. Default: auto, on record as such.")
            .build());
    run.addOption(seed());
    run.addOption(edge());
    run.addOption(
        OptionSpec.builder("--remember")
            .description("Keep the incident with those of earlier runs, and recall them.")
            .build());
    run.addOption(CommandLineModel.json());
    examples(
        run,
        "aegis lab run leak",
        "aegis lab run surge --approve ask",
        "aegis lab run mine.yaml --edge haproxy",
        "aegis lab run leak --json | tail -1");
    return run;
  }

  private static CommandSpec record() {
    CommandSpec record = command(RECORD, "Break the lab and keep what investigate can read.");
    record.addPositional(fault());
    record.addOption(
        OptionSpec.builder("--out")
            .paramLabel("DIR")
            .type(Path.class)
            .required(true)
            .description("Where metrics, logs and changes are written.")
            .build());
    record.addOption(
        OptionSpec.builder(SECONDS)
            .paramLabel("N")
            .type(Integer.class)
            .description(
                "How long it goes on after the fault is certain. Default: %d."
                    .formatted(LabRun.Capture.SECONDS))
            .build());
    record.addOption(seed());
    record.addOption(edge());
    examples(
        record,
        "aegis lab record leak --out leak/",
        "aegis lab record mine.yaml --out mine/ --seconds 60 --seed 7");
    return record;
  }

  private static CommandSpec matrix() {
    CommandSpec matrix =
        command(MATRIX, "Set faults against actions: the twin's verdict and what really happened.");
    matrix.addOption(
        OptionSpec.builder("--faults")
            .paramLabel("FAULT")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .splitRegex(",")
            .splitRegexSynopsisLabel(",")
            .description("Ids or .yaml files. Default: every fault of the lab.")
            .build());
    matrix.addOption(
        OptionSpec.builder("--actions")
            .paramLabel("ACTION")
            .type(List.class)
            .auxiliaryTypes(Action.Kind.class)
            .converters(word("action", List.of(Action.Kind.values()), Action.Kind::wire))
            .completionCandidates(words(List.of(Action.Kind.values()), Action.Kind::wire))
            .splitRegex(",")
            .splitRegexSynopsisLabel(",")
            .description("Such as scale_pods. Default: all that the fault file names.")
            .build());
    matrix.addOption(
        OptionSpec.builder(REPEAT)
            .paramLabel("N")
            .type(Integer.class)
            .description("How often each pair is run. Default: 1.")
            .build());
    matrix.addOption(
        CommandLineModel.file("--out", "One JSON line a pair; goes on where it was interrupted."));
    matrix.addOption(
        CommandLineModel.file("--rescore", "Judge the pairs of this file again, without the lab."));
    matrix.addOption(seed());
    matrix.addOption(edge());
    matrix.addOption(flag("--json", "Machines read the result: JSON lines on stdout."));
    matrix
        .usageMessage()
        .customSynopsis(
            "aegis lab matrix [OPTIONS] --out FILE", "       aegis lab matrix --rescore FILE");
    examples(
        matrix,
        "aegis lab matrix --out matrix.jsonl",
        "aegis lab matrix --faults leak,surge --actions scale_pods --out m.jsonl",
        "aegis lab matrix --rescore matrix.jsonl");
    return matrix;
  }

  private static PositionalParamSpec fault() {
    return PositionalParamSpec.builder()
        .paramLabel("FAULT")
        .type(String.class)
        .arity("1")
        .required(true)
        .description("A fault from 'aegis lab faults', or a .yaml file.")
        .build();
  }

  private static OptionSpec seed() {
    return OptionSpec.builder("--seed")
        .paramLabel("N")
        .type(Long.class)
        .description("For the random numbers of traffic and faults.")
        .build();
  }

  private static OptionSpec edge() {
    return OptionSpec.builder("--edge")
        .paramLabel("jetty|haproxy")
        .type(LabRun.Edge.class)
        .description("What stands before the pods. Default: jetty.")
        .build();
  }

  /** Takes one of the words, whatever its case. */
  private static <T> ITypeConverter<T> word(
      String what, List<T> values, Function<T, String> spelled) {
    return typed ->
        values.stream()
            .filter(value -> spelled.apply(value).equalsIgnoreCase(typed))
            .findFirst()
            .orElseThrow(() -> new TypeConversionException("no such " + what + ": " + typed));
  }

  private static <T> List<String> words(List<T> values, Function<T, String> spelled) {
    return values.stream().map(spelled).toList();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** What was asked for. */
  static LabRun.Options options(ParseResult command) {
    return switch (command.commandSpec().name()) {
      case UP ->
          new LabRun.Up(edge(command), AegisCommand.seed(command), AegisCommand.port(command, 0));
      case INJECT -> new LabRun.Inject(fault(command));
      case FAULTS -> new LabRun.Faults(command.hasMatchedOption("--json"));
      case RUN ->
          new LabRun.Run(
              fault(command),
              edge(command),
              command.matchedOptionValue("--approve", ApprovalMode.AUTO),
              AegisCommand.seed(command),
              command.hasMatchedOption("--remember"),
              command.hasMatchedOption("--json"));
      case RECORD ->
          new LabRun.Capture(
              fault(command),
              command.<Path>matchedOptionValue("--out", Path.of("")),
              count(command, SECONDS, LabRun.Capture.SECONDS, LONGEST_RECORDING),
              edge(command),
              AegisCommand.seed(command));
      case MATRIX -> matrix(command);
      default ->
          throw new IllegalStateException("no such command: " + command.commandSpec().name());
    };
  }

  private static LabRun.Options matrix(ParseResult command) {
    Path out = command.matchedOptionValue("--out", (Path) null);
    Path recorded = command.matchedOptionValue("--rescore", (Path) null);
    List<String> faults = command.matchedOptionValue("--faults", List.<String>of());
    List<Action.Kind> actions = command.matchedOptionValue("--actions", List.<Action.Kind>of());
    boolean json = command.hasMatchedOption("--json");
    if (out != null && recorded == null) {
      return new LabRun.Matrix(
          faults,
          actions,
          count(command, REPEAT, 1, MOST_REPETITIONS),
          out,
          edge(command),
          AegisCommand.seed(command),
          json);
    }
    if (recorded == null) {
      throw refused(command, "expected --out FILE or --rescore FILE, found neither");
    }
    for (String unfit : List.of("--out", REPEAT, "--edge")) {
      if (command.hasMatchedOption(unfit)) {
        throw refused(
            command, "expected no " + unfit + " with --rescore, which runs nothing; leave it out");
      }
    }
    return new LabRun.Rescore(recorded, faults, actions, AegisCommand.seed(command), json);
  }

  private static int count(ParseResult command, String option, int otherwise, int most) {
    int count = command.matchedOptionValue(option, otherwise);
    if (count < 1 || count > most) {
      throw refused(command, "expected 1 to " + most + " for " + option + ", found " + count);
    }
    return count;
  }

  private static ParameterException refused(ParseResult command, String problem) {
    return new ParameterException(command.commandSpec().commandLine(), problem);
  }

  private static String fault(ParseResult command) {
    return command.matchedPositionalValue(0, "");
  }

  private static LabRun.Edge edge(ParseResult command) {
    return command.matchedOptionValue("--edge", LabRun.Edge.JETTY);
  }
}

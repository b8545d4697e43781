package dev.aegis.app.cli;

import static dev.aegis.app.cli.CommandLineModel.command;
import static dev.aegis.app.cli.CommandLineModel.examples;

import dev.aegis.room.MemoryMark.Standing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands of what is remembered. */
final class MemoryModel {
  static final String MEMORY = "memory";

  private MemoryModel() {}

  static CommandSpec memory() {
    CommandSpec memory =
        command(MEMORY, "See what closed incidents left behind, and say what to forget.");
    CommandSpec list =
        command(
            "list",
            "Print the incidents that later ones are compared with.",
            "Those that ended with an executed fix that held. A later incident of the same"
                + " environment that looks like one is told so; what is recalled weighs little, and"
                + " vouches for nothing.");
    list.addOption(json());
    memory.addSubcommand("list", list);
    CommandSpec show = command("show", "Print what one of them looked like, and what was tried.");
    show.addPositional(incident());
    show.addOption(json());
    examples(show, "aegis memory show INC-2026-0001");
    memory.addSubcommand("show", show);
    memory.addSubcommand(
        "doubt", mark("doubt", "It is still recalled for people to see, and weighs nothing."));
    memory.addSubcommand("forget", mark("forget", "It is recalled no more; its record stays."));
    memory.addSubcommand("restore", mark("restore", "It counts again."));
    memory.usageMessage().customSynopsis("aegis memory COMMAND [OPTIONS]");
    examples(
        memory,
        "aegis memory list",
        "aegis memory show INC-2026-0001",
        "aegis memory doubt INC-2026-0001 --because \"the deploy was not it\"",
        "aegis memory forget INC-2026-0001 --because \"a drill\"");
    return memory;
  }

  private static CommandSpec mark(String word, String purpose) {
    CommandSpec mark = command(word, purpose);
    mark.addPositional(incident());
    mark.addOption(
        OptionSpec.builder("--because")
            .paramLabel("TEXT")
            .type(String.class)
            .required(true)
            .description("Why, in one sentence; it is kept in the incident's record.")
            .build());
    examples(mark, "aegis memory " + word + " INC-2026-0001 --because \"a drill\"");
    return mark;
  }

  private static PositionalParamSpec incident() {
    return PositionalParamSpec.builder()
        .paramLabel("INCIDENT")
        .type(String.class)
        .arity("1")
        .required(true)
        .description("Its id, or DIR/ID for that of one journal.")
        .build();
  }

  private static OptionSpec json() {
    return OptionSpec.builder("--json").description("Print one line of JSON each.").build();
  }

  /** What was asked for. */
  static MemoryRun.Options options(ParseResult command) {
    String task = command.commandSpec().name();
    @Nullable Standing mark =
        switch (task) {
          case "doubt" -> Standing.DOUBTED;
          case "forget" -> Standing.FORGOTTEN;
          case "restore" -> Standing.COUNTS;
          default -> null;
        };
    return new MemoryRun.Options(
        task.equals("list") ? "" : command.matchedPositionalValue(0, ""),
        mark,
        mark == null ? "" : command.matchedOptionValue("--because", ""),
        mark == null && command.hasMatchedOption("--json"));
  }
}

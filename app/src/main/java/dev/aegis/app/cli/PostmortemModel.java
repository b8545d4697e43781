package dev.aegis.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code aegis postmortem} and {@code aegis update}. */
final class PostmortemModel {
  static final String POSTMORTEM = "postmortem";
  static final String UPDATE = "update";

  private PostmortemModel() {}

  static CommandSpec postmortem() {
    CommandSpec postmortem =
        CommandLineModel.command(
            POSTMORTEM,
            "Write the report on an incident, from its record alone.",
            "To stdout, or to a file. Of an incident that is not over it is a draft, and says so.");
    postmortem.addPositional(incident());
    postmortem.addOption(
        OptionSpec.builder("--format")
            .paramLabel("md|html|pdf|json")
            .type(PostmortemRun.Format.class)
            .defaultValue("md")
            .description("How it is written. Default: md.")
            .build());
    postmortem.addOption(
        OptionSpec.builder("--output")
            .paramLabel("FILE")
            .type(Path.class)
            .description("Where to; a PDF is not written to a terminal.")
            .build());
    postmortem.addOption(
        OptionSpec.builder("--zone")
            .paramLabel("ZONE")
            .type(String.class)
            .description("Of the times beside UTC, such as Europe/Berlin. Default: the machine's.")
            .build());
    postmortem.addOption(
        OptionSpec.builder("--as-recorded")
            .type(boolean.class)
            .description("Leave out what people changed in it on the page.")
            .build());
    CommandLineModel.examples(
        postmortem,
        "aegis postmortem INC-2026-0001",
        "aegis postmortem INC-2026-0001 --format pdf --output report.pdf",
        "aegis postmortem INC-2026-0001 --format html --zone Europe/Berlin > report.html");
    return postmortem;
  }

  static CommandSpec update() {
    CommandSpec update =
        CommandLineModel.command(
            UPDATE,
            "Draft what users may be told of an incident now.",
            "How it is for them and when they hear more; nothing of the inside. Sends nothing.");
    update.addPositional(incident());
    CommandLineModel.examples(update, "aegis update INC-2026-0001");
    return update;
  }

  private static PositionalParamSpec incident() {
    return PositionalParamSpec.builder()
        .paramLabel("INCIDENT")
        .type(String.class)
        .arity("1")
        .required(true)
        .description("Such as INC-2026-0001, or DIR/INC-2026-0001 where several journals have one.")
        .build();
  }

  static PostmortemRun.Options options(ParseResult command, boolean terminal) {
    PostmortemRun.Format format = command.matchedOptionValue("--format", PostmortemRun.Format.MD);
    return new PostmortemRun.Options(
        command.matchedPositionalValue(0, ""),
        format,
        command.matchedOptionValue("--output", Path.of("")),
        command.matchedOptionValue("--zone", ""),
        command.hasMatchedOption("--as-recorded"),
        terminal);
  }
}

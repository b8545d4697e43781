package dev.aegis.app.cli;

import static dev.aegis.app.cli.CommandLineModel.command;
import static dev.aegis.app.cli.CommandLineModel.examples;
import static dev.aegis.app.cli.CommandLineModel.file;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands of messages that go out. */
final class MessagesModel {
  static final String MESSAGES = "messages";

  private MessagesModel() {}

  static CommandSpec messages() {
    CommandSpec messages = command(MESSAGES, "Try the channels that tell people of incidents.");
    CommandSpec test =
        command(
            "test",
            "Send one real message to a channel of aegis.yaml.",
            "A pager is triggered by it: resolve that there. Exit code 0 when it was taken, else"
                + " 3.");
    test.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("CHANNEL")
            .type(String.class)
            .arity("1")
            .required(true)
            .description("Its name in aegis.yaml.")
            .build());
    test.addOption(file("--config", "The file to read. Default: aegis.yaml, if there."));
    examples(test, "aegis messages test ops-chat");
    messages.addSubcommand("test", test);
    messages.usageMessage().customSynopsis("aegis messages COMMAND [OPTIONS]");
    examples(messages, "aegis messages test ops-chat");
    return messages;
  }

  /** What was asked for. */
  static ServeRun.Options options(ParseResult command) {
    Path config = command.matchedOptionValue("--config", null);
    return new ServeRun.Options(
        ServeRun.Task.TRY_CHANNEL,
        config,
        ServeRun.DEFAULT_PORT,
        command.matchedPositionalValue(0, ""));
  }
}

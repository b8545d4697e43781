package dev.aegis.app.cli;

import static dev.aegis.app.cli.CommandLineModel.command;
import static dev.aegis.app.cli.CommandLineModel.examples;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands of keys for agents and users outside. */
final class KeyModel {
  static final String AGENT = "agent";
  static final String USER = "user";

  private KeyModel() {}

  static CommandSpec agent() {
    CommandSpec agent = command(AGENT, "Say which agents outside may join incidents.");
    CommandSpec add =
        command(
            "add",
            "Give an agent outside an id and a key of its own.",
            "The key is printed once. Whoever has it speaks as this agent over Band's protocol; it"
                + " can never approve.");
    add.addPositional(name("Of the agent: a to z, digits, - and _."));
    add.addOption(
        OptionSpec.builder("--description")
            .paramLabel("TEXT")
            .type(String.class)
            .required(true)
            .description("What it knows, in one sentence.")
            .build());
    add.addOption(json());
    examples(add, "aegis agent add cost-watch --description \"Knows what each service costs.\"");
    agent.addSubcommand("add", add);
    agent.addSubcommand("list", list("Print the agents outside, without their keys."));
    agent.addSubcommand("remove", remove("Remove an agent; its key is good no more.", AGENT));
    agent.usageMessage().customSynopsis("aegis agent COMMAND [OPTIONS]");
    examples(
        agent,
        "aegis agent add cost-watch --description \"Knows what each service costs.\"",
        "aegis agent list",
        "aegis agent remove cost-watch");
    return agent;
  }

  static CommandSpec user() {
    CommandSpec user = command(USER, "Give keys to people's scripts.");
    CommandSpec key =
        command(
            "key",
            "Give a script of somebody an id and a key of its own.",
            "The key is printed once. It reads all rooms and speaks in them over Band's protocol;"
                + " it can never approve, and opens no page.");
    key.addPositional(name("Under which the script speaks: a to z, digits, - and _."));
    key.addOption(json());
    examples(key, "aegis user key anna");
    user.addSubcommand("key", key);
    user.addSubcommand("list", list("Print who has a key for scripts."));
    user.addSubcommand("remove", remove("Remove a key; it is good no more.", USER));
    user.usageMessage().customSynopsis("aegis user COMMAND [OPTIONS]");
    examples(user, "aegis user key anna", "aegis user list", "aegis user remove anna");
    return user;
  }

  private static CommandSpec list(String purpose) {
    CommandSpec list = command("list", purpose);
    list.addOption(json());
    return list;
  }

  private static CommandSpec remove(String purpose, String whose) {
    CommandSpec remove = command("remove", purpose);
    remove.addPositional(name("As the list has it."));
    examples(remove, "aegis " + whose + " remove NAME");
    return remove;
  }

  private static PositionalParamSpec name(String what) {
    return PositionalParamSpec.builder()
        .paramLabel("NAME")
        .type(String.class)
        .arity("1")
        .required(true)
        .description(what)
        .build();
  }

  private static OptionSpec json() {
    return OptionSpec.builder("--json").description("Print it as one line of JSON.").build();
  }

  /** What was asked for. */
  static KeyRun.Options options(KeyRun.Whose whose, ParseResult command) {
    KeyRun.Task task =
        switch (command.commandSpec().name()) {
          case "list" -> KeyRun.Task.LIST;
          case "remove" -> KeyRun.Task.REMOVE;
          default -> KeyRun.Task.ADD;
        };
    boolean described = command.commandSpec().findOption("--description") != null;
    return new KeyRun.Options(
        whose,
        task,
        task == KeyRun.Task.LIST ? "" : command.matchedPositionalValue(0, ""),
        described ? command.matchedOptionValue("--description", "") : "",
        command.hasMatchedOption("--json"));
  }
}

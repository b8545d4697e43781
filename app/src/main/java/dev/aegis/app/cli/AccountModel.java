package dev.aegis.app.cli;

import static dev.aegis.app.cli.CommandLineModel.command;
import static dev.aegis.app.cli.CommandLineModel.examples;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands of accounts: how they are typed, and what was asked for with them. */
final class AccountModel {
  static final String ACCOUNT = "account";

  private AccountModel() {}

  static CommandSpec account() {
    CommandSpec account = command(ACCOUNT, "Say who may enter the war room with a password.");
    account.addSubcommand("add", add());
    account.addSubcommand("list", command("list", "Print who has an account, and their roles."));
    account.addSubcommand("remove", remove());
    account.usageMessage().customSynopsis("aegis account COMMAND [OPTIONS]");
    examples(
        account,
        "aegis account add anna --role approver",
        "aegis account list",
        "aegis account remove anna            and whoever is in under that name is out");
    return account;
  }

  private static CommandSpec add() {
    CommandSpec add =
        command(
            "add",
            "Add an account.",
            "The password is asked for at the terminal, or is the first line of stdin. viewer"
                + " looks on, responder also asks, approver also approves and rejects, admin also"
                + " has the kill switch.");
    add.addPositional(name());
    add.addOption(
        OptionSpec.builder("--role")
            .paramLabel("ROLE")
            .type(String.class)
            .required(true)
            .description("viewer, responder, approver or admin.")
            .build());
    examples(
        add,
        "aegis account add anna --role approver",
        "aegis account add anna --role approver < /run/secrets/anna");
    return add;
  }

  private static CommandSpec remove() {
    CommandSpec remove = command("remove", "Remove an account; its sessions end at once.");
    remove.addPositional(name());
    examples(remove, "aegis account remove anna");
    return remove;
  }

  private static PositionalParamSpec name() {
    return PositionalParamSpec.builder()
        .paramLabel("NAME")
        .type(String.class)
        .arity("1")
        .required(true)
        .description("Under which their answers stand in the record.")
        .build();
  }

  /** What was asked for. */
  static AccountRun.Options options(ParseResult command) {
    String task = command.commandSpec().name();
    return new AccountRun.Options(
        AccountRun.Task.valueOf(task.toUpperCase(Locale.ROOT)),
        task.equals("list") ? "" : command.matchedPositionalValue(0, ""),
        command.commandSpec().findOption("--role") == null
            ? ""
            : command.matchedOptionValue("--role", ""));
  }
}

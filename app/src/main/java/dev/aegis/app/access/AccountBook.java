package dev.aegis.app.access;

import dev.aegis.app.cli.AccountRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.IntakeException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** {@code aegis account}: adds, lists and removes those who may enter with a password. */
public final class AccountBook implements AccountRun {
  private final Accounts accounts;
  private final People people;

  public AccountBook(StateDirectory home) {
    this.accounts = new Accounts(home);
    this.people = new People(home, accounts);
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    try {
      return switch (options.task()) {
        case ADD -> add(options, streams);
        case LIST -> list(streams);
        case REMOVE -> remove(options.name(), streams);
      };
    } catch (IntakeException | UncheckedIOException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private ExitCode add(Options options, Streams streams) {
    Role role =
        Role.of(options.role())
            .orElseThrow(() ->
                failed(
                    ExitCode.USAGE,
                    "--role: expected " + Role.words() + ", found " + options.role()));
    String name = options.name();
    if (!Account.isName(name)) {
      throw failed(
          ExitCode.USAGE,
          "expected a name of at most 64 letters a to z, digits and . _ @ - that no agent has,"
              + " found "
              + name);
    }
    if (accounts.find(name).isPresent()) {
      throw taken(name);
    }
    if (people.has(name)) {
      throw failed(
          ExitCode.BAD_INPUT,
          "expected a name of their own, found that somebody of the identity provider is " + name);
    }
    String password = password(streams);
    if (!accounts.add(Account.of(name, role, password))) {
      throw taken(name);
    }
    streams.out().println("added " + name + ", " + role.word());
    return ExitCode.DONE;
  }

  private static CommandFailure taken(String name) {
    return failed(
        ExitCode.BAD_INPUT,
        "expected a new name, found that "
            + name
            + " has an account, or that there are "
            + Accounts.MOST
            + " already; aegis account remove ends one");
  }

  private static String password(Streams streams) {
    Console console = streams.typed() ? System.console() : null;
    String password = console == null ? line(streams) : typed(console);
    if (password.length() < Account.SHORTEST_PASSWORD
        || password.length() > Account.LONGEST_PASSWORD) {
      throw failed(
          ExitCode.BAD_INPUT,
          "expected a password of "
              + Account.SHORTEST_PASSWORD
              + " to "
              + Account.LONGEST_PASSWORD
              + " characters, found "
              + password.length());
    }
    return password;
  }

  /** Asked for twice, since nobody sees what is typed. */
  private static String typed(Console console) {
    char[] once = console.readPassword("password: ");
    char[] again = console.readPassword("again: ");
    if (once == null || !Arrays.equals(once, again)) {
      throw failed(ExitCode.BAD_INPUT, "expected the same password twice, found two");
    }
    return new String(once);
  }

  private static String line(Streams streams) {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException("no password could be read", e);
    }
  }

  private ExitCode list(Streams streams) {
    accounts
        .all()
        .forEach(account ->
            streams
                .out()
                .println(
                    String.format(Locale.ROOT, "%-9s  %s", account.role().word(), account.name())));
    if (accounts.all().isEmpty()) {
      streams.note("aegis: nobody has an account yet; see aegis account add --help");
    }
    return ExitCode.DONE;
  }

  private ExitCode remove(String name, Streams streams) {
    if (!accounts.remove(name)) {
      throw failed(
          ExitCode.BAD_INPUT,
          "expected the name of an account, found " + name + "; aegis account list has them");
    }
    streams.out().println("removed " + name + "; whoever was in is out");
    return ExitCode.DONE;
  }

  private static CommandFailure failed(ExitCode code, String message) {
    return new CommandFailure(code, message);
  }
}

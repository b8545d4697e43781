package dev.aegis.app.band;

import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.KeyRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.intake.IntakeException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code aegis agent} and {@code aegis user}: gives keys to those outside, and takes them back. */
public final class KeyBook implements KeyRun {
  private static final int MOST_DESCRIPTION = 500;

  private final Keys keys;
  private final InstantSource clock;

  public KeyBook(StateDirectory home, InstantSource clock) {
    this.keys = new Keys(home);
    this.clock = clock;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    try {
      return switch (options.task()) {
        case ADD -> add(options, streams);
        case LIST -> list(options, streams);
        case REMOVE -> remove(options, streams);
      };
    } catch (IntakeException | UncheckedIOException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private static PartyType type(Options options) {
    return options.whose() == Whose.AGENT ? PartyType.AGENT : PartyType.USER;
  }

  private ExitCode add(Options options, Streams streams) {
    String name = options.name();
    if (!Key.isName(name)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected a name of at most 32 letters a to z, digits, - and _ that nobody in the room"
              + " has, found "
              + CleanText.name(name));
    }
    boolean agent = options.whose() == Whose.AGENT;
    String description =
        agent ? CleanText.line(options.description(), MOST_DESCRIPTION) : "A key for scripts.";
    if (description.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--description: expected what the agent knows, found nothing");
    }
    Key.Made made =
        Key.make(
            type(options),
            name,
            description,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            new SecureRandom());
    if (!keys.add(made.key())) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected a new name, found that "
              + name
              + " has a key, or that there are "
              + Keys.MOST
              + " already; aegis agent list and aegis user list have them");
    }
    streams.out().print(options.json() ? json(made) : words(made));
    return ExitCode.DONE;
  }

  private static String json(Key.Made made) {
    return shown(made.key().party()).put("key", made.text()) + "\n";
  }

  private static ObjectNode shown(Party party) {
    ObjectNode json = WireJson.object().put("id", party.id().toString());
    json.put("name", party.name()).put("handle", party.handle());
    return json.put("description", party.description());
  }

  private static String words(Key.Made made) {
    return """
    id   %s
    key  %s
    The key is shown this once. aegis serve takes it at http://HOST:PORT/api/v1
    and ws://HOST:PORT%s; docs/band.md says how.
    """
        .formatted(made.key().party().id(), made.text(), Band.SOCKET);
  }

  private ExitCode list(Options options, Streams streams) {
    List<Party> all =
        keys.held().all().stream().filter(party -> party.type() == type(options)).toList();
    for (Party party : all) {
      streams
          .out()
          .println(
              options.json()
                  ? shown(party).toString()
                  : String.format(
                      Locale.ROOT, "%s  %s%n  %s", party.id(), party.name(), party.description()));
    }
    if (all.isEmpty()) {
      streams.note("aegis: nobody has such a key yet; see aegis " + word(options) + " --help");
    }
    return ExitCode.DONE;
  }

  private static String word(Options options) {
    return options.whose().name().toLowerCase(Locale.ROOT);
  }

  private ExitCode remove(Options options, Streams streams) {
    Party party =
        keys.held().all().stream()
            .filter(each -> each.type() == type(options) && each.name().equals(options.name()))
            .findFirst()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected the name of "
                        + (options.whose() == Whose.AGENT ? "an agent" : "a user")
                        + " with a key, found "
                        + CleanText.name(options.name())
                        + "; aegis "
                        + word(options)
                        + " list has them"));
    var _ = keys.remove(party);
    streams.out().println("removed " + party.name() + "; the key is good no more");
    return ExitCode.DONE;
  }
}

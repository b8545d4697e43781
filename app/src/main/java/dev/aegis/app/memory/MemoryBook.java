package dev.aegis.app.memory;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.MemoryRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.forecast.FoundJournals;
import dev.aegis.app.forecast.FoundRoom;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.app.mask.MaskingYaml;
import dev.aegis.app.terminal.MemoryPage;
import dev.aegis.app.wire.MemoryJson;
import dev.aegis.memory.Fingerprint;
import dev.aegis.room.Intent;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** {@code aegis memory}: what closed incidents left behind, and what people say of it. */
public final class MemoryBook implements MemoryRun {
  private final StateDirectory home;
  private final InstantSource clock;

  public MemoryBook(StateDirectory home, InstantSource clock) {
    this.home = home;
    this.clock = clock;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    if (options.incident().isEmpty()) {
      return list(options, streams);
    }
    FoundRoom.Found found = find(options, streams);
    Fingerprint fingerprint =
        Fingerprint.of(found.log())
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "expected an incident that ended with an executed fix that held, found that "
                        + found.log().getFirst().room()
                        + " did not; nothing is remembered of it"));
    if (options.mark() == null) {
      show(found.journal(), fingerprint, options, streams);
    } else {
      mark(found, options.mark(), options.reason(), streams);
    }
    return ExitCode.DONE;
  }

  private FoundRoom.Found find(Options options, Streams streams) {
    Path named = Path.of(options.incident());
    try {
      return new FoundRoom(home, streams)
          .find(new RoomId(String.valueOf(named.getFileName())), named);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected an incident such as INC-2026-0001, found " + CleanText.name(options.incident()),
          e);
    } catch (RoomException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private ExitCode list(Options options, Streams streams) {
    int remembered = 0;
    boolean whole = true;
    List<Path> journals =
        FoundJournals.under(home.path(), e -> streams.note("aegis: cannot be looked into: " + e));
    for (Path journal : journals) {
      try {
        List<Fingerprint> all =
            ReadOnlyJournal.roomsWith(Intent.VERIFICATION, journal).stream()
                .flatMap(log -> Fingerprint.of(log).stream())
                .toList();
        if (!all.isEmpty() && !options.json()) {
          streams.out().println((remembered == 0 ? "" : "\n") + home.shown(journal));
        }
        all.forEach(f -> print(journal, f, options, streams));
        remembered += all.size();
      } catch (RoomException e) {
        whole = false;
        streams.note("aegis: left out: " + e.getMessage());
      }
    }
    if (remembered == 0) {
      streams.note(
          "aegis: nothing is remembered yet; an incident is once an executed fix has held");
    }
    return whole ? ExitCode.DONE : ExitCode.BAD_INPUT;
  }

  private void print(Path journal, Fingerprint f, Options options, Streams streams) {
    if (options.json()) {
      streams.data().println(MemoryJson.write(home.shown(journal), f));
    } else {
      page(streams).entry(f).forEach(streams.out()::println);
    }
  }

  private void show(Path journal, Fingerprint f, Options options, Streams streams) {
    if (options.json()) {
      streams.data().println(MemoryJson.write(home.shown(journal), f));
    } else {
      page(streams).whole(f).forEach(streams.out()::println);
    }
  }

  private static MemoryPage page(Streams streams) {
    return new MemoryPage(streams.style(), streams.glyphs(), streams.width());
  }

  private void mark(
      FoundRoom.Found found, MemoryMark.Standing standing, String reason, Streams streams) {
    RoomMessage first = found.log().getFirst();
    try (Journal journal = Journal.open(found.journal(), clock);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      new MemoryDesk(journal, bus, line -> MaskingYaml.found(home.path()).text(line))
          .mark(first.room(), standing, reason, "operator")
          .ifPresent(why -> {
            throw new CommandFailure(ExitCode.USAGE, "--because: " + why);
          });
    } catch (RoomException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
    streams.out().println(first.room() + ": " + standing.words());
  }
}

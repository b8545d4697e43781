package dev.aegis.app.forecast;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.ForecastsRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.app.terminal.ForecastsPage;
import dev.aegis.app.wire.ForecastsJson;
import dev.aegis.incident.Forecasts;
import dev.aegis.room.Intent;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code aegis forecasts}: the record of the validator over every journal there is. */
public final class ForecastRecord implements ForecastsRun {
  private final StateDirectory home;

  public ForecastRecord(StateDirectory home) {
    this.home = home;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    List<String> leftOut = new ArrayList<>();
    List<Path> journals =
        FoundJournals.under(home.path(), e -> leftOut.add("cannot be looked into: " + e));
    List<Kept> kept = new ArrayList<>();
    for (Path journal : journals) {
      try {
        List<List<RoomMessage>> rooms = ReadOnlyJournal.roomsWith(Intent.VERIFICATION, journal);
        if (!rooms.isEmpty()) {
          kept.add(Kept.of(home.shown(journal), rooms));
        }
      } catch (RoomException e) {
        leftOut.add(String.valueOf(e.getMessage()));
      }
    }
    kept.sort(Comparator.comparing(Kept::begun).thenComparing(k -> k.source().journal()));
    List<ForecastsPage.Source> sources = kept.stream().map(Kept::source).toList();
    leftOut.forEach(why -> streams.note("aegis: left out: " + ForecastsPage.line(why)));
    if (options.json()) {
      streams.data().println(ForecastsJson.write(together(sources)));
    } else {
      page(streams, journals.size() - leftOut.size(), sources);
    }
    return leftOut.isEmpty() ? ExitCode.DONE : ExitCode.BAD_INPUT;
  }

  private void page(Streams streams, int journals, List<ForecastsPage.Source> sources) {
    ForecastsPage page = new ForecastsPage(streams.style(), streams.glyphs(), streams.width());
    boolean empty = together(sources).environments().isEmpty();
    List<String> lines =
        empty
            ? page.nothingYet(journals, home.shown(home.path()))
            : page.lines(together(sources), sources);
    lines.forEach(streams.out()::println);
  }

  private static Forecasts together(List<ForecastsPage.Source> sources) {
    return Forecasts.together(sources.stream().map(ForecastsPage.Source::forecasts).toList());
  }

  /** What a journal says, and when its first room that says something began. */
  private record Kept(Instant begun, ForecastsPage.Source source) {
    static Kept of(String journal, List<List<RoomMessage>> rooms) {
      Instant begun = rooms.getFirst().getFirst().ts();
      return new Kept(begun, new ForecastsPage.Source(journal, Forecasts.of(rooms)));
    }
  }
}

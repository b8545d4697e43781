package dev.aegis.app.cited;

import dev.aegis.app.cited.Piece.State;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.EvidenceRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.evidence.KeptEvidence;
import dev.aegis.app.evidence.RefusedQueryException;
import dev.aegis.app.forecast.FoundRoom;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.EvidencePage;
import dev.aegis.app.wire.EvidenceJson;
import dev.aegis.room.RoomId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code aegis evidence}: what an incident's messages rest on, and whether it still says so. */
public final class IncidentEvidence implements EvidenceRun {
  private final StateDirectory home;

  public IncidentEvidence(StateDirectory home) {
    this.home = home;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    Path named = Path.of(options.incident());
    RoomId id = id(named);
    FoundRoom.Found room = new FoundRoom(home, streams).find(id, named);
    Path file = KeptEvidence.file(room.journal(), id);
    try (KeptEvidence kept = open(file)) {
      List<Piece> pieces = new AskedAgain(kept).all(room.log());
      if (options.json()) {
        chosen(pieces, options).forEach(p -> streams.data().println(json(p)));
      } else if (options.run().isPresent()) {
        whole(chosen(pieces, options).getFirst(), page(streams), streams);
      } else {
        list(id, pieces, kept, file, page(streams), streams);
      }
      return code(chosen(pieces, options));
    } catch (RefusedQueryException e) {
      throw CommandFailure.from(e, ExitCode.BAD_INPUT);
    }
  }

  private static RoomId id(Path named) {
    try {
      return new RoomId(String.valueOf(named.getFileName()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected an incident such as INC-2026-0001, found "
              + named
              + ". See 'aegis evidence"
              + " --help'.",
          e);
    }
  }

  private static @Nullable KeptEvidence open(Path file) {
    return Files.exists(file) ? KeptEvidence.open(file) : null;
  }

  private static EvidencePage page(Streams streams) {
    return new EvidencePage(streams.style(), streams.glyphs(), streams.width());
  }

  private static List<Piece> chosen(List<Piece> pieces, Options options) {
    if (options.run().isEmpty()) {
      return pieces;
    }
    int n = options.run().getAsInt();
    if (n < 1 || n > pieces.size()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--run: expected 1 to "
              + pieces.size()
              + ", as 'aegis evidence "
              + options.incident()
              + "' lists them, found "
              + n);
    }
    return List.of(pieces.get(n - 1));
  }

  private static ExitCode code(List<Piece> pieces) {
    if (pieces.stream().anyMatch(p -> p.state() == State.DIFFERS)) {
      return ExitCode.INTERNAL;
    }
    return pieces.stream().anyMatch(p -> p.state() == State.CHANGED || p.state() == State.NOT_KEPT)
        ? ExitCode.BAD_INPUT
        : ExitCode.DONE;
  }

  private static String json(Piece piece) {
    return EvidenceJson.piece(
        piece.n(),
        piece.message().seq(),
        piece.message().sender().toString(),
        piece.evidence(),
        piece.look(),
        piece.state().words(),
        piece.found());
  }

  private void list(
      RoomId id,
      List<Piece> pieces,
      @Nullable KeptEvidence kept,
      Path file,
      EvidencePage page,
      Streams streams) {
    List<EvidencePage.Row> rows =
        pieces.stream()
            .map(p ->
                new EvidencePage.Row(
                    p.n(),
                    p.evidence().id(),
                    p.message().sender().toString(),
                    p.state().words(),
                    p.state() == State.EQUAL || p.state() == State.COMPUTED,
                    p.evidence().finding()))
            .toList();
    page.head(home.shown(file), kept == null ? "not there" : about(kept))
        .forEach(streams.out()::println);
    page.list(rows).forEach(streams.out()::println);
    page.sentences(sentences(id, pieces, kept)).forEach(streams.out()::println);
  }

  private static String about(KeptEvidence kept) {
    List<KeptEvidence.Look> looks = kept.looks();
    long spans = looks.stream().mapToLong(KeptEvidence.Look::spans).sum();
    return String.format(
        Locale.ROOT,
        "%,d samples, %,d changes%s%,d log lines%s in %d %s",
        looks.stream().mapToLong(KeptEvidence.Look::samples).sum(),
        looks.stream().mapToLong(KeptEvidence.Look::changes).sum(),
        spans == 0 ? " and " : ", ",
        looks.stream().mapToLong(KeptEvidence.Look::lines).sum(),
        spans == 0 ? "" : String.format(Locale.ROOT, " and %,d spans", spans),
        looks.size(),
        looks.size() == 1 ? "look" : "looks");
  }

  private static List<String> sentences(
      RoomId id, List<Piece> pieces, @Nullable KeptEvidence kept) {
    List<String> said = new ArrayList<>();
    long queries = pieces.stream().filter(p -> p.state() != State.COMPUTED).count();
    said.add(
        count(pieces, State.EQUAL)
            + " of "
            + queries
            + " queries give what the room says; --run N shows one.");
    if (count(pieces, State.COMPUTED) > 0) {
      said.add(
          count(pieces, State.COMPUTED)
              + " were computed: aegis replay "
              + id
              + " judges the fixes again.");
    }
    if (count(pieces, State.CHANGED) > 0) {
      said.add(
          kept == null
              ? "The file that they were asked of is gone: restore it from a backup."
              : "The file is not the one that the room cites, or was changed since: its rows have"
                  + " another seal. Restore it from a backup.");
    }
    if (count(pieces, State.NOT_KEPT) > 0) {
      said.add(
          count(pieces, State.NOT_KEPT)
              + " were asked when no evidence was kept: by an earlier version of Aegis, or where"
              + " it could not be written.");
    }
    if (count(pieces, State.DIFFERS) > 0) {
      said.add(
          "The file is what the room cites and gives other rows: a fault of Aegis, please report"
              + " it.");
    }
    return said;
  }

  private static long count(List<Piece> pieces, State state) {
    return pieces.stream().filter(p -> p.state() == state).count();
  }

  private static void whole(Piece piece, EvidencePage page, Streams streams) {
    page.piece(
            piece.evidence(),
            piece.message().sender().toString(),
            piece.state().words(),
            piece.look(),
            piece.state() == State.DIFFERS ? piece.found() : List.of())
        .forEach(streams.out()::println);
  }
}

package dev.aegis.app.forecast;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a room by its id in the journals of a state directory, or in one that is named. */
public final class FoundRoom {
  private static final int SHOWN = 3;

  private final StateDirectory home;
  private final Streams streams;

  public FoundRoom(StateDirectory home, Streams streams) {
    this.home = home;
    this.streams = streams;
  }

  /**
   * A room.
   *
   * @param journal the directory of its journal
   * @param log whole and in order
   */
  public record Found(Path journal, List<RoomMessage> log) {
    public Found {
      log = List.copyOf(log);
    }
  }

  /**
   * Of several rooms with the id, that of the journal that was written last; the others are named.
   *
   * @param named the id, or the directory of a journal and the id below it
   * @throws CommandFailure BAD_INPUT when there is none
   */
  public Found find(RoomId id, Path named) {
    List<Path> journals = journals(named);
    List<Path> with = journals.stream().filter(journal -> has(id, journal)).toList();
    if (with.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected an incident "
              + id
              + " in "
              + (named.getParent() == null ? "a journal under " : "the journal of ")
              + home.shown(named.getParent() == null ? home.path() : named.getParent())
              + ", found none among "
              + journals.size()
              + (journals.size() == 1 ? " journal" : " journals"));
    }
    if (with.size() > 1) {
      streams.note(
          "aegis: "
              + id
              + " is taken from "
              + home.shown(with.getFirst())
              + ", written last; others of that id: "
              + with.stream()
                  .skip(1)
                  .limit(SHOWN)
                  .map(journal -> home.shown(journal.resolve(id.value())))
                  .collect(Collectors.joining(", "))
              + (with.size() > SHOWN + 1 ? ", …" : ""));
    }
    return new Found(with.getFirst(), ReadOnlyJournal.room(id, with.getFirst()));
  }

  /** The newest first. */
  private List<Path> journals(Path named) {
    Path parent = named.getParent();
    if (parent == null) {
      List<Path> found =
          new ArrayList<>(
              FoundJournals.under(
                  home.path(), e -> streams.note("aegis: cannot be looked into: " + e)));
      found.sort(Comparator.comparing(FoundRoom::written).reversed());
      return found;
    }
    return List.of(parent, parent.resolve("journal")).stream()
        .filter(directory -> Files.exists(directory.resolve(ReadOnlyJournal.FILE)))
        .toList();
  }

  private static Instant written(Path journal) {
    try {
      // The mark follows each post; the file itself may be older while its log is not folded in.
      Path mark = journal.resolve("journal.mark");
      Path file = Files.exists(mark) ? mark : journal.resolve(ReadOnlyJournal.FILE);
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private boolean has(RoomId id, Path journal) {
    try {
      return !ReadOnlyJournal.room(id, journal).isEmpty();
    } catch (RoomException e) {
      streams.note("aegis: left out: " + e.getMessage());
      return false;
    }
  }
}

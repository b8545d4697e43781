package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.room.Intent;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A look into a journal that may belong to another process, at one moment of it. Takes no lock that
 * keeps that process from writing, hands out no epoch, and changes no byte of {@code journal.db} or
 * of a log beside it, so that it may be used on the journal of an incident that is under way. Where
 * nobody has the journal open, SQLite leaves an empty {@code -wal} and its {@code -shm} behind,
 * which the next to open it takes over. What is read was proved by the hash chain like what {@link
 * Journal} reads. Unlike there, the newest entries of a process that was killed may not have been
 * synced.
 */
public final class ReadOnlyJournal {
  /** The file whose presence makes a directory that of a journal. */
  public static final String FILE = "journal.db";

  private ReadOnlyJournal() {}

  /**
   * The logs of the rooms in which something with this intent was posted, by year and number of the
   * room, each log whole and in order. The others are proved by their chains too.
   *
   * @param directory that of the journal, in which {@link #FILE} lies
   * @throws RoomException UNREADABLE or IN_USE, with the name of the file
   */
  public static List<List<RoomMessage>> roomsWith(Intent intent, Path directory) {
    return read(
        directory, (connection, room) -> logWith(intent, room, connection), /* only= */ null);
  }

  /**
   * The log of one room, whole and in order; empty where the journal has no such room.
   *
   * @param directory that of the journal, in which {@link #FILE} lies
   * @throws RoomException UNREADABLE or IN_USE, with the name of the file
   */
  public static List<RoomMessage> room(RoomId room, Path directory) {
    return read(directory, (connection, one) -> messages(one, proved(one, connection)), room)
        .stream()
        .findFirst()
        .orElse(List.of());
  }

  /**
   * What people changed in the report on the incident of a room, in order.
   *
   * @param directory that of the journal, in which {@link #FILE} lies
   * @throws RoomException UNREADABLE or IN_USE, with the name of the file
   */
  public static List<String> edits(RoomId room, Path directory) {
    Path file = directory.resolve(FILE);
    try (Connection connection = Store.connectReadOnly(file)) {
      return Schema.isPrepared(connection, file)
          ? EditLog.of(connection, EditLog.EDITS, room)
          : List.of();
    } catch (SQLException e) {
      throw Store.refusal(e, file, "read");
    }
  }

  /** What is read of one room. */
  private interface Reading {
    List<RoomMessage> of(Connection connection, RoomId room) throws SQLException;
  }

  private static List<List<RoomMessage>> read(
      Path directory, Reading reading, @Nullable RoomId only) {
    Path file = directory.resolve(FILE);
    try {
      // First the mark: it is written after what it counts.
      long acknowledged = HighMark.at(directory.resolve("journal.mark"));
      try (Connection connection = Store.connectReadOnly(file)) {
        Store.execute(connection, "BEGIN");
        return rooms(reading, only, acknowledged, connection, file);
      }
    } catch (SQLException e) {
      throw Store.refusal(e, file, "read");
    } catch (IOException e) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected a journal that can be read, found " + file + " where it fails (" + e + ")",
          e);
    }
  }

  private static List<List<RoomMessage>> rooms(
      Reading reading, @Nullable RoomId only, long acknowledged, Connection connection, Path file)
      throws SQLException {
    List<List<RoomMessage>> logs = new ArrayList<>();
    if (!Schema.isPrepared(connection, file)) {
      return logs;
    }
    Store.requireAcknowledged(connection, acknowledged, file);
    try {
      for (RoomId room : Rooms.all(connection)) {
        boolean wanted = only == null || only.equals(room);
        List<RoomMessage> log = wanted ? reading.of(connection, room) : List.of();
        if (!log.isEmpty()) {
          logs.add(log);
        }
      }
    } catch (RoomException e) {
      throw new RoomException(e.code(), file + ": " + e.getMessage(), e);
    }
    return logs;
  }

  /** Nothing where nobody posted such a message; only the texts that may be one are parsed. */
  private static List<RoomMessage> logWith(Intent intent, RoomId room, Connection connection)
      throws SQLException {
    List<RoomLog.Entry> entries = proved(room, connection);
    byte[] named = RoomLog.named(intent).getBytes(UTF_8);
    if (entries.stream().noneMatch(entry -> contains(entry.raw(), named))) {
      return List.of();
    }
    List<RoomMessage> messages = messages(room, entries);
    // A text may name an intent elsewhere than in its envelope.
    return messages.stream().anyMatch(m -> m.intent() == intent) ? messages : List.of();
  }

  private static List<RoomLog.Entry> proved(RoomId room, Connection connection)
      throws SQLException {
    List<RoomLog.Entry> entries = new ArrayList<>();
    RoomLog log = new RoomLog(connection, room);
    for (List<RoomLog.Entry> page = log.proved(0, Journal.PAGE);
        !page.isEmpty();
        page = log.proved(page.getLast().seq(), Journal.PAGE)) {
      entries.addAll(page);
    }
    return entries;
  }

  private static List<RoomMessage> messages(RoomId room, List<RoomLog.Entry> entries) {
    return entries.stream().map(e -> RoomLog.message(room, e)).toList();
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}

package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log of one room in the tables, on the connection of a transaction that somebody else has
 * begun.
 */
final class RoomLog {
  private final Connection connection;
  private final RoomId room;

  RoomLog(Connection connection, RoomId room) {
    this.connection = connection;
    this.room = room;
  }

  /** An entry as it lies in the file. Nobody compares entries, so that arrays do no harm. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(long seq, String id, byte[] raw, byte[] chain) {}

  /** The end of the log: the number of its last entry and that entry's link of the chain. */
  @SuppressWarnings("ArrayRecordComponent")
  record End(long seq, byte[] chain) {}

  /** Adds one message, or finds the one that a draft like it became. */
  RoomMessage add(Handle sender, Draft draft, Instant now) throws SQLException {
    Optional<RoomMessage> known = find(draft.id());
    if (known.isPresent()) {
      return sameContent(known.get(), sender, draft);
    }
    End end = end().orElse(new End(0, Chain.start(room.value().getBytes(UTF_8))));
    RoomMessage message = accepted(end.seq() + 1, sender, draft, now);
    String raw = RoomJson.write(message);
    byte[] chain = Chain.link(end.chain(), raw.getBytes(UTF_8));
    insert(message, raw, chain);
    moveEnd(new End(message.seq(), chain));
    return message;
  }

  /** Begins the log; does nothing when it was begun. */
  void begin() throws SQLException {
    String[] parts = room.value().split("-", -1);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO rooms VALUES (?, ?, ?, 0, ?)")) {
      insert.setString(1, room.value());
      insert.setInt(2, Integer.parseInt(parts[1]));
      insert.setInt(3, Integer.parseInt(parts[2]));
      insert.setBytes(4, Chain.start(room.value().getBytes(UTF_8)));
      insert.executeUpdate();
    }
  }

  /** The end of the log; empty for a room that was never begun. */
  Optional<End> end() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT last_seq, head FROM rooms WHERE room = ?")) {
      select.setString(1, room.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(new End(row.getLong(1), bytes(row, 2))) : Optional.empty();
      }
    }
  }

  /**
   * At most {@code limit} entries after one of them, proved to be those that were written.
   *
   * @throws RoomException UNREADABLE when one is missing or is not what was written
   */
  List<Entry> proved(long afterSeq, int limit) throws SQLException {
    End end = end().orElse(new End(0, new byte[0]));
    int expected = Math.clamp(end.seq() - afterSeq, 0, limit);
    List<Entry> entries = stored(afterSeq, limit);
    if (entries.size() > expected) {
      throw unreadable(room, end.seq(), "the log goes on after its end", null);
    }
    if (expected == 0) {
      return List.of();
    }
    byte[] before = linkOf(afterSeq);
    for (int i = 0; i < expected; i++) {
      long seq = afterSeq + 1 + i;
      if (i >= entries.size() || entries.get(i).seq() != seq) {
        throw unreadable(room, seq, "it is missing", null);
      }
      Entry entry = entries.get(i);
      if (!Arrays.equals(Chain.link(before, entry.raw()), entry.chain())) {
        throw unreadable(room, seq, "it, or the hash before it, was changed on disk", null);
      }
      before = entry.chain();
    }
    if (afterSeq + expected == end.seq() && !Arrays.equals(before, end.chain())) {
      throw unreadable(room, end.seq(), "the log does not end with it", null);
    }
    return entries;
  }

  /** At most {@code limit} entries after one of them, whatever state they are in. */
  List<Entry> stored(long afterSeq, int limit) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, id, raw, chain FROM messages WHERE room = ? AND seq > ?"
                + " ORDER BY seq LIMIT ?")) {
      select.setString(1, room.value());
      select.setLong(2, afterSeq);
      select.setInt(3, limit);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(new Entry(row.getLong(1), row.getString(2), bytes(row, 3), bytes(row, 4)));
        }
      }
    }
    return entries;
  }

  /**
   * The message of an entry.
   *
   * @throws RoomException UNREADABLE when this version cannot read it or it belongs elsewhere
   */
  static RoomMessage message(RoomId room, Entry entry) {
    RoomMessage message;
    try {
      message = RoomJson.read(entry.raw());
    } catch (RoomException e) {
      throw unreadable(
          room, entry.seq(), "this version cannot read it (" + e.getMessage() + ")", e);
    }
    if (!message.room().equals(room)
        || message.seq() != entry.seq()
        || !message.id().value().equals(entry.id())) {
      throw unreadable(room, entry.seq(), "it is filed under another place", null);
    }
    return message;
  }

  /**
   * The messages of every room whose text names one of the intents, in the order in which they were
   * added. A text may name one elsewhere than in its envelope: the caller looks again.
   */
  static List<RoomMessage> ofAllRooms(Connection connection, List<Intent> intents)
      throws SQLException {
    List<RoomMessage> messages = new ArrayList<>();
    String where = String.join(" OR ", Collections.nCopies(intents.size(), "instr(raw, ?)"));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, id, raw, chain, room FROM messages WHERE " + where + " ORDER BY rowid")) {
      for (int i = 0; i < intents.size(); i++) {
        select.setString(i + 1, named(intents.get(i)));
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Entry entry = new Entry(row.getLong(1), row.getString(2), bytes(row, 3), bytes(row, 4));
          messages.add(message(new RoomId(row.getString(5)), entry));
        }
      }
    }
    return messages;
  }

  /** How the intent is written in a message's text. */
  static String named(Intent intent) {
    return "\"intent\":\"" + intent.wire() + "\"";
  }

  private Optional<RoomMessage> find(MessageId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT seq FROM messages WHERE room = ? AND id = ?")) {
      select.setString(1, room.value());
      select.setString(2, id.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(message(room, proved(row.getLong(1) - 1, 1).getFirst()))
            : Optional.empty();
      }
    }
  }

  private RoomMessage sameContent(RoomMessage known, Handle sender, Draft draft) {
    RoomMessage again = accepted(known.seq(), sender, draft, known.ts());
    if (!again.equals(known)) {
      throw new RoomException(
          RoomException.Code.CONFLICTING_ID,
          "expected a new id or the same content, found \""
              + draft.id()
              + "\" in "
              + room
              + " as entry "
              + known.seq()
              + " with other content; post under another id");
    }
    return known;
  }

  private RoomMessage accepted(long seq, Handle sender, Draft draft, Instant now) {
    try {
      return new RoomMessage(
          RoomMessage.WIRE_VERSION,
          room,
          seq,
          draft.id(),
          draft.inReplyTo(),
          sender,
          draft.mentions(),
          draft.text(),
          draft.payload(),
          now);
    } catch (IllegalArgumentException e) {
      throw new RoomException(
          RoomException.Code.MALFORMED, "in \"" + draft.id() + "\": " + e.getMessage(), e);
    }
  }

  private void insert(RoomMessage message, String raw, byte[] chain) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO messages VALUES (?, ?, ?, ?, ?)")) {
      insert.setString(1, room.value());
      insert.setLong(2, message.seq());
      insert.setString(3, message.id().value());
      insert.setString(4, raw);
      insert.setBytes(5, chain);
      insert.executeUpdate();
    }
  }

  private void moveEnd(End end) throws SQLException {
    begin();
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE rooms SET last_seq = ?, head = ? WHERE room = ?")) {
      update.setLong(1, end.seq());
      update.setBytes(2, end.chain());
      update.setString(3, room.value());
      update.executeUpdate();
    }
  }

  /** A damaged page can hold NULL where the table allows none; then the hash does not fit. */
  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  private byte[] linkOf(long seq) throws SQLException {
    if (seq == 0) {
      return Chain.start(room.value().getBytes(UTF_8));
    }
    List<Entry> entry = stored(seq - 1, 1);
    if (entry.isEmpty() || entry.getFirst().seq() != seq) {
      throw unreadable(room, seq, "it is missing", null);
    }
    return entry.getFirst().chain();
  }

  private static RoomException unreadable(
      RoomId room, long seq, String why, @Nullable Throwable cause) {
    String sentence =
        "expected entry "
            + seq
            + " of "
            + room
            + " as it was written, found that "
            + why
            + "; what the file holds can be exported as it is";
    return cause == null
        ? new RoomException(RoomException.Code.UNREADABLE, sentence)
        : new RoomException(RoomException.Code.UNREADABLE, sentence, cause);
  }
}

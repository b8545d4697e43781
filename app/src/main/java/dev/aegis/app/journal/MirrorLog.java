package dev.aegis.app.journal;

import dev.aegis.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far each room was carried to a chat elsewhere, and under which ids it lies there. What is
 * returned is durable. Safe for use by several threads.
 */
public final class MirrorLog {
  private static final String MIRRORS =
      """
      CREATE TABLE IF NOT EXISTS mirrors (
        room TEXT PRIMARY KEY,
        mark TEXT NOT NULL,
        chat TEXT) STRICT
      """;
  private static final String MIRRORED =
      """
      CREATE TABLE IF NOT EXISTS mirrored (
        room TEXT NOT NULL,
        seq INTEGER NOT NULL,
        part INTEGER NOT NULL,
        parts INTEGER NOT NULL,
        id TEXT,
        PRIMARY KEY (room, seq, part)) STRICT
      """;

  private final Store store;

  MirrorLog(Store store) {
    this.store = store;
  }

  /**
   * The last part of a message that was carried.
   *
   * @param seq of the message; 0 where none was
   * @param part from 1 on
   * @param parts that the message has
   */
  public record Place(long seq, int part, int parts) {
    private static final Place START = new Place(0, 1, 1);

    /** Whether its message is carried whole. */
    public boolean isWhole() {
      return part >= parts;
    }
  }

  /**
   * Begins to carry a room, once.
   *
   * @param mark by which a chat that is about to be opened will be found again
   * @return the mark of its beginning, this one or an earlier one
   */
  public String begin(RoomId room, String mark) {
    return store.write(connection -> {
      Store.execute(connection, MIRRORS);
      Store.execute(connection, MIRRORED);
      update(
          connection,
          "INSERT INTO mirrors VALUES (?, ?, NULL) ON CONFLICT (room) DO NOTHING",
          room.value(),
          mark);
      return text(connection, "SELECT mark FROM mirrors WHERE room = ?", room.value()).orElse(mark);
    });
  }

  /** The chat of a room; empty before it is known. */
  public Optional<UUID> chat(RoomId room) {
    return read(
            connection -> text(connection, "SELECT chat FROM mirrors WHERE room = ?", room.value()))
        .map(UUID::fromString);
  }

  /** From now on a room is carried to this chat. */
  public void chatIs(RoomId room, UUID chat) {
    store.write(connection -> {
      update(
          connection, "UPDATE mirrors SET chat = ? WHERE room = ?", chat.toString(), room.value());
      return true;
    });
  }

  /** All rooms that have a chat, oldest first. */
  public List<RoomId> rooms() {
    List<RoomId> rooms = new ArrayList<>();
    var _ =
        read(connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT room FROM mirrors WHERE chat IS NOT NULL ORDER BY rowid");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              rooms.add(new RoomId(row.getString(1)));
            }
          }
          return Optional.of(true);
        });
    return rooms;
  }

  /** How far a room is. */
  public Place last(RoomId room) {
    return read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT seq, part, parts FROM mirrored WHERE room = ?"
                          + " ORDER BY seq DESC, part DESC LIMIT 1")) {
                select.setString(1, room.value());
                try (ResultSet row = select.executeQuery()) {
                  return row.next()
                      ? Optional.of(new Place(row.getLong(1), row.getInt(2), row.getInt(3)))
                      : Optional.<Place>empty();
                }
              }
            })
        .orElse(Place.START);
  }

  /**
   * A part of a message of a room that was begun lies there, under this id; empty where nothing of
   * it was to be carried.
   */
  public void carried(RoomId room, Place place, Optional<UUID> id) {
    store.write(connection -> {
      update(
          connection,
          "INSERT INTO mirrored VALUES (?, ?, ?, ?, ?)",
          room.value(),
          place.seq(),
          place.part(),
          place.parts(),
          id.map(UUID::toString).orElse(null));
      return true;
    });
  }

  /** Under which id the first part of a message lies there. */
  public Optional<UUID> idOf(RoomId room, long seq) {
    return read(connection ->
            text(
                connection,
                "SELECT id FROM mirrored WHERE room = ? AND part = 1 AND seq = ?",
                room.value(),
                seq))
        .map(UUID::fromString);
  }

  /** Before the first room is begun there are no tables. */
  private <T> Optional<T> read(Store.Work<Optional<T>> work) {
    return store.read(connection ->
        Store.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'mirrors'") == 0
            ? Optional.empty()
            : work.on(connection));
  }

  private static Optional<String> text(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      set(select, values);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static void update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}

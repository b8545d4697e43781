package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What people changed in the reports on incidents, in the same file as the rooms and beside them: a
 * room's log is not touched. Each entry is a text that this class does not look into, linked to the
 * one before it of the same room by a hash chain. Safe for use by several threads.
 */
public final class EditLog {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS edits (
        room TEXT NOT NULL,
        entry INTEGER NOT NULL,
        raw TEXT NOT NULL,
        chain BLOB NOT NULL,
        PRIMARY KEY (room, entry)) STRICT
      """;

  private final Store store;

  EditLog(Store store) {
    this.store = store;
  }

  /**
   * Adds one; it is durable when this returns.
   *
   * @throws RoomException NOT_DURABLE when it could not be kept
   */
  public void append(RoomId room, String raw) {
    store.write(connection -> {
      Store.execute(connection, TABLE);
      List<String> before = new ArrayList<>();
      byte[] link = Chain.link(proved(connection, room, before), raw.getBytes(UTF_8));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO edits VALUES (?, ?, ?, ?)")) {
        insert.setString(1, room.value());
        insert.setLong(2, before.size() + 1L);
        insert.setString(3, raw);
        insert.setBytes(4, link);
        insert.executeUpdate();
      }
      return true;
    });
  }

  /**
   * Those of a room, in order.
   *
   * @throws RoomException UNREADABLE where one was changed or is missing
   */
  public List<String> of(RoomId room) {
    return store.read(connection -> of(connection, room));
  }

  static List<String> of(Connection connection, RoomId room) throws SQLException {
    List<String> all = new ArrayList<>();
    if (Store.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'edits'") > 0) {
      proved(connection, room, all);
    }
    return List.copyOf(all);
  }

  /** Adds what is there to the list; the last link. */
  private static byte[] proved(Connection connection, RoomId room, List<String> all)
      throws SQLException {
    byte[] link = Chain.start(("edits of " + room).getBytes(UTF_8));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT entry, raw, chain FROM edits WHERE room = ? ORDER BY entry")) {
      select.setString(1, room.value());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String raw = row.getString(2);
          link = Chain.link(link, raw.getBytes(UTF_8));
          if (row.getLong(1) != all.size() + 1L || !Arrays.equals(link, row.getBytes(3))) {
            throw new RoomException(
                RoomException.Code.UNREADABLE,
                "expected edit "
                    + (all.size() + 1)
                    + " of the report on "
                    + room
                    + " as it was written, found it changed, or one before it missing; restore the"
                    + " journal from a copy, or see the report --as-recorded");
          }
          all.add(raw);
        }
      }
    }
    return link;
  }
}

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
 * What people wrote beside the rooms' logs, which it does not touch: what they changed in reports,
 * or what they told users; each in a table of its own in the same file. Each entry is a text that
 * this class does not look into, linked to the one before it of the same room by a hash chain. Safe
 * for use by several threads.
 */
public final class EditLog {
  static final String EDITS = "edits";
  static final String UPDATES = "updates";
  private final Store store;
  private final String table;

  /**
   * @param table its name, a word of ours
   */
  EditLog(Store store, String table) {
    this.store = store;
    this.table = table;
  }

  /**
   * Adds one; it is durable when this returns.
   *
   * @throws RoomException NOT_DURABLE when it could not be kept
   */
  public void append(RoomId room, String raw) {
    store.write(connection -> {
      Store.execute(
          connection,
          """
          CREATE TABLE IF NOT EXISTS %s (
            room TEXT NOT NULL,
            entry INTEGER NOT NULL,
            raw TEXT NOT NULL,
            chain BLOB NOT NULL,
            PRIMARY KEY (room, entry)) STRICT
          """
              .formatted(table));
      List<String> before = new ArrayList<>();
      byte[] link = Chain.link(proved(connection, table, room, before), raw.getBytes(UTF_8));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?)")) {
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
    return store.read(connection -> of(connection, table, room));
  }

  static List<String> of(Connection connection, String table, RoomId room) throws SQLException {
    List<String> all = new ArrayList<>();
    if (Store.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = '" + table + "'")
        > 0) {
      proved(connection, table, room, all);
    }
    return List.copyOf(all);
  }

  /** Adds what is there to the list; the last link. */
  private static byte[] proved(Connection connection, String table, RoomId room, List<String> all)
      throws SQLException {
    byte[] link = Chain.start((table + " of " + room).getBytes(UTF_8));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT entry, raw, chain FROM " + table + " WHERE room = ? ORDER BY entry")) {
      select.setString(1, room.value());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String raw = row.getString(2);
          link = Chain.link(link, raw.getBytes(UTF_8));
          if (row.getLong(1) != all.size() + 1L || !Arrays.equals(link, row.getBytes(3))) {
            throw new RoomException(
                RoomException.Code.UNREADABLE,
                "expected entry "
                    + (all.size() + 1)
                    + " of the "
                    + table
                    + " of "
                    + room
                    + " as it was written, found it changed, or one before it missing; restore the"
                    + " journal from a copy"
                    + (table.equals(EDITS) ? ", or see the report --as-recorded" : ""));
          }
          all.add(raw);
        }
      }
    }
    return link;
  }
}

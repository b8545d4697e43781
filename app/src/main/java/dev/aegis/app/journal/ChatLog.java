package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.room.RoomException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happened in chats with those outside, in one order, in the same file as the rooms. Each
 * entry is a text that this class does not look into, linked to the one before it by the hash chain
 * of the rooms' logs. Safe for use by several threads.
 */
public final class ChatLog {
  private static final byte[] START = "chats".getBytes(UTF_8);
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS chat_entries (
        entry INTEGER PRIMARY KEY,
        raw TEXT NOT NULL,
        chain BLOB NOT NULL) STRICT
      """;

  private final Store store;

  ChatLog(Store store) {
    this.store = store;
  }

  /**
   * Adds all entries or none; they are durable when this returns.
   *
   * @throws RoomException NOT_DURABLE when they could not be kept
   */
  public void append(List<String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    store.write(connection -> {
      Store.execute(connection, TABLE);
      byte[] link = end(connection);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO chat_entries VALUES (NULL, ?, ?)")) {
        for (String entry : entries) {
          link = Chain.link(link, entry.getBytes(UTF_8));
          insert.setString(1, entry);
          insert.setBytes(2, link);
          insert.executeUpdate();
        }
      }
      return true;
    });
  }

  private static byte[] end(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT chain FROM chat_entries ORDER BY entry DESC LIMIT 1");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getBytes(1) : Chain.start(START);
    }
  }

  /**
   * Shows every entry in order, without all of them in memory.
   *
   * @throws RoomException UNREADABLE where one was changed or is missing
   */
  public void each(Consumer<String> visitor) {
    store.read(connection -> {
      if (Store.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'chat_entries'")
          == 0) {
        return false;
      }
      try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT entry, raw, chain FROM chat_entries ORDER BY entry");
          ResultSet row = select.executeQuery()) {
        byte[] link = Chain.start(START);
        while (row.next()) {
          String raw = row.getString(2);
          link = Chain.link(link, raw.getBytes(UTF_8));
          if (!Arrays.equals(link, row.getBytes(3))) {
            throw new RoomException(
                RoomException.Code.UNREADABLE,
                "expected entry "
                    + row.getLong(1)
                    + " of the chats as it was written, found it changed, or one before it missing;"
                    + " restore the journal from a copy");
          }
          visitor.accept(raw);
        }
      }
      return true;
    });
  }
}

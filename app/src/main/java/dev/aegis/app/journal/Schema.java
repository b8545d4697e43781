package dev.aegis.app.journal;

import dev.aegis.room.RoomException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and the marks in the file's header by which a journal is told from other databases.
 */
final class Schema {
  /**
   * The version of the journal. Raised when an older Aegis could misread it: in 2, what is said of
   * evidence names the seal that it was asked of.
   */
  static final int VERSION = 2;

  /** The oldest version that is read as it is, and raised when it is first written to. */
  static final int OLDEST = 1;

  /** "AEGI", in the header's field for the application that owns the file. */
  private static final int APPLICATION = 0x41454749;

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE journal (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            commits INTEGER NOT NULL) STRICT
          """,
          "INSERT INTO journal VALUES (1, 0)",
          """
          CREATE TABLE rooms (
            room TEXT PRIMARY KEY,
            year INTEGER NOT NULL,
            number INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            head BLOB NOT NULL,
            UNIQUE (year, number)) STRICT
          """,
          """
          CREATE TABLE messages (
            room TEXT NOT NULL,
            seq INTEGER NOT NULL,
            id TEXT NOT NULL,
            raw TEXT NOT NULL,
            chain BLOB NOT NULL,
            PRIMARY KEY (room, seq),
            UNIQUE (room, id)) STRICT
          """,
          """
          CREATE TABLE inbox (
            entry INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL,
            received TEXT NOT NULL,
            body TEXT NOT NULL,
            digest BLOB NOT NULL,
            room TEXT) STRICT
          """);

  private Schema() {}

  /** Makes the tables in an empty file, raises an older one; refuses no journal, or a newer one. */
  static void prepare(Connection connection, Path file) throws SQLException {
    if (!isPrepared(connection, file)) {
      create(connection);
    } else if (version(connection) < VERSION) {
      Store.execute(connection, "PRAGMA user_version=" + VERSION);
    }
  }

  private static long version(Connection connection) throws SQLException {
    return Store.number(connection, "PRAGMA user_version");
  }

  /** Whether the tables are there; false for an empty file. Refuses what {@link #prepare} does. */
  static boolean isPrepared(Connection connection, Path file) throws SQLException {
    long application = Store.number(connection, "PRAGMA application_id");
    long version = version(connection);
    if (application == APPLICATION && version >= OLDEST && version <= VERSION) {
      return true;
    }
    if (application == APPLICATION) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected a journal of version "
              + OLDEST
              + " to "
              + VERSION
              + ", found version "
              + version
              + " in "
              + file
              + "; use the Aegis that wrote it, or a newer one");
    }
    if (application != 0
        || version != 0
        || Store.number(connection, "SELECT count(*) FROM sqlite_schema") != 0) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected a journal, found another program's database: "
              + file
              + "; move it away, or set AEGIS_HOME to another directory");
    }
    return false;
  }

  /** Raises the fencing number and gives it. An older journal gets its table here. */
  static long nextEpoch(Connection connection) throws SQLException {
    Store.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS epoch ("
            + "one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL) STRICT");
    return Store.number(
        connection,
        "INSERT INTO epoch VALUES (1, 1)"
            + " ON CONFLICT (one) DO UPDATE SET value = value + 1 RETURNING value");
  }

  private static void create(Connection connection) throws SQLException {
    Store.execute(connection, "BEGIN IMMEDIATE");
    for (String table : TABLES) {
      Store.execute(connection, table);
    }
    Store.execute(connection, "PRAGMA application_id=" + APPLICATION);
    Store.execute(connection, "PRAGMA user_version=" + VERSION);
    Store.execute(connection, "COMMIT");
  }
}

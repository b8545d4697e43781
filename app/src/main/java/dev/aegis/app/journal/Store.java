package dev.aegis.app.journal;

import dev.aegis.room.RoomException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file: one connection that writes, one that reads beside it, and transactions on
 * both.
 *
 * <p>A write-ahead log with {@code synchronous=FULL}: SQLite syncs the log at every commit, before
 * it reports success (<a href="https://sqlite.org/wal.html">sqlite.org/wal.html</a>, <a
 * href="https://sqlite.org/pragma.html#pragma_synchronous">pragma synchronous</a>).
 */
final class Store implements AutoCloseable {
  /** How long another program that looks into the file may hold it before a write is given up. */
  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final HighMark mark;
  private final Witness witness;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean closed;

  private Store(Path file, Connection writer, Connection reader, HighMark mark, Witness witness) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.mark = mark;
    this.witness = witness;
  }

  /** Is told of every write, for tests that end a process around one. */
  interface Witness {
    /** Nobody who looks. */
    Witness NONE =
        new Witness() {
          @Override
          public void before() {}

          @Override
          public void after() {}
        };

    void before();

    /** It is durable, and nobody was told so yet. */
    void after();
  }

  /** Something done with a connection inside a transaction. */
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Opens the file, makes it when it is not there, and looks whether it is a journal and whole.
   *
   * @throws RoomException UNREADABLE or NOT_DURABLE
   */
  static Store open(Path file, HighMark mark, Witness witness) throws IOException {
    Connection writer = null;
    Connection reader = null;
    try {
      writer = connect(file, "journal_mode=WAL", "synchronous=FULL", "trusted_schema=OFF");
      Schema.prepare(writer, file);
      reader = connect(file, "query_only=ON", "trusted_schema=OFF");
      Store store = new Store(file, writer, reader, mark, witness);
      store.compareWithMark();
      return store;
    } catch (SQLException e) {
      closeQuietly(reader, writer);
      throw refusal(e, file, "opened");
    } catch (IOException | RuntimeException e) {
      closeQuietly(reader, writer);
      throw e;
    }
  }

  /**
   * Does the work in a transaction of its own. What it changed is durable when this returns; when
   * this throws, nothing of it is kept.
   */
  <T extends @Nullable Object> T write(Work<T> work) {
    writing.lock();
    try {
      requireOpen();
      witness.before();
      T result = committed(work);
      witness.after();
      return result;
    } catch (SQLException e) {
      throw refusal(e, file, "written");
    } finally {
      writing.unlock();
    }
  }

  /** Does the work on one unchanging state of the file. */
  <T extends @Nullable Object> T read(Work<T> work) {
    reading.lock();
    try {
      requireOpen();
      execute(reader, "BEGIN");
      try {
        return work.on(reader);
      } finally {
        execute(reader, "ROLLBACK");
      }
    } catch (SQLException e) {
      throw refusal(e, file, "read");
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() {
    writing.lock();
    reading.lock();
    try {
      if (!closed) {
        closed = true;
        closeQuietly(reader, writer, mark);
      }
    } finally {
      reading.unlock();
      writing.unlock();
    }
  }

  private <T extends @Nullable Object> T committed(Work<T> work) throws SQLException {
    boolean done = false;
    execute(writer, "BEGIN IMMEDIATE");
    try {
      long before = number(writer, "SELECT total_changes()");
      T result = work.on(writer);
      if (number(writer, "SELECT total_changes()") != before) {
        long commits = number(writer, "UPDATE journal SET commits = commits + 1 RETURNING commits");
        execute(writer, "COMMIT");
        done = true;
        remember(commits);
      }
      return result;
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    try {
      execute(writer, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite has already rolled back by itself, as it does when the disk is full.
    }
  }

  private void remember(long commits) {
    try {
      mark.write(commits);
    } catch (IOException e) {
      // The entry is durable without it. A mark that stays behind only sees less.
    }
  }

  private void compareWithMark() throws SQLException, IOException {
    requireAcknowledged(writer, mark.read(), file);
  }

  /** Refuses a file that has lost writes which were acknowledged. */
  static void requireAcknowledged(Connection connection, long acknowledged, Path file)
      throws SQLException {
    long found = number(connection, "SELECT commits FROM journal");
    if (found < acknowledged) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected "
              + acknowledged
              + " acknowledged writes in "
              + file
              + ", found "
              + found
              + ": the file or its -wal was damaged or replaced by an older copy; restore it, or"
              + " remove journal.mark to go on without what is missing");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new RoomException(
          RoomException.Code.CLOSED, "expected an open journal, found it closed: " + file);
    }
  }

  private static Connection connect(Path file, String... pragmas) throws SQLException {
    return connect(file, new Properties(), pragmas);
  }

  /** A connection that cannot write, not even what tidying up after a killed process would be. */
  static Connection connectReadOnly(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return connect(file, config.toProperties(), "query_only=ON", "trusted_schema=OFF");
  }

  static Connection connect(Path file, Properties how, String... pragmas) throws SQLException {
    // Not through DriverManager, which would load every other driver on the class path first.
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, how);
    try {
      execute(connection, "PRAGMA busy_timeout=" + BUSY_MILLIS);
      // What a sync means on macOS; the others do not know these and ignore them.
      execute(connection, "PRAGMA fullfsync=ON");
      execute(connection, "PRAGMA checkpoint_fullfsync=ON");
      for (String pragma : pragmas) {
        execute(connection, "PRAGMA " + pragma);
      }
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  static RoomException refusal(SQLException e, Path file, String done) {
    SQLiteErrorCode code =
        e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    // The low byte of an extended code is the code that it refines.
    int primary = code.code & 0xff;
    if (primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new RoomException(
          RoomException.Code.UNREADABLE,
          "expected a journal, found a file that is no database: "
              + file
              + "; move it away or restore it from a copy",
          e);
    }
    if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new RoomException(
          RoomException.Code.UNREADABLE,
          "expected a whole journal, found it damaged: " + file + "; restore it from a copy",
          e);
    }
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code) {
      return new RoomException(
          RoomException.Code.IN_USE,
          "expected " + file + " to be free, found it locked by another program; close that one",
          e);
    }
    String remedy =
        primary == SQLiteErrorCode.SQLITE_FULL.code
            ? "the disk is full; make room and try again"
            : code + "; see that its directory can be written";
    return new RoomException(
        done.equals("read") ? RoomException.Code.UNREADABLE : RoomException.Code.NOT_DURABLE,
        "expected " + file + " to be " + done + ", found that it cannot be: " + remedy,
        e);
  }

  private static void closeQuietly(@Nullable AutoCloseable... all) {
    for (AutoCloseable one : all) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception e) {
        // Everything acknowledged was synced before; nothing hangs on how the file is closed.
      }
    }
  }
}

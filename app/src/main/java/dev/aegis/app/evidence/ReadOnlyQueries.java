package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Queries on a database that they cannot change: guarded, in a read-only transaction that is rolled
 * back, and limited in time, rows and bytes. Not thread-safe; its owner takes care.
 */
final class ReadOnlyQueries {
  /** Ends what a connection can reach; nothing after it can take it back. */
  static final String LOCK = "SET enable_external_access = false; SET lock_configuration = true";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final DuckDBConnection connection;
  private final EvidenceFile.Limits limits;
  private final Set<String> tables;

  /**
   * @param tables that queries may name, in lower case
   */
  ReadOnlyQueries(DuckDBConnection connection, EvidenceFile.Limits limits, Set<String> tables) {
    this.connection = connection;
    this.limits = limits;
    this.tables = Set.copyOf(tables);
  }

  /** One thread and nothing from outside: the same query gives the same rows. */
  static Properties settings(EvidenceFile.Limits limits) {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", limits.memoryMegabytes() + "MB");
    settings.setProperty("threads", "1");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    settings.setProperty("temp_directory", "");
    settings.setProperty("jdbc_stream_results", "true");
    return settings;
  }

  /** What is made of the rows of a result. */
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /**
   * Runs a query that somebody wrote.
   *
   * @throws RefusedQueryException when it is not a plain SELECT over the tables, when the database
   *     refuses it, or when it exceeds a limit
   */
  <T> T guarded(String sql, Reader<T> reader) {
    requireLength(sql);
    try {
      QueryGuard.check(parse(sql), tables);
      return readOnly(sql, reader);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Runs a query that was compiled from a typed question, and so needs no guard. */
  <T> T compiled(String sql, Reader<T> reader) {
    try {
      return readOnly(sql, reader);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private void requireLength(String sql) {
    if (sql.length() > limits.queryCharacters()) {
      throw new RefusedQueryException(
          "expected a query of at most "
              + limits.queryCharacters()
              + " characters, found "
              + sql.length());
    }
  }

  private static RefusedQueryException refused(SQLException e) {
    return new RefusedQueryException("the database refused the query: " + e.getMessage(), e);
  }

  private JsonNode parse(String sql) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT json_serialize_sql(?)")) {
      statement.setString(1, sql);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return JSON.readTree(rows.getString(1));
      }
    }
  }

  private <T> T readOnly(String sql, Reader<T> reader) throws SQLException {
    try (Statement transaction = connection.createStatement()) {
      transaction.execute("BEGIN TRANSACTION READ ONLY");
    }
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(limits.seconds());
      try (ResultSet rows = statement.executeQuery(sql)) {
        return reader.read(rows);
      }
    } finally {
      try (Statement transaction = connection.createStatement()) {
        transaction.execute("ROLLBACK");
      }
    }
  }

  /** All rows as values. */
  Answer answer(ResultSet rows) throws SQLException {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    List<String> columns = columns(rows.getMetaData());
    long bytes = 0;
    while (rows.next()) {
      requireRoom(cells.size());
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        Object value = Cells.value(rows, i);
        bytes += bytes(value);
        row.add(value);
      }
      requireBytes(bytes);
      cells.add(row);
    }
    return new Answer(columns, cells);
  }

  /** All rows as text. */
  Desk.Table table(ResultSet rows) throws SQLException {
    List<String> columns = columns(rows.getMetaData());
    List<List<String>> cells = new ArrayList<>();
    long bytes = 0;
    while (rows.next()) {
      requireRoom(cells.size());
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        String cell = Cells.print(rows, i);
        bytes += cell.getBytes(StandardCharsets.UTF_8).length;
        row.add(cell);
      }
      requireBytes(bytes);
      cells.add(row);
    }
    return new Desk.Table(columns, cells);
  }

  private static long bytes(@Nullable Object value) {
    return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8).length : 8;
  }

  static List<String> columns(ResultSetMetaData meta) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
    }
    return columns;
  }

  void requireRoom(int rows) {
    if (rows == limits.rows()) {
      throw new RefusedQueryException(
          "expected at most " + limits.rows() + " rows, found more; aggregate or add LIMIT");
    }
  }

  void requireBytes(long bytes) {
    if (bytes > limits.bytes()) {
      throw new RefusedQueryException(
          "expected at most " + limits.bytes() + " bytes, found more; ask for fewer columns");
    }
  }
}

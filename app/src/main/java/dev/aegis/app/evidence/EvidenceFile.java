package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * The telemetry of one incident in an embedded DuckDB, to be asked with SQL and not to be changed
 * by it. In memory, or in a file that stays as evidence.
 *
 * <p>Four walls, because none is one alone: {@link QueryGuard} lets through one SELECT made of
 * known parts; it runs in a read-only transaction, which is rolled back; the database can reach no
 * file, no network and no extension, and its configuration is locked; time, rows and bytes are
 * limited. One thread and no sampling: the same query gives the same rows, in the same order where
 * it says {@code ORDER BY}, which is the caller's duty.
 *
 * <p>What it is not: a sandbox. DuckDB runs in this process, and a fault of its own is a fault of
 * ours; queries from outside the house belong into a process of their own.
 *
 * <p>Thread-safe: one query or append at a time.
 */
public final class EvidenceFile implements AutoCloseable {
  private static final double MILLIS = 1000;
  private static final int MICROS = 1000;

  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS samples(ts TIMESTAMP, t DOUBLE, service VARCHAR, region VARCHAR,
        version VARCHAR, pod VARCHAR, metric VARCHAR, value DOUBLE);
      CREATE TABLE IF NOT EXISTS changes(ts TIMESTAMP, t DOUBLE, kind VARCHAR, service VARCHAR,
        region VARCHAR, version VARCHAR, previous VARCHAR, description VARCHAR, environment VARCHAR,
        "commit" VARCHAR);
      """
          + ReadOnlyQueries.LOCK;

  private static final Set<String> TABLES = Set.of("samples", "changes");

  /**
   * How much a query may take.
   *
   * @param memoryMegabytes of the whole database
   * @param seconds until a query is stopped
   * @param rows of one answer
   * @param bytes of one answer, in UTF-8
   * @param queryCharacters of one query
   */
  public record Limits(int memoryMegabytes, int seconds, int rows, int bytes, int queryCharacters) {
    public static final Limits USUAL = new Limits(512, 5, 1_000, 1_000_000, 20_000);

    public Limits {
      if (memoryMegabytes < 32 || seconds < 1 || rows < 1 || bytes < 1 || queryCharacters < 1) {
        throw new IllegalArgumentException(
            "expected at least 32 MB, 1 second, 1 row, 1 byte and 1 character");
      }
    }
  }

  private final DuckDBConnection connection;
  private final ReadOnlyQueries queries;
  private final Map<SeriesKey, Long> newest = new HashMap<>();
  private final Set<Change> changes = new HashSet<>();
  private long firstMillis = Long.MIN_VALUE;

  private EvidenceFile(String url, Limits limits) {
    try {
      connection =
          (DuckDBConnection) new DuckDBDriver().connect(url, ReadOnlyQueries.settings(limits));
      try (Statement statement = connection.createStatement()) {
        statement.execute(SCHEMA);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open the evidence at " + url, e);
    }
    queries = new ReadOnlyQueries(connection, limits, TABLES);
  }

  /**
   * Loads what the first use would have to wait for, above all the database's library of 70 MB.
   * Worth a thread of its own at the start of a program that will open evidence later.
   */
  public static void preload() {
    try (EvidenceFile nothing = inMemory(Telemetry.NONE)) {
      nothing.query("SELECT count(*) FROM samples");
    }
  }

  /** Evidence that lasts as long as this object. */
  public static EvidenceFile inMemory(Telemetry telemetry) {
    return inMemory(telemetry, Limits.USUAL);
  }

  public static EvidenceFile inMemory(Telemetry telemetry, Limits limits) {
    return loaded(new EvidenceFile("jdbc:duckdb:", limits), telemetry);
  }

  /**
   * Evidence in the file {@code <directory>/<incident>.duckdb}, written anew.
   *
   * @param incident such as {@code INC-2026-0001}: letters, digits and dashes
   */
  public static EvidenceFile inDirectory(Path directory, String incident, Telemetry telemetry) {
    if (!incident.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException(
          "expected an incident such as INC-2026-0001, found \"" + incident + "\"");
    }
    Path file = directory.resolve(incident + ".duckdb");
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the evidence to " + file, e);
    }
    return loaded(
        new EvidenceFile("jdbc:duckdb:" + file.toAbsolutePath(), Limits.USUAL), telemetry);
  }

  private static EvidenceFile loaded(EvidenceFile file, Telemetry telemetry) {
    try {
      file.append(telemetry);
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Adds what is newer than what is there, series by series; what is there stays. Give it all that
   * was observed up to a later instant: only the difference is written.
   */
  public synchronized void append(Telemetry telemetry) {
    if (firstMillis == Long.MIN_VALUE) {
      telemetry.span().ifPresent(span -> firstMillis = span.from().toEpochMilli());
    }
    try {
      try (DuckDBAppender rows = connection.createAppender("main", "samples")) {
        for (Series series : telemetry.series()) {
          append(rows, series);
        }
      }
      try (DuckDBAppender rows = connection.createAppender("main", "changes")) {
        for (Change change : telemetry.changes()) {
          append(rows, change);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot write the evidence: " + e.getMessage(), e);
    }
  }

  private void append(DuckDBAppender rows, Series series) throws SQLException {
    SeriesKey key = series.key();
    long seen = newest.getOrDefault(key, Long.MIN_VALUE);
    int from = series.size();
    while (from > 0 && series.epochMillis(from - 1) > seen) {
      from--;
    }
    for (int i = from; i < series.size(); i++) {
      rows.beginRow();
      instant(rows, series.epochMillis(i));
      rows.append(key.service())
          .append(key.region())
          .append(key.version())
          .append(key.pod())
          .append(key.metric().name())
          .append(series.value(i))
          .endRow();
    }
    if (!series.isEmpty()) {
      newest.merge(key, series.epochMillis(series.size() - 1), Math::max);
    }
  }

  private void append(DuckDBAppender rows, Change change) throws SQLException {
    if (!changes.add(change)) {
      return;
    }
    rows.beginRow();
    instant(rows, change.at().toEpochMilli());
    rows.append(change.kind().name().toLowerCase(Locale.ROOT))
        .append(change.service())
        .append(change.region())
        .append(change.version())
        .append(change.previous())
        .append(change.description())
        .append(change.environment())
        .append(change.commit())
        .endRow();
  }

  private void instant(DuckDBAppender rows, long epochMillis) throws SQLException {
    rows.appendEpochMicros(epochMillis * MICROS);
    if (firstMillis == Long.MIN_VALUE) {
      rows.appendNull();
    } else {
      rows.append((epochMillis - firstMillis) / MILLIS);
    }
  }

  /**
   * Runs one SELECT.
   *
   * @return cells as text: numbers in at most nine digits, instants in ISO 8601 UTC, {@code NULL}
   *     for none
   * @throws RefusedQueryException when it is not a plain SELECT over the evidence, when the
   *     database refuses it, or when it exceeds a limit
   */
  public synchronized Desk.Table query(String sql) {
    return queries.guarded(sql, this::table);
  }

  private Desk.Table table(ResultSet rows) throws SQLException {
    List<String> columns = ReadOnlyQueries.columns(rows.getMetaData());
    List<List<String>> cells = new ArrayList<>();
    long bytes = 0;
    while (rows.next()) {
      queries.requireRoom(cells.size());
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        String cell = Cells.print(rows, i);
        bytes += cell.getBytes(StandardCharsets.UTF_8).length;
        row.add(cell);
      }
      queries.requireBytes(bytes);
      cells.add(row);
    }
    return new Desk.Table(columns, cells);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the evidence: " + e.getMessage(), e);
    }
  }
}

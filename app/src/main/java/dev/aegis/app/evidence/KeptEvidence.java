package dev.aegis.app.evidence;

import dev.aegis.agent.Desk;
import dev.aegis.room.RoomId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of an incident as it lies beside its journal: opened read-only, its seals computed
 * anew, and asked as of any of its looks. Not thread-safe.
 */
public final class KeptEvidence implements AutoCloseable {
  /** The folder beside a journal in which the evidence of its incidents lies. */
  static final String FOLDER = "evidence";

  private static final String ATTACHED = "kept";

  private final Path file;
  private final DuckDBConnection connection;
  private final ReadOnlyQueries queries;
  private final List<Look> looks;

  /**
   * What one look brought.
   *
   * @param number from 1
   * @param samples new ones
   * @param changes new ones
   * @param lines of logs, new ones
   * @param spans new ones
   * @param leftOut what did not fit
   * @param written the seal that the file says
   * @param computed the seal of what the file holds; another one where it was changed since
   */
  public record Look(
      int number,
      long samples,
      long changes,
      long lines,
      long spans,
      long leftOut,
      String written,
      String computed) {
    private Look sealed(String seal) {
      return new Look(number, samples, changes, lines, spans, leftOut, written, seal);
    }

    /** Whether it holds what it held when it was written. */
    public boolean whole() {
      return written.equals(computed);
    }
  }

  private KeptEvidence(Path file, DuckDBConnection connection, EvidenceFile.Limits limits)
      throws SQLException {
    this.file = file;
    this.connection = connection;
    this.queries = new ReadOnlyQueries(connection, limits, EvidenceSchema.ASKED);
    this.looks = readLooks();
  }

  /** Where evidence lies beside a journal, whether or not there is any. */
  public static Path folder(Path journal) {
    return journal.resolve(FOLDER);
  }

  /** Where the evidence of an incident lies, whether or not it is there. */
  public static Path file(Path journal, RoomId room) {
    return folder(journal).resolve(room.value() + EvidenceDisk.SUFFIX);
  }

  /**
   * Opens evidence, and computes its seals.
   *
   * @throws RefusedQueryException when the file is not there, or something else
   */
  public static KeptEvidence open(Path file) {
    EvidenceFile.Limits limits = EvidenceFile.Limits.USUAL;
    @Nullable DuckDBConnection opened = null;
    try {
      opened = attached(file, limits);
      KeptEvidence evidence = new KeptEvidence(file, opened, limits);
      try (Statement lock = opened.createStatement()) {
        lock.execute(ReadOnlyQueries.LOCK);
      }
      opened = null;
      return evidence;
    } catch (SQLException e) {
      throw other(file, e);
    } finally {
      close(opened);
    }
  }

  private static DuckDBConnection attached(Path file, EvidenceFile.Limits limits)
      throws SQLException {
    DuckDBConnection connection =
        (DuckDBConnection)
            new DuckDBDriver().connect("jdbc:duckdb:", ReadOnlyQueries.settings(limits));
    try {
      attach(file, connection);
      return connection;
    } catch (SQLException e) {
      close(connection);
      throw e;
    }
  }

  /** Lets a database in memory see the file as {@code kept}, which cannot be written. */
  static void attach(Path file, DuckDBConnection connection) throws SQLException {
    if (!Files.isRegularFile(file)) {
      throw new SQLException("there is no such file");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "ATTACH '"
              + file.toAbsolutePath().toString().replace("'", "''")
              + "' AS "
              + ATTACHED
              + " (READ_ONLY)");
      requireVersion(statement);
    }
  }

  static RefusedQueryException other(Path file, SQLException e) {
    return new RefusedQueryException(
        "expected the evidence of an incident in "
            + file
            + ", found something else ("
            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
            + "); it was changed, or written by another version of Aegis",
        e);
  }

  private static void requireVersion(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT max(version) FROM kept.about")) {
      int version = rows.next() ? rows.getInt(1) : 0;
      if (version < EvidenceSchema.OLDEST || version > EvidenceSchema.VERSION) {
        throw new SQLException(
            "its tables have version " + version + ", not " + EvidenceSchema.VERSION);
      }
    }
  }

  private static void close(@Nullable DuckDBConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // What is thrown already says more.
    }
  }

  private List<Look> readLooks() throws SQLException {
    List<Look> written = new ArrayList<>();
    boolean spans = EvidenceSchema.hasSpans(connection);
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT look, samples, changes, lines, left_out, seal, "
                    + (spans
                        ? "(SELECT count(*) FROM kept.recorded_spans s WHERE s.look = l.look)"
                        : "0")
                    + " FROM kept.looks l ORDER BY look")) {
      while (rows.next()) {
        written.add(
            new Look(
                rows.getInt(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(7),
                rows.getLong(5),
                rows.getString(6),
                ""));
      }
    }
    List<Look> found = new ArrayList<>();
    String before = "";
    for (Look look : written) {
      before = Seals.of(before, look.number(), connection, ATTACHED, spans);
      found.add(look.sealed(before));
    }
    return List.copyOf(found);
  }

  /** All looks, the first one first. */
  public List<Look> looks() {
    return looks;
  }

  /** The look whose rows have this seal now; empty where the file holds something else. */
  public Optional<Look> look(String seal) {
    return looks.stream().filter(l -> l.computed().equals(seal)).findFirst();
  }

  /**
   * Runs a query of an agent on what was there after a look.
   *
   * @throws RefusedQueryException as {@link EvidenceFile#query}
   */
  public Desk.Table query(String sql, int look) {
    try (Statement statement = connection.createStatement()) {
      for (String table : EvidenceSchema.ASKED.stream().sorted().toList()) {
        statement.execute(
            "CREATE OR REPLACE VIEW "
                + table
                + " AS SELECT * FROM kept."
                + table
                + " WHERE look <= "
                + look);
      }
    } catch (SQLException e) {
      throw new RefusedQueryException("the evidence cannot be asked: " + e.getMessage(), e);
    }
    return queries.guarded(sql, queries::table);
  }

  /**
   * Runs the query that a question in words became on what was there after a look. The compiler has
   * more functions than those who type may use.
   *
   * @throws RefusedQueryException as {@link QuestionTables#compiled}
   */
  public Desk.Table question(String sql, int look) {
    try (QuestionTables tables = QuestionTables.ofEvidence(file, look)) {
      return AskedEvidence.table(tables.compiled(sql));
    }
  }

  @Override
  public void close() {
    close(connection);
  }
}

package dev.aegis.app.evidence;

import dev.aegis.app.intake.RowSink;
import dev.aegis.question.Schema;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Span;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * Recorded rows in an embedded DuckDB, as they stand in the files, for questions about them:
 *
 * <ul>
 *   <li>{@code metrics}: {@code ts}, a column a label, a column a metric;
 *   <li>{@code logs}: {@code ts}, {@code level}, {@code message}, {@code pattern}, labels;
 *   <li>{@code spans}: see {@link SpanTable};
 *   <li>{@code changes}: {@code ts}, {@code kind}, {@code service}, {@code region}, {@code
 *       version}, {@code previous}, {@code setting}, {@code description}.
 * </ul>
 *
 * <p>It is filled as a {@link RowSink}, then {@link #lock() locked}, then asked. Not thread-safe.
 */
public final class QuestionTables implements RowSink, AutoCloseable {
  /** What queries may name. */
  static final Set<String> TABLES = Set.of("metrics", "logs", "changes", SpanTable.NAME);

  /** Room for some ten million rows; beyond that a recording is said to be too large. */
  public static final EvidenceFile.Limits LIMITS =
      new EvidenceFile.Limits(4_096, 30, 10_000, 10_000_000, 20_000);

  private static final int MICROS = 1000;
  private final DuckDBConnection connection;
  private final EvidenceFile.Limits limits;
  private final StagedFiles files;
  private final ReadOnlyQueries queries;
  private final SpanTable spans;
  private final List<Schema.Objective> objectives = new ArrayList<>();
  private @Nullable Schema schema;
  private @Nullable Schema spanSchema;

  private QuestionTables(String url, EvidenceFile.Limits limits) {
    this.limits = limits;
    try {
      connection =
          (DuckDBConnection) new DuckDBDriver().connect(url, ReadOnlyQueries.settings(limits));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open a database at " + url, e);
    }
    queries = new ReadOnlyQueries(connection, limits, TABLES);
    files = new StagedFiles(connection);
    spans = new SpanTable(connection);
    run(
        "CREATE TABLE changes(ts TIMESTAMP, kind VARCHAR, service VARCHAR, region VARCHAR,"
            + " version VARCHAR, previous VARCHAR, setting VARCHAR, description VARCHAR)");
  }

  /** Tables that last as long as this object. */
  public static QuestionTables inMemory() {
    return new QuestionTables("jdbc:duckdb:", LIMITS);
  }

  /** Tables in a file that does not exist yet, for another process to read. */
  public static QuestionTables inFile(Path file) {
    return new QuestionTables("jdbc:duckdb:" + file.toAbsolutePath(), LIMITS);
  }

  /**
   * What the evidence of an incident holds, locked.
   *
   * @throws RefusedQueryException when the file is not there, or something else
   */
  public static QuestionTables ofEvidence(Path file) {
    return ofEvidence(file, EvidenceRows.EVERY_LOOK);
  }

  /** The same as of a look. */
  static QuestionTables ofEvidence(Path file, int look) {
    return ofEvidence(new EvidenceRows(file, look), List.of());
  }

  /** The same with what the owners of the service promise. */
  static QuestionTables ofEvidence(Path file, int look, ServiceProfile profile) {
    Schema.Objective promised =
        new Schema.Objective(
            profile.service(), profile.slo().latencyP99Millis(), profile.slo().errorRatio());
    return ofEvidence(new EvidenceRows(file, look), List.of(promised));
  }

  private static QuestionTables ofEvidence(EvidenceRows rows, List<Schema.Objective> promised) {
    QuestionTables tables = inMemory();
    try {
      tables.objectives.addAll(promised);
      tables.run("DROP TABLE changes");
      rows.copyTo(tables.connection, tables.spans);
      tables.lock(tables.numbers(List.of()));
      return tables;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  // ---- filling

  @Override
  public void begin(Path file, Holds holds, List<Field> columns) {
    try {
      files.begin(holds, columns);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void row(long epochMillis, @Nullable String[] texts, double[] numbers) {
    try {
      files.row(epochMillis, texts, numbers);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void span(Span span) {
    try {
      spans.add(span);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void objective(String service, double p99Millis, double errorShare) {
    objectives.add(new Schema.Objective(service, p99Millis, errorShare));
  }

  @Override
  public void end() {
    try {
      files.end();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void change(Change change, String kind) {
    try (DuckDBAppender to = connection.createAppender("main", "changes")) {
      to.beginRow();
      to.appendEpochMicros(change.at().toEpochMilli() * MICROS);
      to.append(kind.toLowerCase(Locale.ROOT));
      for (String text :
          List.of(
              change.service(),
              change.region(),
              change.version(),
              change.previous(),
              change.setting(),
              described(change))) {
        if (text.isEmpty()) {
          to.appendNull();
        } else {
          to.append(text);
        }
      }
      to.endRow();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** With the commit, which has no column of its own. */
  private static String described(Change change) {
    String words = change.description();
    return change.commit().isEmpty()
        ? words
        : words.isEmpty()
            ? "commit " + change.commit()
            : words + " (commit " + change.commit() + ")";
  }

  // ---- locking

  /** Puts the files together and closes the database to everything but queries. */
  public void lock() {
    try {
      lock(numbers(files.together()));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Nothing more comes in. */
  private void lock(List<String> numbers) {
    Schema read = new SchemaReader(connection, numbers).read(objectives);
    schema = read;
    try {
      spans.complete();
      spanSchema = spans.schema(read.events());
    } catch (SQLException e) {
      throw failed(e);
    }
    run(ReadOnlyQueries.LOCK);
  }

  /** The columns of numbers that are no labels, in the order of the files. */
  private List<String> numbers(List<String> labels) {
    return texts(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'metrics' AND"
                + " data_type = 'DOUBLE' ORDER BY ordinal_position")
        .stream()
        .filter(c -> !labels.contains(c.toLowerCase(Locale.ROOT)))
        .toList();
  }

  // ---- asking

  /** What there is to ask about; known once it is locked. */
  public Schema schema() {
    if (schema == null) {
      throw new IllegalStateException("expected locked tables");
    }
    return schema;
  }

  /** What there is to ask about traces; {@code null} where there are none. */
  public @Nullable Schema spanSchema() {
    return spanSchema;
  }

  /**
   * Runs a query that was compiled from a question.
   *
   * @throws RefusedQueryException when it exceeds a limit
   */
  public Answer compiled(String sql) {
    return queries.compiled(sql, queries::answer);
  }

  /**
   * Runs a query that somebody wrote. It runs in this process: see {@link RawQuery} for one of its
   * own.
   *
   * @throws RefusedQueryException when it is not allowed, or exceeds a limit
   */
  public Answer guarded(String sql) {
    return queries.guarded(sql, queries::answer);
  }

  private List<String> texts(String sql) {
    return queries.compiled(
        sql,
        rows -> {
          List<String> texts = new ArrayList<>();
          while (rows.next()) {
            texts.add(rows.getString(1));
          }
          return texts;
        });
  }

  private void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private RefusedQueryException failed(SQLException e) {
    boolean full = String.valueOf(e.getMessage()).contains("Out of Memory");
    return new RefusedQueryException(
        full
            ? "expected data that fit into "
                + limits.memoryMegabytes()
                + " MB, found more; ask about a part of them"
            : "the data cannot be put into tables: " + e.getMessage(),
        e);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the tables: " + e.getMessage(), e);
    }
  }
}

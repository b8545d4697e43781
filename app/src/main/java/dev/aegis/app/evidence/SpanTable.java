package dev.aegis.app.evidence;

import dev.aegis.question.MetricColumn;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Question.Source;
import dev.aegis.question.Schema;
import dev.aegis.telemetry.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code spans}: what each span says, and what only its neighbours tell: who called, how
 * long it worked itself while none of its children did, and whether it ended last of its siblings.
 */
final class SpanTable {
  static final String NAME = "spans";

  private static final int MOST_VALUES = 5_000;
  private static final double MICROS = 1000;

  /** What spans say of themselves; of evidence also the look that brought them. */
  static final String RECORDED = "recorded_spans";

  /** Its columns; text that is not recorded is empty. */
  static final String COLUMNS =
      "ts TIMESTAMP, trace VARCHAR, span VARCHAR, parent VARCHAR, service VARCHAR,"
          + " operation VARCHAR, peer VARCHAR, duration_ms DOUBLE, errors DOUBLE";

  private static final String CREATE = "CREATE TABLE " + RECORDED + "(" + COLUMNS + ")";

  /**
   * Children may overlap each other and outlast their parent. Sorted by their start, each covers
   * what lies behind the furthest end before it, within the parent.
   */
  static final String COMPLETE =
      """
      WITH once AS (
        SELECT ts, trace, span, nullif(parent, '') AS parent, nullif(service, '') AS service,
          nullif(operation, '') AS operation, duration_ms, errors,
          epoch_us(ts) / 1000.0 AS starts, epoch_us(ts) / 1000.0 + duration_ms AS ends
        FROM recorded_spans
        QUALIFY row_number() OVER (PARTITION BY trace, span ORDER BY ts, duration_ms DESC) = 1),
      known AS (
        SELECT c.*, p.service AS parent_service, p.span IS NOT NULL AS has_parent,
          p.starts AS parent_starts, p.ends AS parent_ends
        FROM once c LEFT JOIN once p ON c.trace = p.trace AND c.parent = p.span AND c.span <> p.span),
      reached AS (
        SELECT *, max(ends) OVER (PARTITION BY trace, parent ORDER BY starts, span
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM known WHERE has_parent),
      covered AS (
        SELECT trace, parent AS span, sum(greatest(0, least(ends, parent_ends)
          - greatest(starts, parent_starts, coalesce(before, parent_starts)))) AS covered
        FROM reached GROUP BY trace, parent)
      SELECT k.ts, k.trace, k.span, CASE WHEN k.has_parent THEN k.parent END AS parent,
        k.service, k.operation,
        CASE WHEN k.parent_service <> k.service THEN k.parent_service END AS caller,
        CASE WHEN k.parent_service <> k.service THEN k.service END AS callee,
        CASE WHEN k.errors > 0 THEN 'error' ELSE 'ok' END AS status,
        k.duration_ms, greatest(0, k.duration_ms - coalesce(c.covered, 0)) AS self_ms,
        k.errors, 1.0::DOUBLE AS calls,
        k.has_parent AND row_number() OVER (PARTITION BY k.trace, k.parent
          ORDER BY k.ends DESC, k.span) = 1 AS ends_last
      FROM known k LEFT JOIN covered c ON k.trace = c.trace AND k.span = c.span
      ORDER BY k.ts, k.trace, k.span
      """;

  private final DuckDBConnection connection;
  private @Nullable DuckDBAppender rows;
  private boolean copied;

  SpanTable(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Takes the spans that evidence, attached under this name, held after a look. */
  void addAll(String attached, int look) throws SQLException {
    if (EvidenceSchema.hasSpans(connection)) {
      run(
          "CREATE TABLE recorded_spans AS SELECT * EXCLUDE (look) FROM "
              + attached
              + ".recorded_spans WHERE look <= "
              + look);
      copied = true;
    }
  }

  void add(Span span) throws SQLException {
    DuckDBAppender to = rows;
    if (to == null) {
      run(CREATE);
      to = connection.createAppender("main", "recorded_spans");
      rows = to;
    }
    to.beginRow();
    columns(to, span);
    to.endRow();
  }

  /** The columns of a row that was begun. */
  static void columns(DuckDBAppender to, Span span) throws SQLException {
    to.appendEpochMicros(span.startMicros());
    to.append(span.trace())
        .append(span.id())
        .append(span.parent())
        .append(span.service())
        .append(span.operation())
        .append(span.peer())
        .append(span.durationMicros() / MICROS)
        .append(span.failed() ? 1.0 : 0.0);
  }

  /** Works out what neighbours tell. */
  void complete() throws SQLException {
    DuckDBAppender written = rows;
    if (written != null) {
      written.close();
      rows = null;
    } else if (!copied) {
      run(CREATE);
    }
    run("CREATE TABLE spans AS " + COMPLETE);
    run("DROP TABLE recorded_spans");
  }

  /** What there is to ask about them; {@code null} where there are none. */
  @Nullable Schema schema(List<Schema.Event> events) throws SQLException {
    List<Schema.Dimension> dimensions = new ArrayList<>();
    for (String column : List.of("service", "operation", "caller", "callee", "status")) {
      dimensions.add(new Schema.Dimension(column, values(column), true, false, false));
    }
    try (Statement statement = connection.createStatement();
        ResultSet span =
            statement.executeQuery(
                "SELECT epoch_ms(min(ts)), epoch_ms(max(ts)), count(*) FROM spans")) {
      if (!span.next() || span.getLong(3) == 0) {
        return null;
      }
      return new Schema(
          List.of(
              new MetricColumn("duration_ms", Kind.TIME, "ms"),
              new MetricColumn("self_ms", Kind.COUNT, "ms"),
              new MetricColumn("errors", Kind.COUNT, ""),
              new MetricColumn("calls", Kind.COUNT, "")),
          dimensions,
          false,
          events,
          Instant.ofEpochMilli(span.getLong(1)),
          Instant.ofEpochMilli(span.getLong(2)),
          Duration.ZERO,
          List.of(),
          Source.SPANS);
    }
  }

  private List<String> values(String column) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT "
                    + column
                    + " FROM spans WHERE "
                    + column
                    + " IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT "
                    + MOST_VALUES)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

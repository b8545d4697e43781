package dev.aegis.app.evidence;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Span;
import dev.aegis.telemetry.Telemetry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes one look into the tables of evidence: the rows that are new, and what follows from all of
 * them, which is patterns of log lines, topology and the views. Not thread-safe.
 */
final class EvidenceWriter {
  private static final double MILLIS = 1000;
  private static final int MICROS = 1000;

  private final DuckDBConnection connection;
  private final int look;
  private final long firstMillis;

  /**
   * @param firstMillis from where seconds are counted; {@link Long#MIN_VALUE} where there is no
   *     sample
   */
  EvidenceWriter(DuckDBConnection connection, int look, long firstMillis) {
    this.connection = connection;
    this.look = look;
    this.firstMillis = firstMillis;
  }

  /** Adds the rows of the look. */
  void add(Telemetry fresh) throws SQLException {
    try (DuckDBAppender rows = connection.createAppender("main", "samples")) {
      for (Series series : fresh.series()) {
        add(rows, series);
      }
    }
    try (DuckDBAppender rows = connection.createAppender("main", "changes")) {
      for (Change change : fresh.changes()) {
        add(rows, change);
      }
    }
    try (DuckDBAppender rows = connection.createAppender("main", SpanTable.RECORDED)) {
      for (Span span : fresh.spans()) {
        rows.beginRow();
        SpanTable.columns(rows, span);
        rows.append(look).endRow();
      }
    }
  }

  private void add(DuckDBAppender rows, Series series) throws SQLException {
    SeriesKey key = series.key();
    for (int i = 0; i < series.size(); i++) {
      rows.beginRow();
      instant(rows, series.epochMillis(i));
      rows.append(key.service())
          .append(key.region())
          .append(key.version())
          .append(key.pod())
          .append(key.metric().name())
          .append(series.value(i))
          .append(look)
          .endRow();
    }
  }

  private void add(DuckDBAppender rows, Change change) throws SQLException {
    rows.beginRow();
    instant(rows, change.at().toEpochMilli());
    rows.append(change.kind().name().toLowerCase(Locale.ROOT))
        .append(change.service())
        .append(change.region())
        .append(change.version())
        .append(change.previous())
        .append(change.description())
        .append(change.setting())
        .append(change.environment())
        .append(change.commit())
        .append(look)
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

  /** A line, and the look that brought it. */
  private record Line(LogLine said, int look) {}

  /**
   * Adds log lines. A new line may show that a word of an old one was a parameter, so that the
   * patterns of all are found anew.
   */
  void addLines(List<LogLine> fresh) throws SQLException {
    if (fresh.isEmpty()) {
      return;
    }
    List<Line> all = lines();
    fresh.forEach(line -> all.add(new Line(line, look)));
    LogPatterns patterns = new LogPatterns();
    int[] of = all.stream().mapToInt(line -> patterns.of(line.said().text())).toArray();
    run("DELETE FROM log_lines");
    run("DELETE FROM log_patterns");
    try (DuckDBAppender rows = connection.createAppender("main", "log_patterns")) {
      for (int i = 0; i < patterns.size(); i++) {
        rows.beginRow().append(i).append(patterns.text(i)).endRow();
      }
    }
    try (DuckDBAppender rows = connection.createAppender("main", "log_lines")) {
      for (int i = 0; i < all.size(); i++) {
        LogLine line = all.get(i).said();
        rows.beginRow();
        rows.append(i);
        rows.appendEpochMicros(line.at().toEpochMilli() * MICROS);
        rows.append(line.service())
            .append(line.level())
            .append(line.text())
            .append(of[i])
            .append(patterns.parameters(line.text(), of[i]))
            .append(all.get(i).look())
            .endRow();
      }
    }
  }

  private List<Line> lines() throws SQLException {
    List<Line> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT epoch_ms(ts), service, level, message, look FROM log_lines ORDER BY"
                    + " line")) {
      while (rows.next()) {
        Instant at = Instant.ofEpochMilli(rows.getLong(1));
        LogLine said = new LogLine(at, rows.getString(2), rows.getString(3), rows.getString(4));
        all.add(new Line(said, rows.getInt(5)));
      }
    }
    return all;
  }

  private record Edge(String caller, String called) {
    private static final Comparator<Edge> ORDER =
        Comparator.comparing(Edge::caller).thenComparing(Edge::called);
  }

  /**
   * A span of one service below that of another is a call; so is one that names whom it called,
   * where nobody that was called speaks for itself.
   */
  private static final String TRACED =
      """
      SELECT DISTINCT p.service, c.service
      FROM recorded_spans c JOIN recorded_spans p ON c.trace = p.trace AND c.parent = p.span
      WHERE p.service <> '' AND c.service <> '' AND p.service <> c.service
      UNION
      SELECT DISTINCT s.service, s.peer
      FROM recorded_spans s
      WHERE s.service <> '' AND s.peer <> '' AND s.peer <> s.service AND NOT EXISTS (
        SELECT 1 FROM recorded_spans c
        WHERE c.trace = s.trace AND c.parent = s.span AND c.service <> s.service)
      """;

  /** Who calls whom: as was declared, as metrics of calls name it, and as traces show it. */
  void topology(String service, String dependency) throws SQLException {
    Map<Edge, String> edges = new TreeMap<>(Edge.ORDER);
    if (!dependency.isEmpty()) {
      edges.put(new Edge(service, dependency), "declared");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT service, substring(metric, position(':' IN metric) + 1)"
                    + " FROM samples WHERE metric LIKE 'dependency_latency_ms:%'"
                    + " OR metric LIKE 'dependency_error_ratio:%'")) {
      while (rows.next()) {
        edges.put(new Edge(rows.getString(1), rows.getString(2)), "metrics");
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TRACED)) {
      while (rows.next()) {
        edges.put(new Edge(rows.getString(1), rows.getString(2)), "spans");
      }
    }
    run("DELETE FROM topology");
    try (DuckDBAppender rows = connection.createAppender("main", "topology")) {
      for (Map.Entry<Edge, String> edge : edges.entrySet()) {
        rows.beginRow();
        rows.append(edge.getKey().caller())
            .append(edge.getKey().called())
            .append(edge.getValue())
            .endRow();
      }
    }
  }

  /**
   * What people ask: a column a metric, a pattern beside each line, what neighbours of spans tell.
   */
  void views() throws SQLException {
    run(
        "CREATE OR REPLACE VIEW metrics AS "
            + EvidenceSchema.metrics("samples", metrics(connection, "samples")));
    run("CREATE OR REPLACE VIEW logs AS " + EvidenceSchema.logs("log_lines", "log_patterns"));
    run("CREATE OR REPLACE VIEW " + SpanTable.NAME + " AS " + SpanTable.COMPLETE);
  }

  /** The metrics that there are, those with most samples first. */
  static List<String> metrics(DuckDBConnection connection, String samples) throws SQLException {
    List<String> metrics = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT metric FROM " + samples + " GROUP BY 1 ORDER BY count(*) DESC, 1")) {
      while (rows.next()) {
        metrics.add(rows.getString(1));
      }
    }
    return metrics;
  }

  /** Writes down that there was a look, and seals it. */
  String seal(Telemetry fresh, long leftOut, String before) throws SQLException {
    String seal = Seals.of(before, look, connection, "main", /* spans= */ true);
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO looks VALUES (?, (SELECT max(ts) FROM samples), ?, ?, ?, ?, ?)")) {
      row.setInt(1, look);
      row.setLong(2, EvidenceBounds.size(fresh));
      row.setLong(3, fresh.changes().size());
      row.setLong(4, fresh.logs().size());
      row.setLong(5, leftOut);
      row.setString(6, seal);
      row.execute();
    }
    return seal;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

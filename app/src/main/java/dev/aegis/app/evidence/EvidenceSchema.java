package dev.aegis.app.evidence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The tables of an incident's evidence, as docs/evidence.md tells them. A row names the look that
 * brought it, so that what was asked once can be asked again of what was there then. Text that is
 * not recorded is empty, never NULL.
 */
final class EvidenceSchema {
  /** Rises when a table changes its form. */
  static final int VERSION = 2;

  /** Without spans; it is read, and raised when it is written to. */
  static final int OLDEST = 1;

  /** What queries of agents may name. */
  static final Set<String> ASKED = Set.of("samples", "changes");

  /** What queries of people may name, beside the tables of questions. */
  static final Set<String> TABLES =
      Set.of(
          "about",
          "looks",
          "samples",
          "changes",
          "log_lines",
          "log_patterns",
          "topology",
          "logs",
          SpanTable.RECORDED);

  static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS about(version INTEGER, incident VARCHAR, service VARCHAR,
        region VARCHAR, onset TIMESTAMP);
      CREATE TABLE IF NOT EXISTS looks(look INTEGER, newest TIMESTAMP, samples BIGINT, changes BIGINT,
        lines BIGINT, left_out BIGINT, seal VARCHAR);
      CREATE TABLE IF NOT EXISTS samples(ts TIMESTAMP, t DOUBLE, service VARCHAR, region VARCHAR,
        version VARCHAR, pod VARCHAR, metric VARCHAR, value DOUBLE, look INTEGER);
      CREATE TABLE IF NOT EXISTS changes(ts TIMESTAMP, t DOUBLE, kind VARCHAR, service VARCHAR,
        region VARCHAR, version VARCHAR, previous VARCHAR, description VARCHAR, setting VARCHAR,
        environment VARCHAR, "commit" VARCHAR, look INTEGER);
      CREATE TABLE IF NOT EXISTS log_lines(line INTEGER, ts TIMESTAMP, service VARCHAR,
        level VARCHAR, message VARCHAR, pattern INTEGER, parameters VARCHAR[], look INTEGER);
      CREATE TABLE IF NOT EXISTS log_patterns(pattern INTEGER, text VARCHAR);
      CREATE TABLE IF NOT EXISTS topology(caller VARCHAR, called VARCHAR, source VARCHAR);
      """
          + "CREATE TABLE IF NOT EXISTS "
          + SpanTable.RECORDED
          + "("
          + SpanTable.COLUMNS
          + ", look INTEGER);";

  /** Metrics that have a column; the others are in {@code samples} alone. */
  private static final int MOST_METRICS = 500;

  private EvidenceSchema() {}

  /** A row an instant, service, region, version and pod, with a column a metric. */
  static String metrics(String samples, List<String> metrics) {
    Set<String> taken = new HashSet<>(Set.of("ts", "service", "region", "version", "pod"));
    StringBuilder sql =
        new StringBuilder(
            "SELECT s.ts, nullif(s.service, '') AS service, nullif(s.region, '') AS region,"
                + " nullif(s.version, '') AS version, nullif(s.pod, '') AS pod");
    for (String metric : metrics.subList(0, Math.min(metrics.size(), MOST_METRICS))) {
      sql.append(", max(s.value) FILTER (WHERE s.metric = ")
          .append(text(metric))
          .append(") AS ")
          .append(QuestionTables.quoted(distinct(metric, taken)));
    }
    return sql + " FROM " + samples + " s GROUP BY s.ts, s.service, s.region, s.version, s.pod";
  }

  /** A row a line, with the text of its pattern. */
  static String logs(String lines, String patterns) {
    return "SELECT l.ts, nullif(l.level, '') AS level, l.message, p.text AS pattern,"
        + " nullif(l.service, '') AS service FROM "
        + lines
        + " l LEFT JOIN "
        + patterns
        + " p ON l.pattern = p.pattern";
  }

  /** A row a change, in the columns that questions know. */
  static String changes(String changes) {
    return "SELECT ts, kind, nullif(service, '') AS service, nullif(region, '') AS region,"
        + " nullif(version, '') AS version, nullif(previous, '') AS previous,"
        + " nullif(setting, '') AS setting, nullif(description, '') AS description FROM "
        + changes;
  }

  /** Whether a database that is open here has the spans of evidence. */
  static boolean hasSpans(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT count(*) FROM duckdb_tables() WHERE table_name = '"
                    + SpanTable.RECORDED
                    + "'")) {
      return found.next() && found.getLong(1) > 0;
    }
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static String distinct(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}

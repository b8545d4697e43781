package dev.aegis.app.evidence;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * What the evidence of an incident held after a look, as the tables that questions are asked of.
 * What follows from the rows is found anew from those that were there: the pattern of a line may be
 * another one once more lines are known.
 */
final class EvidenceRows {
  static final int EVERY_LOOK = Integer.MAX_VALUE;

  private final Path file;
  private final int look;

  EvidenceRows(Path file, int look) {
    this.file = file;
    this.look = look;
  }

  /**
   * Makes the tables.
   *
   * @throws RefusedQueryException when the file is not there, or something else
   */
  void copyTo(DuckDBConnection connection, SpanTable spans) {
    try {
      KeptEvidence.attach(file, connection);
      List<String> metrics = EvidenceWriter.metrics(connection, held("samples"));
      spans.addAll("kept", look);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE metrics AS " + EvidenceSchema.metrics(held("samples"), metrics));
        statement.execute("CREATE TABLE changes AS " + EvidenceSchema.changes(held("changes")));
        logs(connection, statement);
        statement.execute("DETACH kept");
      }
    } catch (SQLException e) {
      throw KeptEvidence.other(file, e);
    }
  }

  private String held(String table) {
    return "(SELECT * FROM kept." + table + " WHERE look <= " + look + ")";
  }

  private void logs(DuckDBConnection connection, Statement statement) throws SQLException {
    List<Integer> lines = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    LogPatterns patterns = new LogPatterns();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT line, message FROM " + held("log_lines") + " ORDER BY line")) {
      while (rows.next()) {
        lines.add(rows.getInt(1));
        of.add(patterns.of(rows.getString(2)));
      }
    }
    patterns.write(connection);
    statement.execute("CREATE TABLE line_patterns(line INTEGER, pattern INTEGER)");
    try (DuckDBAppender to = connection.createAppender("main", "line_patterns")) {
      for (int i = 0; i < lines.size(); i++) {
        to.beginRow().append(lines.get(i).intValue()).append(of.get(i).intValue()).endRow();
      }
    }
    statement.execute(
        "CREATE TABLE logs AS "
            + EvidenceSchema.logs(
                "(SELECT h.* EXCLUDE (pattern), p.pattern FROM "
                    + held("log_lines")
                    + " h JOIN line_patterns p ON h.line = p.line)",
                "(SELECT id AS pattern, pattern AS text FROM pattern_texts)"));
    statement.execute("DROP TABLE line_patterns");
    statement.execute("DROP TABLE pattern_texts");
  }
}

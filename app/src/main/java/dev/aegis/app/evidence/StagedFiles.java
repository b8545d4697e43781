package dev.aegis.app.evidence;

import dev.aegis.app.intake.RowSink.Field;
import dev.aegis.app.intake.RowSink.Holds;
import dev.aegis.app.intake.RowSink.Use;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Files as they are read, a table each, until all are known and are put together as {@code metrics}
 * and {@code logs}. Not thread-safe.
 */
final class StagedFiles {
  private static final int MICROS = 1000;
  private static final int MOST_METRICS = 500;

  /** A file as it was read: a table of its own, until all are known. */
  private record Staged(String table, Holds holds, List<Field> fields) {}

  private final DuckDBConnection connection;
  private final List<Staged> staged = new ArrayList<>();
  private final LogPatterns patterns = new LogPatterns();
  private @Nullable DuckDBAppender rows;
  private List<Field> fields = List.of();
  private boolean ofLogs;

  StagedFiles(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Begins a file with these columns. */
  void begin(Holds holds, List<Field> columns) throws SQLException {
    String table = "file_" + staged.size();
    Set<String> taken = new HashSet<>(Set.of("ts", "pattern"));
    List<Field> named = new ArrayList<>();
    for (Field field : columns) {
      named.add(new Field(distinct(name(field, holds), taken), field.use()));
    }
    StringBuilder sql = new StringBuilder("CREATE TABLE " + table + "(ts TIMESTAMP");
    for (Field field : named) {
      sql.append(", ")
          .append(quoted(field.name()))
          .append(isNumber(field) ? " DOUBLE" : " VARCHAR");
    }
    run(sql + (holds == Holds.LOGS ? ", pattern INTEGER)" : ")"));
    staged.add(new Staged(table, holds, named));
    fields = named;
    ofLogs = holds == Holds.LOGS;
    rows = connection.createAppender("main", table);
  }

  private static String name(Field field, Holds holds) {
    if (holds == Holds.LOGS && field.use() == Use.LEVEL) {
      return "level";
    }
    return holds == Holds.LOGS && field.use() == Use.MESSAGE ? "message" : field.name();
  }

  /** Names that differ in upper and lower case alone are the same to the database. */
  private static String distinct(String name, Set<String> taken) {
    String free = name;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private static boolean isNumber(Field field) {
    return field.use() == Use.NUMBER || field.use() == Use.VALUE;
  }

  /** Adds a row to the file that was begun. */
  void row(long epochMillis, @Nullable String[] texts, double[] numbers) throws SQLException {
    DuckDBAppender to = rows;
    if (to == null) {
      throw new IllegalStateException("a row before the file it stands in");
    }
    to.beginRow();
    to.appendEpochMicros(epochMillis * MICROS);
    String message = "";
    for (int i = 0; i < fields.size(); i++) {
      String text = texts[i];
      if (isNumber(fields.get(i))) {
        if (Double.isFinite(numbers[i])) {
          to.append(numbers[i]);
        } else {
          to.appendNull();
        }
      } else if (text == null) {
        to.appendNull();
      } else {
        to.append(text);
        message = fields.get(i).use() == Use.MESSAGE ? text : message;
      }
    }
    if (ofLogs) {
      to.append(patterns.of(message));
    }
    to.endRow();
  }

  /** Ends the file that was begun. */
  void end() throws SQLException {
    if (rows != null) {
      rows.close();
    }
    rows = null;
  }

  /** Puts the files together, and gives the names of the labels of metrics in small letters. */
  List<String> together() throws SQLException {
    List<Staged> metrics = of(Holds.METRICS);
    for (Staged file : metrics) {
      if (isLong(file)) {
        widen(file);
      }
    }
    together("metrics", metrics);
    patternTexts();
    together("logs", of(Holds.LOGS));
    return metrics.stream()
        .flatMap(file -> file.fields().stream())
        .filter(field -> !isNumber(field))
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private List<Staged> of(Holds holds) {
    return staged.stream().filter(s -> s.holds() == holds).toList();
  }

  private static boolean isLong(Staged file) {
    return file.fields().stream().anyMatch(f -> f.use() == Use.METRIC)
        && file.fields().stream().anyMatch(f -> f.use() == Use.VALUE);
  }

  /** A file with a metric and a value a row, as a file with a column a metric. */
  private void widen(Staged file) throws SQLException {
    String metric = quoted(one(file, Use.METRIC));
    String value = quoted(one(file, Use.VALUE));
    String labels =
        file.fields().stream()
            .filter(f -> f.use() == Use.LABEL || f.use() == Use.LEVEL || f.use() == Use.NUMBER)
            .map(f -> ", " + quoted(f.name()))
            .collect(Collectors.joining());
    Set<String> taken = new HashSet<>(Set.of("ts"));
    file.fields().forEach(f -> taken.add(f.name().toLowerCase(Locale.ROOT)));
    String columns =
        texts(
                "SELECT "
                    + metric
                    + " FROM "
                    + file.table()
                    + " WHERE "
                    + metric
                    + " IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT "
                    + MOST_METRICS)
            .stream()
            .map(m ->
                ", CASE WHEN "
                    + metric
                    + " = '"
                    + m.replace("'", "''")
                    + "' THEN "
                    + value
                    + " END AS "
                    + quoted(distinct(m, taken)))
            .collect(Collectors.joining());
    run("CREATE TABLE wide AS SELECT ts" + labels + columns + " FROM " + file.table());
    run("DROP TABLE " + file.table());
    run("ALTER TABLE wide RENAME TO " + file.table());
  }

  private static String one(Staged file, Use use) {
    return file.fields().stream().filter(f -> f.use() == use).findFirst().orElseThrow().name();
  }

  private void together(String name, List<Staged> files) throws SQLException {
    if (files.isEmpty()) {
      run(
          "CREATE TABLE "
              + name
              + "(ts TIMESTAMP, level VARCHAR, message VARCHAR, pattern VARCHAR)");
    } else if (files.size() == 1) {
      run("ALTER TABLE " + files.getFirst().table() + " RENAME TO " + name);
    } else {
      run(
          "CREATE TABLE "
              + name
              + " AS "
              + files.stream()
                  .map(f -> "SELECT * FROM " + f.table())
                  .collect(Collectors.joining(" UNION ALL BY NAME ")));
      for (Staged file : files) {
        run("DROP TABLE " + file.table());
      }
    }
    if (name.equals("logs")) {
      for (String column : List.of("level", "message")) {
        run("ALTER TABLE logs ADD COLUMN IF NOT EXISTS " + column + " VARCHAR");
      }
    }
  }

  /** The numbers of patterns become their texts, which only now are known. */
  private void patternTexts() throws SQLException {
    List<Staged> logs = of(Holds.LOGS);
    if (logs.isEmpty()) {
      return;
    }
    patterns.write(connection);
    for (Staged file : logs) {
      run(
          "CREATE TABLE told AS SELECT f.* EXCLUDE (pattern), p.pattern FROM "
              + file.table()
              + " f LEFT JOIN pattern_texts p ON f.pattern = p.id ORDER BY f.ts");
      run("DROP TABLE " + file.table());
      run("ALTER TABLE told RENAME TO " + file.table());
    }
    run("DROP TABLE pattern_texts");
  }

  private List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(String name) {
    return QuestionTables.quoted(name);
  }
}

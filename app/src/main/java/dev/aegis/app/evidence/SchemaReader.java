package dev.aegis.app.evidence;

import dev.aegis.question.MetricColumn;
import dev.aegis.question.MetricColumn.Kind;
import dev.aegis.question.Question;
import dev.aegis.question.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Finds out what the tables hold: which labels with which values, which numbers of which kind. */
final class SchemaReader {
  private static final int MOST_VALUES = 5_000;

  /** Rows that are looked at where all of them would take long. */
  private static final int LOOKED_AT = 100_000;

  private static final double ABOVE_ONE = 1.5;
  private static final Set<String> SHARES = Set.of("cpu", "memory", "mem", "heap", "disk", "gc");

  private final DuckDBConnection connection;
  private final List<String> numbers;

  SchemaReader(DuckDBConnection connection, List<String> numbers) {
    this.connection = connection;
    this.numbers = List.copyOf(numbers);
  }

  /** Reads one thing of a result. */
  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  Schema read(List<Schema.Objective> objectives) {
    List<String> labels = labels("metrics", Set.of("ts"));
    List<String> ofLogs = labels("logs", Set.of("ts", "message", "pattern"));
    boolean logs = count("logs") > 0;
    boolean metrics = count("metrics") > 0;
    List<Schema.Dimension> dimensions = new ArrayList<>();
    Set<String> all = new LinkedHashSet<>();
    if (metrics) {
      labels.stream().filter(l -> !numbers.contains(l)).forEach(all::add);
    }
    Set<String> measured = Set.copyOf(all);
    if (logs) {
      all.addAll(ofLogs);
    }
    for (String label : all) {
      dimensions.add(
          dimension(label, measured, measured.contains(label), logs && ofLogs.contains(label)));
    }
    Instant[] span = span(metrics ? "metrics" : logs ? "logs" : "changes");
    List<MetricColumn> columns =
        metrics ? numbers.stream().flatMap(n -> metric(n, measured).stream()).toList() : List.of();
    return new Schema(
        columns,
        dimensions,
        logs,
        events(),
        span[0],
        span[1],
        metrics ? step(measured) : Duration.ZERO,
        objectives,
        Question.Source.METRICS);
  }

  private List<String> labels(String table, Set<String> others) {
    return ask(
        "SELECT column_name FROM information_schema.columns WHERE table_name = '"
            + table
            + "' AND data_type = 'VARCHAR' ORDER BY ordinal_position",
        rows -> {
          List<String> names = new ArrayList<>();
          while (rows.next()) {
            if (!others.contains(rows.getString(1))) {
              names.add(rows.getString(1));
            }
          }
          return names;
        });
  }

  private long count(String table) {
    return ask("SELECT count(*) FROM " + table, rows -> rows.next() ? rows.getLong(1) : 0L);
  }

  private Instant[] span(String table) {
    return ask(
        "SELECT epoch_ms(min(ts)), epoch_ms(max(ts)) FROM " + table,
        rows -> {
          rows.next();
          return new Instant[] {
            Instant.ofEpochMilli(rows.getLong(1)), Instant.ofEpochMilli(rows.getLong(2))
          };
        });
  }

  // ---- labels

  private Schema.Dimension dimension(
      String label, Set<String> measured, boolean inMetrics, boolean inLogs) {
    Map<String, Long> values = new LinkedHashMap<>();
    if (inMetrics) {
      countValues("metrics", label, values);
    }
    if (inLogs) {
      countValues("logs", label, values);
    }
    return new Schema.Dimension(
        label,
        List.copyOf(values.keySet()),
        inMetrics,
        inLogs,
        inMetrics && totalled(label, measured));
  }

  private void countValues(String table, String label, Map<String, Long> into) {
    String column = QuestionTables.quoted(label);
    ask(
        "SELECT "
            + column
            + ", count(*) FROM "
            + table
            + " WHERE "
            + column
            + " IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT "
            + MOST_VALUES,
        rows -> {
          while (rows.next()) {
            into.merge(rows.getString(1), rows.getLong(2), Long::sum);
          }
          return into;
        });
  }

  /** Whether samples without the label go along with those that have it, at the same instants. */
  private boolean totalled(String label, Set<String> labels) {
    String column = QuestionTables.quoted(label);
    long[] some =
        ask(
            "SELECT count(*) FILTER (WHERE "
                + column
                + " IS NULL), count("
                + column
                + ") FROM metrics",
            rows -> {
              rows.next();
              return new long[] {rows.getLong(1), rows.getLong(2)};
            });
    if (some[0] == 0 || some[1] == 0) {
      return false;
    }
    String same =
        labels.stream()
            .filter(l -> !l.equals(label))
            .map(QuestionTables::quoted)
            .map(l -> " AND (b." + l + " IS NULL OR b." + l + " = a." + l + ")")
            .collect(Collectors.joining());
    return ask(
        "SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM metrics b WHERE b.ts = a.ts AND b."
            + column
            + " IS NULL"
            + same
            + ")) / count(*) FROM (SELECT * FROM metrics WHERE "
            + column
            + " IS NOT NULL LIMIT 5000) a",
        rows -> rows.next() && rows.getDouble(1) > 0.5);
  }

  // ---- numbers

  private Optional<MetricColumn> metric(String name, Set<String> labels) {
    String column = QuestionTables.quoted(name);
    double[] shape =
        ask(
            "SELECT count("
                + column
                + "), min("
                + column
                + "), max("
                + column
                + "), median("
                + column
                + ") FROM (SELECT "
                + column
                + " FROM metrics WHERE "
                + column
                + " IS NOT NULL LIMIT "
                + LOOKED_AT
                + ")",
            rows -> {
              rows.next();
              return new double[] {
                rows.getDouble(1), rows.getDouble(2), rows.getDouble(3), rows.getDouble(4)
              };
            });
    if (shape[0] == 0) {
      return Optional.empty();
    }
    Kind kind = MetricColumn.kindOf(name);
    String unit = MetricColumn.unitOf(name);
    if (kind == Kind.GAUGE
        && SHARES.contains(name.toLowerCase(Locale.ROOT))
        && shape[1] >= 0
        && (shape[2] <= 1 || name.equalsIgnoreCase("cpu") && shape[2] <= 100)) {
      kind = Kind.RATIO;
    }
    if (kind == Kind.RATIO && (unit.isEmpty() || unit.equals("ratio"))) {
      unit = shape[2] > ABOVE_ONE ? "%" : "ratio";
    }
    if (kind == Kind.TIME && unit.isEmpty()) {
      unit = shape[3] < 1 ? "s" : "ms";
    }
    if (kind == Kind.COUNT && grows(column, labels)) {
      kind = Kind.COUNTER;
    }
    return Optional.of(new MetricColumn(name, kind, unit));
  }

  /**
   * A count that goes up and down by chance keeps above where it began so often in a row once in
   * 128 times; fewer samples say nothing, and a count is then added up.
   */
  private static final int FEWEST_HELD = 7;

  /**
   * Whether it only ever grows within a series, but for restarts: it rose, it never fell (or once
   * in a hundred rises), and what it had reached it kept.
   */
  private boolean grows(String column, Set<String> labels) {
    String within = partition(labels);
    return ask(
        "SELECT count(*) FILTER (WHERE v > before), count(*) FILTER (WHERE v < before),"
            + " count(*) FILTER (WHERE v >= before AND v > low) FROM (SELECT "
            + column
            + " AS v, lag("
            + column
            + ") OVER ("
            + within
            + "ORDER BY ts) AS before, min("
            + column
            + ") OVER ("
            + within
            + ") AS low FROM (SELECT * FROM metrics WHERE "
            + column
            + " IS NOT NULL LIMIT "
            + LOOKED_AT
            + "))",
        rows ->
            rows.next()
                && rows.getLong(1) > 0
                && rows.getLong(2) * 100 <= rows.getLong(1)
                && rows.getLong(3) >= FEWEST_HELD);
  }

  private Duration step(Set<String> labels) {
    return ask(
        "SELECT median(d) FROM (SELECT epoch_ms(ts) - lag(epoch_ms(ts)) OVER ("
            + partition(labels)
            + "ORDER BY ts) AS d FROM (SELECT * FROM metrics LIMIT "
            + LOOKED_AT
            + ")) WHERE d > 0",
        rows -> Duration.ofMillis(rows.next() ? Math.round(rows.getDouble(1)) : 0));
  }

  private static String partition(Set<String> labels) {
    return labels.isEmpty()
        ? ""
        : "PARTITION BY "
            + labels.stream().map(QuestionTables::quoted).collect(Collectors.joining(", "))
            + " ";
  }

  // ---- changes

  private List<Schema.Event> events() {
    return ask(
        "SELECT epoch_ms(ts), kind, service, version FROM changes ORDER BY ts, service, version",
        rows -> {
          List<Schema.Event> events = new ArrayList<>();
          while (rows.next()) {
            events.add(
                new Schema.Event(
                    Instant.ofEpochMilli(rows.getLong(1)),
                    text(rows, 2),
                    text(rows, 3),
                    text(rows, 4)));
          }
          return events;
        });
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    String text = rows.getString(column);
    return text == null ? "" : text;
  }

  private <T> T ask(String sql, Reader<T> reader) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return reader.read(rows);
    } catch (SQLException e) {
      throw new RefusedQueryException("the data cannot be looked at: " + e.getMessage(), e);
    }
  }
}

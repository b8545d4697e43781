package dev.aegis.app.ask;

import dev.aegis.app.evidence.Answers;
import dev.aegis.app.evidence.QuestionTables;
import dev.aegis.app.intake.RowFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * Holds answers against gold that does not come from the compiler: SQL that a person wrote for each
 * question, on tables that DuckDB reads from the same files itself. The files of questions have
 * blocks of phrasings ({@code ? ...}, with {@code >} before what goes on from it) and an
 * expectation: {@code =} the rows, {@code = first} the first row, {@code = labels} the first column
 * as a set, {@code = near} cells of the first row, {@code = count N} as many rows, {@code = some}
 * any rows, {@code !} a refusal, of the word that follows.
 */
final class GradedQuestions implements AutoCloseable {
  private static final double TOLERANCE = 1e-9;

  /** How an answer lies to its gold. */
  enum Grade {
    RIGHT,
    REFUSED,
    WRONG
  }

  /** A question with its grade. */
  record Graded(String question, Grade grade, boolean refusalExpected, String why) {}

  /** A block of a file of questions. */
  record Block(List<String> phrasings, String kind, String gold) {}

  private final QuestionTables tables;
  private final Answers answers;
  private final Connection gold;

  GradedQuestions(Path data, List<String> views) throws SQLException {
    tables = QuestionTables.inMemory();
    RowFiles.read(List.of(data), tables);
    tables.lock();
    answers = new Answers(tables);
    gold = new DuckDBDriver().connect("jdbc:duckdb:", new java.util.Properties());
    try (Statement statement = gold.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET TimeZone = 'UTC'");
      for (String view : views) {
        statement.execute(view.replace("$", data.toString()));
      }
    }
  }

  static GradedQuestions shop(Path data) throws SQLException {
    return new GradedQuestions(
        data,
        List.of(
            "CREATE TABLE m AS SELECT * EXCLUDE (timestamp), CAST(timestamp AS TIMESTAMP) AS ts"
                + " FROM read_csv('$/metrics.csv')",
            "CREATE TABLE l AS SELECT CAST(time AS TIMESTAMP) AS ts, service, level, message"
                + " FROM read_json('$/logs.ndjson', format='newline_delimited')",
            "CREATE TABLE s AS SELECT * EXCLUDE (start), CAST(start AS TIMESTAMP) AS ts"
                + " FROM read_json('$/spans.ndjson', format='newline_delimited', columns={trace_id:"
                + " 'VARCHAR', span_id: 'VARCHAR', parent_span_id: 'VARCHAR', service: 'VARCHAR',"
                + " name: 'VARCHAR', start: 'VARCHAR', duration_ms: 'BIGINT', status: 'VARCHAR'})",
            // Millisecond for millisecond, which is slow and cannot be wrong.
            "CREATE TABLE covered AS SELECT DISTINCT c.parent_span_id AS span_id,"
                + " unnest(range(epoch_ms(c.ts), epoch_ms(c.ts) + c.duration_ms)) AS ms"
                + " FROM s c WHERE c.parent_span_id IS NOT NULL",
            "CREATE TABLE self AS SELECT s.*, s.duration_ms - coalesce((SELECT count(*) FROM"
                + " covered c WHERE c.span_id = s.span_id AND c.ms >= epoch_ms(s.ts) AND c.ms <"
                + " epoch_ms(s.ts) + s.duration_ms), 0) AS self_ms FROM s"));
  }

  static GradedQuestions depot(Path data) throws SQLException {
    return new GradedQuestions(
        data,
        List.of(
            "CREATE TABLE m AS SELECT * EXCLUDE (ts), CAST(to_timestamp(ts) AT TIME ZONE 'UTC' AS"
                + " TIMESTAMP) AS ts FROM read_csv('$/gateway.csv')"));
  }

  List<Graded> grade(String resource) throws IOException, SQLException {
    List<Graded> graded = new ArrayList<>();
    for (Block block : blocks(text(resource))) {
      for (String phrasing : block.phrasings()) {
        graded.add(grade(phrasing, block));
      }
    }
    return graded;
  }

  static Map<Grade, Integer> counts(List<Graded> graded) {
    Map<Grade, Integer> counts = new EnumMap<>(Grade.class);
    for (Grade grade : Grade.values()) {
      counts.put(grade, (int) graded.stream().filter(g -> g.grade() == grade).count());
    }
    return counts;
  }

  private static String text(String resource) throws IOException {
    try (var in = GradedQuestions.class.getResourceAsStream("/questions/" + resource)) {
      if (in == null) {
        throw new IOException("no questions in " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> phrasings = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (String line : (text + "\n\n").split("\n", -1)) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("? ")) {
        phrasings.add(line.substring(2).strip());
      } else if (!line.isBlank()) {
        expected.append(line).append('\n');
      } else if (!phrasings.isEmpty()) {
        blocks.add(block(phrasings, expected.toString().strip()));
        phrasings = new ArrayList<>();
        expected = new StringBuilder();
      }
    }
    return blocks;
  }

  private static Block block(List<String> phrasings, String expected) {
    if (expected.startsWith("!")) {
      return new Block(List.copyOf(phrasings), "refused", expected.substring(1).strip());
    }
    String rest = expected.substring(1).strip();
    for (String kind : List.of("first", "labels", "near", "counts", "count", "some", "follow")) {
      if (rest.equals(kind) || rest.startsWith(kind + " ") || rest.startsWith(kind + "\n")) {
        return new Block(List.copyOf(phrasings), kind, rest.substring(kind.length()).strip());
      }
    }
    return new Block(List.copyOf(phrasings), "rows", rest);
  }

  private Graded grade(String phrasing, Block block) throws SQLException {
    List<String> parts = List.of(phrasing.split(" > "));
    Answers.Given given = answers.to(parts.subList(0, parts.size() - 1), parts.getLast(), true);
    boolean refusal = block.kind().equals("refused");
    return switch (given) {
      case Answers.Refused refused when refusal -> {
        boolean named = refused.word().toLowerCase(java.util.Locale.ROOT).contains(block.gold());
        yield new Graded(
            phrasing,
            named ? Grade.RIGHT : Grade.REFUSED,
            true,
            "named \"" + refused.word() + "\": " + refused.reason());
      }
      case Answers.Refused refused ->
          new Graded(phrasing, Grade.REFUSED, false, refused.word() + ": " + refused.reason());
      case Answers.Answered answered -> {
        String wrong = refusal ? "answered" : difference(answered, block);
        yield new Graded(
            phrasing,
            wrong.isEmpty() ? Grade.RIGHT : Grade.WRONG,
            refusal,
            wrong + " <" + answered.interpretation() + ">");
      }
    };
  }

  private String difference(Answers.Answered answered, Block block) throws SQLException {
    List<List<@Nullable Object>> rows = answered.answer().rows();
    switch (block.kind()) {
      case "some" -> {
        return rows.isEmpty() ? "no rows" : "";
      }
      case "count" -> {
        return rows.size() == Integer.parseInt(block.gold()) ? "" : rows.size() + " rows";
      }
      default -> {
        // The others have gold rows.
      }
    }
    List<List<@Nullable Object>> expected = gold(block.gold());
    return switch (block.kind()) {
      case "rows", "follow" -> allRows(expected, rows);
      case "labels" ->
          column(expected).equals(column(rows))
              ? ""
              : column(rows) + " are not " + column(expected);
      case "near", "counts" ->
          !rows.isEmpty() && hasAll(rows.getFirst(), expected.getFirst())
              ? ""
              : rows + " has not " + expected;
      case "first" ->
          !rows.isEmpty() && starts(rows.getFirst(), expected.getFirst())
              ? ""
              : some(rows) + " does not begin with " + expected;
      default -> throw new IllegalArgumentException(block.kind());
    };
  }

  private static Set<@Nullable Object> column(List<List<@Nullable Object>> rows) {
    Set<@Nullable Object> column = new HashSet<>();
    rows.forEach(r -> column.add(r.getFirst()));
    return column;
  }

  private static boolean hasAll(List<@Nullable Object> row, List<@Nullable Object> cells) {
    for (Object cell : cells) {
      boolean found = false;
      for (Object other : row) {
        found |= same(cell, other);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /** As many rows, and for each of gold one that begins so, whatever their order. */
  private static String allRows(
      List<List<@Nullable Object>> expected, List<List<@Nullable Object>> rows) {
    if (expected.size() != rows.size()) {
      return rows.size() + " rows instead of " + expected.size();
    }
    for (List<@Nullable Object> row : expected) {
      boolean found = false;
      for (List<@Nullable Object> other : rows) {
        found |= starts(other, row);
      }
      if (!found) {
        return "no row begins with " + row + " in " + some(rows);
      }
    }
    return "";
  }

  private static String some(List<List<@Nullable Object>> rows) {
    return rows.subList(0, Math.min(3, rows.size())).toString();
  }

  private static boolean starts(List<@Nullable Object> row, List<@Nullable Object> expected) {
    for (int i = 0; i < expected.size(); i++) {
      if (i >= row.size() || !same(expected.get(i), row.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(@Nullable Object expected, @Nullable Object found) {
    if (expected instanceof Number a && found instanceof Number b) {
      double size = Math.max(Math.abs(a.doubleValue()), Math.abs(b.doubleValue()));
      return Math.abs(a.doubleValue() - b.doubleValue()) <= TOLERANCE * Math.max(size, 1e-3);
    }
    return expected == null ? found == null : expected.equals(found);
  }

  private List<List<@Nullable Object>> gold(String sql) throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (Statement statement = gold.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(value(result, i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static @Nullable Object value(ResultSet result, int column) throws SQLException {
    Object value = result.getObject(column);
    return switch (value) {
      case null -> null;
      case Timestamp _ -> {
        LocalDateTime at = result.getObject(column, LocalDateTime.class);
        yield at.toInstant(ZoneOffset.UTC);
      }
      case Number number -> number.doubleValue();
      case Instant at -> at;
      default -> value.toString();
    };
  }

  @Override
  public void close() throws SQLException {
    tables.close();
    gold.close();
  }

  /** Prints what is not right of the files that are named, and the counts of all. */
  public static void main(String[] args) throws IOException, SQLException {
    Path root = Path.of(args[0]);
    boolean all = args.length > 1;
    for (String set : List.of("shop", "depot")) {
      Path data =
          set.equals("shop")
              ? AskedData.shop(root.resolve(set))
              : AskedData.depot(root.resolve(set));
      try (GradedQuestions questions = set.equals("shop") ? shop(data) : depot(data)) {
        for (String split : List.of("tuned", "untouched", "fresh", "fresh2")) {
          List<Graded> graded = questions.grade(set + "-" + split + ".txt");
          System.out.println(set + " " + split + " " + counts(graded));
          if (all || split.equals("tuned")) {
            graded.stream()
                .filter(g -> g.grade() != Grade.RIGHT)
                .forEach(g ->
                    System.out.println(
                        "  " + g.grade() + " " + g.question() + "\n      " + g.why()));
          }
        }
      }
    }
    Files.exists(root);
  }
}

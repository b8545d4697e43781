package dev.aegis.app.evidence;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process in which {@link RawQuery} runs a query: reads SQL from its input, writes one line of
 * JSON, {@code {"columns","rows"}} or {@code {"refused"}}, and ends.
 */
final class RawQueryProcess {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Set<String> TABLES =
      Stream.concat(QuestionTables.TABLES.stream(), EvidenceSchema.TABLES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private RawQueryProcess() {}

  /** Takes the database, six limits, and whether the guard looks at the query. */
  public static void main(String[] args) throws IOException {
    EvidenceFile.Limits limits =
        new EvidenceFile.Limits(
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]));
    String sql = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    ObjectNode said = answer(args[0], limits, sql, args[6].equals("guarded"));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(JSON.writeValueAsString(said));
    out.flush();
    // The library's threads must not keep a process alive that has said all.
    Runtime.getRuntime().halt(0);
  }

  private static ObjectNode answer(
      String database, EvidenceFile.Limits limits, String sql, boolean guarded) {
    Properties settings = ReadOnlyQueries.settings(limits);
    settings.setProperty("access_mode", "READ_ONLY");
    try (DuckDBConnection connection =
        (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + database, settings)) {
      try (Statement lock = connection.createStatement()) {
        lock.execute(ReadOnlyQueries.LOCK);
      }
      ReadOnlyQueries queries = new ReadOnlyQueries(connection, limits, TABLES);
      Answer answer =
          guarded ? queries.guarded(sql, queries::answer) : queries.compiled(sql, queries::answer);
      return written(answer);
    } catch (RefusedQueryException | SQLException e) {
      return refused(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return refused("expected an answer that fits into memory, found more; ask for less");
    }
  }

  private static ObjectNode refused(String reason) {
    ObjectNode said = JSON.createObjectNode();
    said.put("refused", reason.lines().findFirst().orElse("it was refused"));
    return said;
  }

  // Numbers, instants and texts are told apart by a letter, since JSON has one kind of number.

  private static ObjectNode written(Answer answer) {
    ObjectNode said = JSON.createObjectNode();
    ArrayNode columns = said.putArray("columns");
    answer.columns().forEach(columns::add);
    ArrayNode rows = said.putArray("rows");
    for (List<@Nullable Object> row : answer.rows()) {
      ArrayNode cells = rows.addArray();
      for (Object cell : row) {
        switch (cell) {
          case null -> cells.addNull();
          case Long number -> cells.add("l" + number);
          case Double number -> cells.add("d" + number);
          case Boolean yes -> cells.add("b" + yes);
          case Instant at -> cells.add("t" + at);
          default -> cells.add("s" + cell);
        }
      }
    }
    return said;
  }

  /** The answer in what a process said. */
  static Answer read(JsonNode said) {
    List<String> columns = new ArrayList<>();
    said.path("columns").forEach(c -> columns.add(c.asString()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (JsonNode row : said.path("rows")) {
      List<@Nullable Object> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.isNull() ? null : value(cell.asString())));
      rows.add(cells);
    }
    return new Answer(columns, rows);
  }

  private static Object value(String cell) {
    String text = cell.substring(1);
    return switch (cell.charAt(0)) {
      case 'l' -> Long.valueOf(text);
      case 'd' -> Double.valueOf(text);
      case 'b' -> Boolean.valueOf(text);
      case 't' -> Instant.parse(text);
      default -> text;
    };
  }
}

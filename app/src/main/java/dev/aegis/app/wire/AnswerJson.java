package dev.aegis.app.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers to questions about telemetry, for programs: one line each. */
public final class AnswerJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AnswerJson() {}

  /**
   * {@code {"interpretation","sql","columns":[],"rows":[[]],"notes":[]}}; instants in ISO 8601, no
   * value as {@code null}.
   */
  public static String answered(
      String interpretation,
      String sql,
      List<String> columns,
      List<List<@Nullable Object>> rows,
      List<String> notes) {
    ObjectNode line = JSON.createObjectNode();
    line.put("interpretation", interpretation);
    line.put("sql", sql);
    ArrayNode names = line.putArray("columns");
    columns.forEach(names::add);
    ArrayNode all = line.putArray("rows");
    for (List<@Nullable Object> row : rows) {
      ArrayNode cells = all.addArray();
      row.forEach(cell -> add(cells, cell));
    }
    ArrayNode said = line.putArray("notes");
    notes.forEach(said::add);
    return JSON.writeValueAsString(line);
  }

  private static void add(ArrayNode cells, @Nullable Object cell) {
    switch (cell) {
      case null -> cells.addNull();
      case Long number -> cells.add(number);
      case Double number -> cells.add(number);
      case Boolean yes -> cells.add(yes);
      default -> cells.add(cell.toString());
    }
  }

  /** {@code {"refused":true,"word","reason","nearest":[]}}. */
  public static String refused(String word, String reason, List<String> nearest) {
    ObjectNode line = JSON.createObjectNode();
    line.put("refused", true);
    line.put("word", word);
    line.put("reason", reason);
    ArrayNode others = line.putArray("nearest");
    nearest.forEach(others::add);
    return JSON.writeValueAsString(line);
  }

  /** {@code {"interpretation","sql"}} of a question that was not run. */
  public static String compiled(String interpretation, String sql) {
    ObjectNode line = JSON.createObjectNode();
    line.put("interpretation", interpretation);
    line.put("sql", sql);
    return JSON.writeValueAsString(line);
  }
}

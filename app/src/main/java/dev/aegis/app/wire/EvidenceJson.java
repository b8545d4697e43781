package dev.aegis.app.wire;

import dev.aegis.room.Evidence;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an incident's messages rest on, asked again, for programs: one line a piece. */
public final class EvidenceJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private EvidenceJson() {}

  /**
   * {@code {"n","id","seq","sender","finding","language","query","seal","look","state",
   * "columns":[],"rows":[[]],"found":[[]]}}; {@code rows} as the room says, {@code found} as it
   * came back now, left out where nothing did.
   */
  public static String piece(
      int n,
      long seq,
      String sender,
      Evidence evidence,
      int look,
      String state,
      List<List<String>> found) {
    ObjectNode line = JSON.createObjectNode();
    line.put("n", n);
    line.put("id", evidence.id());
    line.put("seq", seq);
    line.put("sender", sender);
    line.put("finding", evidence.finding());
    line.put("language", evidence.language());
    line.put("query", evidence.source());
    line.put("seal", evidence.seal());
    line.put("look", look);
    line.put("state", state);
    ArrayNode columns = line.putArray("columns");
    evidence.columns().forEach(columns::add);
    rows(line.putArray("rows"), evidence.rows());
    if (!found.isEmpty()) {
      rows(line.putArray("found"), found);
    }
    return JSON.writeValueAsString(line);
  }

  private static void rows(ArrayNode to, List<List<String>> rows) {
    for (List<String> row : rows) {
      ArrayNode cells = to.addArray();
      row.forEach(cells::add);
    }
  }
}

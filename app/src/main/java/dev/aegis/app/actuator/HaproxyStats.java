package dev.aegis.app.actuator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code show stat} tells at one moment. */
public final class HaproxyStats {
  private final List<Map<String, String>> rows;

  private HaproxyStats(List<Map<String, String>> rows) {
    this.rows = rows;
  }

  /** Reads it now. */
  public static HaproxyStats of(HaproxySocket socket) {
    String answer = socket.ask("show", "stat");
    List<String> lines = answer.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith("# ")) {
      throw socket.refused("show stat", answer);
    }
    String[] columns = lines.getFirst().substring(2).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < Math.min(columns.length, fields.length); i++) {
        row.put(columns[i], fields[i]);
      }
      rows.add(row);
    }
    return new HaproxyStats(rows);
  }

  /**
   * A number of a proxy or of one of its servers; 0 where HAProxy leaves the column empty.
   *
   * @param server {@code FRONTEND} and {@code BACKEND} are the proxy itself
   */
  public long number(String proxy, String server, String column) {
    for (Map<String, String> row : rows) {
      if (proxy.equals(row.get("pxname")) && server.equals(row.get("svname"))) {
        String value = row.getOrDefault(column, "");
        return value.isEmpty() ? 0 : Long.parseLong(value);
      }
    }
    throw new HaproxyException(
        "expected " + proxy + "/" + server + " in HAProxy's statistics, found no such row");
  }
}

package dev.aegis.agent;

import dev.aegis.room.Recheck.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which figures of a table are others than they were. Rows are told apart by their cells that are
 * no figures, such as a region or a metric; where those do not tell them apart, by their place.
 */
final class Differences {
  /** More are counted and not listed. */
  static final int MOST = 12;

  private static final Pattern FIGURE = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?\\d+)?");

  private Differences() {}

  static List<Figure> of(Desk.Table was, Desk.Table now) {
    if (!was.columns().equals(now.columns())) {
      return List.of(
          new Figure(
              "columns", String.join(", ", was.columns()), String.join(", ", now.columns())));
    }
    Map<String, List<String>> before = keyed(was);
    Map<String, List<String>> after = keyed(now);
    if (before.size() < was.rows().size() || after.size() < now.rows().size()) {
      before = placed(was);
      after = placed(now);
    }
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<String, List<String>> row : before.entrySet()) {
      List<String> found = after.get(row.getKey());
      if (found == null) {
        figures.add(new Figure(row.getKey(), String.join(", ", row.getValue()), ""));
      } else {
        cells(was.columns(), row.getKey(), row.getValue(), found, figures);
      }
    }
    Map<String, List<String>> known = before;
    after.forEach((key, row) -> {
      if (!known.containsKey(key)) {
        figures.add(new Figure(key, "", String.join(", ", row)));
      }
    });
    return figures.size() <= MOST ? figures : shortened(figures);
  }

  private static List<Figure> shortened(List<Figure> figures) {
    List<Figure> some = new ArrayList<>(figures.subList(0, MOST));
    some.add(new Figure(figures.size() - MOST + " more", "", ""));
    return some;
  }

  private static void cells(
      List<String> columns, String key, List<String> was, List<String> now, List<Figure> figures) {
    for (int i = 0; i < was.size(); i++) {
      if (!was.get(i).equals(now.get(i))) {
        String name = key.isEmpty() ? columns.get(i) : key + ", " + columns.get(i);
        figures.add(new Figure(name, was.get(i), now.get(i)));
      }
    }
  }

  private static Map<String, List<String>> keyed(Desk.Table table) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      String key =
          row.stream()
              .filter(cell -> !FIGURE.matcher(cell).matches() && !cell.equals("NULL"))
              .reduce((a, b) -> a + " " + b)
              .orElse("");
      rows.put(key, row);
    }
    return rows;
  }

  private static Map<String, List<String>> placed(Desk.Table table) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      rows.put("row " + (rows.size() + 1), row);
    }
    return rows;
  }
}

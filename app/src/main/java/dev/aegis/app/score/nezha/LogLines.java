package dev.aegis.app.score.nezha;

import dev.aegis.app.score.culprit.Cells;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Log lines, each put to the visit that wrote it. */
final class LogLines {
  /**
   * A line without what differs from request to request.
   *
   * @param at epoch seconds
   * @param shape the level and the place in the source where the line says so, else its first words
   * @param trouble whether its level says that something went wrong
   */
  record Line(double at, String shape, boolean trouble) {}

  private static final int COLUMNS = 8;
  private static final int LOOKED_AT = 200;
  private static final int WORDS_SHOWN = 60;
  private static final Pattern PLACED =
      Pattern.compile("(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\s+(\\S+#\\d+)");
  private static final Pattern DIFFERING = Pattern.compile("[0-9a-f]{8,}|\\d+");

  private LogLines() {}

  /** Adds the lines of a file to the visits that wrote them; others are left out. */
  static void add(Path path, Visits visits) {
    Cells.read(
        path,
        (number, cells) -> {
          if (number > 1 && cells.size() == COLUMNS) {
            Visits.Visit visit = visits.of(cells.get(5), cells.get(6));
            if (visit != null && visit.service.equals(Pods.service(cells.get(3)))) {
              visit.lines.add(line(Cells.number(path, number, cells.get(1)) / 1e9, cells.get(7)));
            }
          }
        });
  }

  static Line line(double at, String text) {
    String head = text.substring(0, Math.min(LOOKED_AT, text.length()));
    Matcher placed = PLACED.matcher(head);
    if (placed.find()) {
      String level = placed.group(1);
      return new Line(
          at, level + " " + placed.group(2), List.of("WARN", "ERROR", "FATAL").contains(level));
    }
    String shape = DIFFERING.matcher(head).replaceAll("*");
    return new Line(
        at,
        shape.substring(0, Math.min(WORDS_SHOWN, shape.length())),
        head.contains("ERROR") || head.contains("Exception"));
  }
}

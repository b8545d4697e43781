package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.room.Evidence;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a claim rests on, bounded for reading.
 *
 * @param id names it inside the room
 * @param finding what it shows
 * @param language of the source, such as {@code sql}
 * @param source as it can be run again, line by line
 * @param columns names
 * @param rows the first of them
 * @param more how many rows are not shown
 * @param seal of the evidence file it was asked of; empty for none
 */
public record EvidenceView(
    String id,
    String finding,
    String language,
    String source,
    List<String> columns,
    List<List<String>> rows,
    int more,
    String seal) {
  private static final int MOST_ROWS = 12;
  private static final int MOST_LINES = 60;

  public EvidenceView {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  static EvidenceView of(Evidence e) {
    return new EvidenceView(
        Said.inert(e.id()),
        Said.inert(e.finding()),
        Said.inert(e.language()),
        e.source()
            .lines()
            .limit(MOST_LINES)
            .map(EvidenceView::indented)
            .collect(Collectors.joining("\n")),
        inert(e.columns()),
        e.rows().stream().limit(MOST_ROWS).map(EvidenceView::inert).toList(),
        Math.max(0, e.rows().size() - MOST_ROWS),
        e.seal().length() > 12 ? e.seal().substring(0, 12) : e.seal());
  }

  private static String indented(String line) {
    return Said.inert(line).stripTrailing();
  }

  private static List<String> inert(List<String> cells) {
    return cells.stream().map(Said::inert).toList();
  }
}

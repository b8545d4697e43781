package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.room.Evidence;
import java.util.Arrays;
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
 * @param bars the last figure of each row in percent of the largest; empty where it is none
 */
public record EvidenceView(
    String id,
    String finding,
    String language,
    String source,
    List<String> columns,
    List<List<String>> rows,
    int more,
    String seal,
    List<Long> bars) {
  private static final int MOST_ROWS = 12;
  private static final int MOST_LINES = 60;

  public EvidenceView {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    bars = List.copyOf(bars);
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
        e.seal().length() > 12 ? e.seal().substring(0, 12) : e.seal(),
        bars(e.rows().stream().limit(MOST_ROWS).toList()));
  }

  /** Of two rows on that end with a figure, none of them below 0. */
  private static List<Long> bars(List<List<String>> rows) {
    double[] last =
        rows.stream().mapToDouble(row -> row.size() < 2 ? -1 : figure(row.getLast())).toArray();
    double most = Arrays.stream(last).max().orElse(0);
    boolean drawn = last.length > 1 && most > 0 && Arrays.stream(last).allMatch(v -> v >= 0);
    return drawn
        ? Arrays.stream(last).mapToObj(v -> Math.round(100 * v / most)).toList()
        : List.of();
  }

  private static double figure(String cell) {
    return cell.matches("\\d{1,15}(\\.\\d{1,20})?") ? Double.parseDouble(cell) : -1;
  }

  private static String indented(String line) {
    return Said.inert(line).stripTrailing();
  }

  private static List<String> inert(List<String> cells) {
    return cells.stream().map(Said::inert).toList();
  }
}

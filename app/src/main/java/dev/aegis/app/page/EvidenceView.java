package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.room.Evidence;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
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
 * @param range the times that its query names, from the first to the last; empty for none
 * @param drawn whether it is a course in time, which is drawn
 * @param address of its own page
 * @param csv the address of its rows as a file
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
    String range,
    boolean drawn,
    String address,
    String csv,
    List<Long> bars) {
  /** In a room. */
  static final int MOST_ROWS = 12;

  private static final int MOST_LINES = 60;
  private static final Pattern TIME =
      Pattern.compile("'(\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2})");

  public EvidenceView {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    bars = List.copyOf(bars);
  }

  /**
   * A piece of evidence.
   *
   * @param message the place in the room of whoever cites it
   * @param mostRows that are shown
   */
  static EvidenceView of(Evidence e, Incident record, long message, int mostRows) {
    boolean drawn = SeriesPicture.of(e, record).isPresent();
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
        e.rows().stream().limit(mostRows).map(EvidenceView::inert).toList(),
        Math.max(0, e.rows().size() - mostRows),
        e.seal().length() > 12 ? e.seal().substring(0, 12) : e.seal(),
        range(e.source()),
        drawn,
        address(e, record, message),
        "/rooms/" + name(record) + "/evidence.csv?" + named(e, message),
        drawn ? List.of() : bars(e.rows().stream().limit(mostRows).toList()));
  }

  /** Of its own page. */
  static String address(Evidence e, Incident record, long message) {
    return "/incidents/" + name(record) + "/evidence?" + named(e, message);
  }

  private static String name(Incident record) {
    return record.room().map(Object::toString).orElse("");
  }

  private static String named(Evidence e, long message) {
    return "message=" + message + "&id=" + URLEncoder.encode(e.id(), StandardCharsets.UTF_8);
  }

  private static String range(String source) {
    List<String> times =
        TIME.matcher(source).results().map(found -> found.group(1).replace('T', ' ')).toList();
    return times.isEmpty()
        ? ""
        : Collections.min(times) + " to " + Collections.max(times).substring(11) + " UTC";
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

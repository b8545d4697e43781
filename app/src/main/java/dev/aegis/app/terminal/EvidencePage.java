package dev.aegis.app.terminal;

import dev.aegis.room.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an incident's messages rest on, for people: a line a piece, or one piece whole.
 *
 * @param width cells in a line
 */
public record EvidencePage(Style style, Glyphs glyphs, int width) {
  /**
   * A piece of evidence in the list.
   *
   * @param n its place
   * @param state what came of asking it again
   * @param well whether that is as it shall be
   */
  public record Row(int n, String id, String sender, String state, boolean well, String finding) {}

  /** Which file it is, and what is in it. */
  public List<String> head(String file, String about) {
    List<String> lines = new ArrayList<>();
    wrap(lines, Ink.STRONG, "", file);
    wrap(lines, Ink.DIM, "  ", about);
    lines.add("");
    return lines;
  }

  /** The list. */
  public List<String> list(List<Row> rows) {
    int id = rows.stream().mapToInt(r -> r.id().length()).max().orElse(0);
    int sender = rows.stream().mapToInt(r -> r.sender().length()).max().orElse(0);
    int state = rows.stream().mapToInt(r -> r.state().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      String before =
          String.format(
              Locale.ROOT,
              "%3d  %-" + id + "s  %-" + sender + "s  ",
              row.n(),
              row.id(),
              row.sender());
      String came = String.format(Locale.ROOT, "%-" + state + "s  ", row.state());
      int room = Math.max(8, width - before.length() - came.length());
      String finding = glyphs.inert(row.finding());
      String said = Cells.of(finding) <= room ? finding : Cells.start(finding, room - 1) + "…";
      lines.add(
          style.paint(
              List.of(
                  new Span(Ink.DIM, before),
                  new Span(row.well() ? Ink.DIM : Ink.WARN, came),
                  new Span(Ink.PLAIN, said))));
    }
    lines.add("");
    return lines;
  }

  /** What comes of all. */
  public List<String> sentences(List<String> sentences) {
    List<String> lines = new ArrayList<>();
    sentences.forEach(s -> wrap(lines, Ink.PLAIN, "", s));
    return lines;
  }

  /**
   * One piece whole.
   *
   * @param look the look of the evidence it was asked of; 0 where that is not known
   * @param other the rows that came back instead; empty where they are the same
   */
  public List<String> piece(
      Evidence evidence, String sender, String state, int look, List<List<String>> other) {
    List<String> notes = new ArrayList<>();
    notes.add(
        sender + (look == 0 ? ", " : " asked this of look " + look + "; asked again: ") + state);
    other.forEach(row -> notes.add("now: " + String.join(", ", row)));
    return new AnswerPage(style, glyphs, width)
        .answered(
            evidence.id() + ": " + evidence.finding(),
            evidence.source(),
            evidence.columns(),
            cells(evidence.rows()),
            notes);
  }

  private static List<List<@Nullable Object>> cells(List<List<String>> rows) {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(Collections.unmodifiableList(new ArrayList<>(row))));
    return cells;
  }

  private void wrap(List<String> lines, Ink ink, String mark, String text) {
    new Paragraph(glyphs)
        .mark(Ink.PLAIN, mark)
        .add(ink, text)
        .lines(width)
        .forEach(line -> lines.add(style.paint(line)));
  }
}

package dev.aegis.app.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question, for people: how it was understood, a table with a bar beside each row,
 * and the SQL.
 *
 * @param width cells in a line
 */
public record AnswerPage(Style style, Glyphs glyphs, int width) {
  private static final MathContext DIGITS = new MathContext(6);
  private static final int ROWS_SHOWN = 40;
  private static final int WIDEST = 44;
  private static final int LEAST_BAR = 8;
  private static final int LONGEST_BAR = 30;

  /** An answer. */
  public List<String> answered(
      String interpretation,
      String sql,
      List<String> columns,
      List<List<@Nullable Object>> rows,
      List<String> notes) {
    List<String> lines = new ArrayList<>();
    paragraph(lines, Ink.STRONG, "", interpretation);
    lines.add("");
    if (rows.isEmpty()) {
      paragraph(lines, Ink.PLAIN, "  ", "no rows");
    } else {
      table(lines, columns, rows);
    }
    if (rows.size() > ROWS_SHOWN) {
      paragraph(
          lines, Ink.DIM, "  ", (rows.size() - ROWS_SHOWN) + " more rows; --json has all of them");
    }
    for (String note : notes) {
      paragraph(lines, Ink.WARN, "  ", note);
    }
    lines.add("");
    sql(lines, sql);
    return lines;
  }

  /** A refusal. */
  public List<String> refused(String word, String reason, List<String> nearest) {
    List<String> lines = new ArrayList<>();
    paragraph(
        lines,
        Ink.WARN,
        "",
        "not answered" + (word.isEmpty() ? "" : ": \"" + word + "\"") + " - " + reason);
    if (!nearest.isEmpty()) {
      paragraph(lines, Ink.DIM, "", "could be answered:");
      nearest.forEach(n -> paragraph(lines, Ink.PLAIN, "  ", n));
    }
    return lines;
  }

  private void paragraph(List<String> lines, Ink ink, String mark, String text) {
    new Paragraph(glyphs)
        .mark(Ink.PLAIN, mark)
        .add(ink, text)
        .lines(width)
        .forEach(line -> lines.add(style.paint(line)));
  }

  private void sql(List<String> lines, String sql) {
    for (String line : sql.split("\n", -1)) {
      int indent = line.length() - line.stripLeading().length();
      new Paragraph(glyphs)
          .mark(Ink.PLAIN, "  " + " ".repeat(indent))
          .add(Ink.DIM, line.strip())
          .lines(width)
          .forEach(l -> lines.add(style.paint(l)));
    }
  }

  // ---- the table

  private void table(List<String> lines, List<String> columns, List<List<@Nullable Object>> rows) {
    List<List<@Nullable Object>> shown = rows.subList(0, Math.min(rows.size(), ROWS_SHOWN));
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(c -> cut(glyphs.inert(c))).toList());
    shown.forEach(r -> cells.add(r.stream().map(c -> cut(glyphs.inert(text(c)))).toList()));
    int[] widths = widths(cells);
    int used = 0;
    int fitting = 0;
    while (fitting < widths.length && (fitting == 0 || used + widths[fitting] + 2 <= width)) {
      used += widths[fitting] + 2;
      fitting++;
    }
    int measured = shown.size() > 1 ? measured(shown) : -1;
    boolean[] right = new boolean[widths.length];
    for (int c = 0; c < right.length; c++) {
      int column = c;
      right[c] =
          shown.stream().allMatch(r -> r.get(column) == null || r.get(column) instanceof Number);
    }
    for (int i = 0; i < cells.size(); i++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < fitting; c++) {
        String cell = cells.get(i).get(c);
        String blank = " ".repeat(widths[c] - Cells.of(cell));
        line.append("  ").append(right[c] ? blank + cell : cell + blank);
      }
      List<Span> spans = new ArrayList<>();
      spans.add(new Span(i == 0 ? Ink.DIM : Ink.PLAIN, line.toString()));
      if (i > 0 && measured >= 0 && fitting == widths.length) {
        spans.add(new Span(Ink.OBSERVER, bar(shown, i - 1, measured, width - used - 2)));
      }
      lines.add(style.paint(spans).stripTrailing());
    }
    for (int c = fitting; c < widths.length; c++) {
      paragraph(lines, Ink.DIM, "  ", "not shown, too wide: " + columns.get(c));
    }
  }

  private static int[] widths(List<List<String>> cells) {
    int[] widths = new int[cells.getFirst().size()];
    for (List<String> row : cells) {
      for (int c = 0; c < row.size(); c++) {
        widths[c] = Math.max(widths[c], Cells.of(row.get(c)));
      }
    }
    return widths;
  }

  private static String cut(String text) {
    return Cells.of(text) <= WIDEST ? text : Cells.start(text, WIDEST - 1) + "…";
  }

  /** The column whose bars are drawn: the first of numbers, none of which is negative. */
  private static int measured(List<List<@Nullable Object>> rows) {
    for (int c = 0; c < rows.getFirst().size(); c++) {
      int column = c;
      boolean numbers =
          rows.stream().allMatch(r -> r.get(column) == null || r.get(column) instanceof Number);
      if (numbers && rows.stream().anyMatch(r -> r.get(column) != null)) {
        boolean positive =
            rows.stream()
                .allMatch(r -> !(r.get(column) instanceof Number n) || n.doubleValue() >= 0);
        return positive ? c : -1;
      }
    }
    return -1;
  }

  private String bar(List<List<@Nullable Object>> rows, int row, int column, int room) {
    double most = 0;
    for (List<@Nullable Object> each : rows) {
      most = each.get(column) instanceof Number n ? Math.max(most, n.doubleValue()) : most;
    }
    int longest = Math.min(room, LONGEST_BAR);
    if (longest < LEAST_BAR || most <= 0 || !(rows.get(row).get(column) instanceof Number n)) {
      return "";
    }
    int length = (int) Math.round(n.doubleValue() / most * longest);
    return "  " + (glyphs == Glyphs.UNICODE ? "▇" : "#").repeat(Math.max(length, 0));
  }

  private static String text(@Nullable Object cell) {
    return switch (cell) {
      case null -> "-";
      case Double number -> number(number);
      default -> cell.toString();
    };
  }

  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= 1e12 || size < 1e-6 ? rounded.toString() : rounded.toPlainString();
  }
}

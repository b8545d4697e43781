package dev.aegis.app.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text that wraps between words, with an optional mark before it under which nothing runs, and an
 * optional figure flush right on its first line.
 */
final class Paragraph {
  private final List<Span> words = new ArrayList<>();
  private final Glyphs glyphs;
  private Span mark = Span.plain("");
  private Span figure = Span.plain("");

  Paragraph(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** Stands before the first line; later lines are indented by its width. */
  Paragraph mark(Ink ink, String text) {
    mark = new Span(ink, glyphs.inert(text));
    return this;
  }

  /** Stands flush right on the first line, or on a line of its own where it does not fit. */
  Paragraph figure(Ink ink, String text) {
    figure = new Span(ink, glyphs.inert(text));
    return this;
  }

  Paragraph add(Ink ink, String text) {
    words.addAll(split(new Span(ink, glyphs.inert(text))));
    return this;
  }

  Paragraph add(String text) {
    return add(Ink.PLAIN, text);
  }

  /** Keeps the words of the text on one line. */
  Paragraph addWhole(Ink ink, String text) {
    words.add(new Span(ink, glyphs.inert(text)));
    return this;
  }

  /** The same for a surface that wraps by itself: words of one ink together. */
  Said.Line line() {
    List<Said.Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Ink ink = Ink.PLAIN;
    for (Span word : words) {
      if (word.ink() != ink) {
        Said.Piece.of(ink, text).ifPresent(pieces::add);
        text.setLength(0);
        ink = word.ink();
      }
      text.append(text.isEmpty() ? "" : " ").append(word.text());
    }
    Said.Piece.of(ink, text).ifPresent(pieces::add);
    return new Said.Line(
        Said.Piece.of(mark.ink(), mark.text().strip()),
        pieces,
        Said.Piece.of(figure.ink(), figure.text()));
  }

  /** Lines no wider than so many cells. */
  List<List<Span>> lines(int width) {
    // A mark that would leave no room for words gets a line for itself.
    int indent = Cells.of(mark.text());
    boolean apart = indent > width / 2;
    List<List<Span>> lines = new ArrayList<>();
    if (apart) {
      lines.addAll(broken(mark, width));
      indent = Math.min(2, width / 2);
    }
    int first = Cells.of(figure.text());
    boolean beside = first > 0 && first + 2 <= (width - indent) / 2;
    Wrap wrap = new Wrap(width - indent, beside ? first + 2 : 0);
    words.forEach(wrap::add);
    List<List<Span>> wrapped = wrap.finish();
    for (int i = 0; i < wrapped.size(); i++) {
      List<Span> line = new ArrayList<>();
      line.addAll(i == 0 && !apart ? marked() : List.of(Span.plain(" ".repeat(indent))));
      line.addAll(wrapped.get(i));
      lines.add(line);
    }
    if (beside) {
      flushRight(lines.get(lines.size() - wrapped.size()), figure, width);
    } else if (first > 0) {
      lines.addAll(rightLines(figure, width));
    }
    return lines;
  }

  /** The space after a mark is not part of it: an ink that fills its cells would show there. */
  private List<Span> marked() {
    String word = mark.text().stripTrailing();
    String space = mark.text().substring(word.length());
    return List.of(new Span(mark.ink(), word), Span.plain(space));
  }

  private static List<List<Span>> rightLines(Span figure, int width) {
    List<List<Span>> lines = broken(figure, width);
    for (List<Span> line : lines) {
      line.addFirst(Span.plain(" ".repeat(Math.max(0, width - cells(line)))));
    }
    return lines;
  }

  private static List<List<Span>> broken(Span span, int width) {
    Wrap wrap = new Wrap(width, 0);
    split(span).forEach(wrap::add);
    return wrap.finish();
  }

  private static List<Span> split(Span span) {
    List<Span> words = new ArrayList<>();
    for (String word : span.text().split(" ", -1)) {
      if (!word.isEmpty()) {
        words.add(new Span(span.ink(), word));
      }
    }
    return words;
  }

  static int cells(List<Span> line) {
    return line.stream().mapToInt(span -> Cells.of(span.text())).sum();
  }

  /** Appends at the right edge; the caller knows that it fits. */
  static void flushRight(List<Span> line, Span span, int width) {
    int gap = width - cells(line) - Cells.of(span.text());
    line.add(Span.plain(" ".repeat(gap)));
    line.add(span);
  }

  /** Fills lines with words; a word wider than a line is cut. */
  private static final class Wrap {
    private final int width;
    private final int reservedOnFirst;
    private final List<List<Span>> lines = new ArrayList<>();
    private List<Span> line = new ArrayList<>();
    private int used;

    Wrap(int width, int reservedOnFirst) {
      this.width = width;
      this.reservedOnFirst = reservedOnFirst;
    }

    void add(Span word) {
      int cells = Cells.of(word.text());
      if (used > 0 && used + 1 + cells > room()) {
        next();
      }
      if (cells > room()) {
        cut(word);
        return;
      }
      if (used > 0) {
        append(Span.plain(" "));
      }
      append(word);
    }

    private void cut(Span word) {
      String rest = word.text();
      while (Cells.of(rest) > room()) {
        String start = Cells.start(rest, room());
        if (start.isEmpty()) {
          return;
        }
        append(new Span(word.ink(), start));
        rest = rest.substring(start.length());
        next();
      }
      if (!rest.isEmpty()) {
        append(new Span(word.ink(), rest));
      }
    }

    private int room() {
      return lines.isEmpty() ? width - reservedOnFirst : width;
    }

    private void append(Span span) {
      line.add(span);
      used += Cells.of(span.text());
    }

    private void next() {
      lines.add(line);
      line = new ArrayList<>();
      used = 0;
    }

    List<List<Span>> finish() {
      if (!line.isEmpty() || lines.isEmpty()) {
        next();
      }
      return lines;
    }
  }
}

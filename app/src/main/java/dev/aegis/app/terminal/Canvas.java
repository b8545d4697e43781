package dev.aegis.app.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells that curves are drawn into, row 0 at the bottom. What is drawn later covers what was there.
 */
final class Canvas {
  static final int NOWHERE = -1;
  private static final int NUMBER_EVERY = 9;
  private final char[][] cells;
  private final Ink[][] inks;

  Canvas(int columns, int rows) {
    cells = new char[rows][columns];
    inks = new Ink[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        put(column, row, ' ', Ink.PLAIN);
      }
    }
  }

  int columns() {
    return cells[0].length;
  }

  void put(int column, int row, char glyph, Ink ink) {
    cells[row][column] = glyph;
    inks[row][column] = ink;
  }

  /** Draws a curve through the given row of each column, {@link #NOWHERE} where it is not. */
  void draw(Curve curve, int[] rows, Glyphs glyphs) {
    for (int column = 0; column < rows.length; column++) {
      int row = rows[column];
      int before = column == 0 ? NOWHERE : rows[column - 1];
      if (row == NOWHERE) {
        continue;
      }
      if (before == NOWHERE || before == row) {
        put(column, row, level(curve, column, glyphs), curve.pen().ink());
      } else {
        rise(curve.pen(), column, before, row, glyphs);
      }
    }
  }

  private static char level(Curve curve, int column, Glyphs glyphs) {
    boolean numbered = curve.number() > 0 && curve.number() < 10;
    return numbered && column % NUMBER_EVERY == NUMBER_EVERY - 1
        ? (char) ('0' + curve.number())
        : curve.pen().glyph(glyphs, Pen.LEVEL);
  }

  private void rise(Pen pen, int column, int from, int to, Glyphs glyphs) {
    boolean up = to > from;
    put(column, from, pen.glyph(glyphs, up ? Pen.BOTTOM_RIGHT : Pen.TOP_RIGHT), pen.ink());
    put(column, to, pen.glyph(glyphs, up ? Pen.TOP_LEFT : Pen.BOTTOM_LEFT), pen.ink());
    for (int row = Math.min(from, to) + 1; row < Math.max(from, to); row++) {
      put(column, row, pen.glyph(glyphs, Pen.UPRIGHT), pen.ink());
    }
  }

  /** One row, neighbours of one ink together. */
  List<Span> row(int row) {
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (int column = 1; column <= columns(); column++) {
      if (column == columns() || inks[row][column] != inks[row][start]) {
        spans.add(new Span(inks[row][start], new String(cells[row], start, column - start)));
        start = column;
      }
    }
    return spans;
  }
}

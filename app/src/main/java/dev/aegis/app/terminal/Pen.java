package dev.aegis.app.terminal;

import dev.aegis.room.Verdict;

/**
 * How a curve is drawn; each is told from the others without colour. The strings hold, in this
 * order: level, upright, and the corners as in a box: top left, top right, bottom left, bottom
 * right.
 */
enum Pen {
  OBSERVED(Ink.PLAIN, "─│╭╮╰╯", "o|oooo"),
  DO_NOTHING(Ink.DIM, "······", "......"),
  REJECTED(Ink.BAD, "╌╎╭╮╰╯", "x:xxxx"),
  ABSTAINED(Ink.WARN, "╌╎╭╮╰╯", "?:????"),
  PASSED(Ink.GOOD, "━┃┏┓┗┛", "#######"),
  SLO(Ink.WARN, "------", "------"),
  /** Where nine of ten replays lie, behind their median. */
  BAND(Ink.DIM, "░░░░░░", "%%%%%%");

  static final int LEVEL = 0;
  static final int UPRIGHT = 1;
  static final int TOP_LEFT = 2;
  static final int TOP_RIGHT = 3;
  static final int BOTTOM_LEFT = 4;
  static final int BOTTOM_RIGHT = 5;

  private final Ink ink;
  private final String unicode;
  private final String ascii;

  Pen(Ink ink, String unicode, String ascii) {
    this.ink = ink;
    this.unicode = unicode;
    this.ascii = ascii;
  }

  static Pen of(Verdict verdict) {
    return switch (verdict) {
      case PASS -> PASSED;
      case REJECT -> REJECTED;
      case ABSTAIN -> ABSTAINED;
    };
  }

  Ink ink() {
    return ink;
  }

  char glyph(Glyphs glyphs, int part) {
    return switch (glyphs) {
      case UNICODE -> unicode.charAt(part);
      case ASCII -> ascii.charAt(part);
    };
  }
}

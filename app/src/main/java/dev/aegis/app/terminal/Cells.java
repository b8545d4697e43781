package dev.aegis.app.terminal;

/**
 * How many cells of a terminal a text takes. Where terminals differ (flags, skin tones), the larger
 * number is taken, so that a line is never wider than said.
 */
final class Cells {
  /** First and last code point of the ranges that are two cells wide (Unicode TR 11: W and F). */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4dc0, 0x4dff,
    0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19,
    0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18dff, 0x1aff0, 0x1b2ff, 0x1d300,
    0x1d376, 0x1f000, 0x1faff, 0x20000, 0x3fffd
  };

  private Cells() {}

  static int of(String text) {
    int cells = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      cells += of(c);
      i += Character.charCount(c);
    }
    return cells;
  }

  static int of(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(codePoint) || Character.isEmojiPresentation(codePoint) ? 2 : 1;
  }

  private static boolean isWide(int codePoint) {
    for (int i = 0; i < WIDE.length; i += 2) {
      if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** The longest start of the text that fits into so many cells. */
  static String start(String text, int cells) {
    int used = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      used += of(c);
      if (used > cells) {
        break;
      }
      i += Character.charCount(c);
    }
    return text.substring(0, i);
  }
}

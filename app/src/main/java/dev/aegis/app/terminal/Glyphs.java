package dev.aegis.app.terminal;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Which characters the terminal can show, and the way to make any text harmless on it: whatever
 * could move the cursor, switch a mode or turn the direction of writing becomes visible text.
 */
public enum Glyphs {
  UNICODE,
  ASCII;

  /** More than this many marks on one letter overflow into the lines above and below. */
  private static final int MARKS_KEPT = 2;

  /** Everything for UTF-8, else ASCII alone. */
  public static Glyphs of(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8) ? UNICODE : ASCII;
  }

  /** The same text on one line, inert, in characters that can be shown. */
  String inert(String text) {
    StringBuilder out = new StringBuilder();
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      marks = isMark(c) ? marks + 1 : 0;
      if (marks <= MARKS_KEPT) {
        out.append(inert(c));
      }
    }
    return out.toString();
  }

  private String inert(int c) {
    if (c == '\n' || c == '\r' || c == '\t' || Character.isSpaceChar(c)) {
      return " ";
    }
    if (isVariationSelector(c)) {
      return "";
    }
    if (obeyed(c)) {
      return String.format(Locale.ROOT, "<%04x>", c);
    }
    return this == ASCII && c > '~' ? ascii(c) : Character.toString(c);
  }

  private static boolean isMark(int c) {
    return c >= 0x300
        && switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
          default -> false;
        };
  }

  /** They make a character wide on some terminals and not on others. */
  private static boolean isVariationSelector(int c) {
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static boolean obeyed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static String ascii(int c) {
    return switch (c) {
      case '→' -> "->";
      case '·' -> "-";
      case '…' -> "...";
      case '−', '–', '—', '─' -> "-";
      case '│' -> "|";
      case '×' -> "x";
      case '≤' -> "<=";
      case '≥' -> ">=";
      case '‘', '’' -> "'";
      case '“', '”' -> "\"";
      default -> isMark(c) ? "" : "?";
    };
  }
}

package dev.aegis.app.intake;

import java.util.Locale;

/**
 * Reads numbers as recordings write them: plain, with a unit behind ({@code 230ms}, {@code 4.5%}),
 * with a decimal comma where the file separates by something else, or one of the many words for
 * "not measured". One reader a file: not thread-safe.
 */
final class Numbers {
  /** What a cell was. */
  enum Cell {
    NUMBER,
    EMPTY,
    NOT_A_NUMBER,
    INFINITE,
    TEXT
  }

  private final boolean decimalComma;
  private double value;
  private Unit unit = Unit.NONE;

  Numbers(boolean decimalComma) {
    this.decimalComma = decimalComma;
  }

  /** The number of the last cell that was one. */
  double value() {
    return value;
  }

  /** The unit written behind it. */
  Unit unit() {
    return unit;
  }

  Cell read(String s, int start, int stop) {
    int from = start;
    int to = stop;
    while (from < to && s.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && s.charAt(to - 1) <= ' ') {
      to--;
    }
    unit = Unit.NONE;
    if (from == to) {
      return Cell.EMPTY;
    }
    value = Decimal.parse(s, from, to);
    if (!Double.isNaN(value)) {
      return Double.isInfinite(value) ? Cell.INFINITE : Cell.NUMBER;
    }
    return to - from > 40 ? Cell.TEXT : unusual(s.substring(from, to));
  }

  private Cell unusual(String text) {
    Cell word = word(text.toLowerCase(Locale.ROOT));
    if (word != Cell.TEXT) {
      return word;
    }
    int last = text.length();
    while (last > 0 && !Character.isDigit(text.charAt(last - 1))) {
      last--;
    }
    String number =
        decimalComma ? text.substring(0, last).replace(',', '.') : text.substring(0, last);
    value = Decimal.parse(number, 0, number.length());
    if (Double.isNaN(value)) {
      return Cell.TEXT;
    }
    if (last < text.length()) {
      Unit behind = Unit.behindNumber(text.substring(last).strip());
      if (behind == Unit.NONE) {
        return Cell.TEXT;
      }
      unit = behind;
    }
    return Double.isInfinite(value) ? Cell.INFINITE : Cell.NUMBER;
  }

  private static Cell word(String lower) {
    return switch (lower) {
      case "null", "nil", "none", "na", "n/a", "-", "--", "undefined", "#n/a" -> Cell.EMPTY;
      case "nan", "+nan", "-nan" -> Cell.NOT_A_NUMBER;
      case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity" -> Cell.INFINITE;
      default -> Cell.TEXT;
    };
  }

  /** Whether the text is one of the words for "not recorded". */
  static boolean isAbsent(String text) {
    return text.isEmpty()
        || (text.length() <= 9 && word(text.toLowerCase(Locale.ROOT)) != Cell.TEXT);
  }
}

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

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT = 1L << 53;

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
    value = plain(s, from, to);
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
    value = plain(number, 0, number.length());
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

  /** A plain decimal number, correctly rounded; NaN where it is none. */
  static double plain(String s, int from, int to) {
    int at = from;
    boolean negative = at < to && s.charAt(at) == '-';
    if (negative || (at < to && s.charAt(at) == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean point = false;
    for (; at < to; at++) {
      char c = s.charAt(at);
      if (c >= '0' && c <= '9') {
        mantissa = mantissa * 10 + (c - '0');
        digits++;
        scale += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0 || (at < to && !isExponent(s, at, to))) {
      return Double.NaN;
    }
    if (at == to && digits <= 18 && mantissa <= EXACT && scale <= 22) {
      double exact = scale == 0 ? mantissa : mantissa / POWERS[scale];
      return negative ? -exact : exact;
    }
    return to - from > 400 ? Double.NaN : Double.parseDouble(s.substring(from, to));
  }

  private static boolean isExponent(String s, int from, int to) {
    int at = from;
    if (s.charAt(at) != 'e' && s.charAt(at) != 'E') {
      return false;
    }
    at++;
    if (at < to && (s.charAt(at) == '-' || s.charAt(at) == '+')) {
      at++;
    }
    int first = at;
    while (at < to && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
      at++;
    }
    return at == to && at > first;
  }
}

package dev.aegis.app.scrape;

import java.util.Locale;

/** Reads the numbers of the text format; correctly rounded. */
final class Decimal {
  private static final long EXACT = 1L << 53;
  private static final int LONGEST = 400;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private Decimal() {}

  /**
   * The number between two positions: decimal, {@code NaN} or an infinity.
   *
   * @throws NumberFormatException where it is none
   */
  static double parse(String text, int from, int to) {
    int at = from;
    boolean negative = at < to && text.charAt(at) == '-';
    if (negative || (at < to && text.charAt(at) == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean point = false;
    for (; at < to; at++) {
      char c = text.charAt(at);
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
    if (at == to && digits > 0 && digits <= 18 && mantissa <= EXACT && scale <= 22) {
      double exact = scale == 0 ? mantissa : mantissa / POWERS[scale];
      return negative ? -exact : exact;
    }
    return digits > 0 ? longForm(text.substring(from, to), at - from) : word(text, from, to);
  }

  /** Java reads more than the format knows, such as {@code 1d} and hexadecimal digits. */
  private static double longForm(String number, int exponent) {
    boolean known =
        number.length() <= LONGEST
            && (exponent == number.length()
                || number.substring(exponent).matches("[eE][+-]?[0-9]{1,9}"));
    if (!known) {
      throw new NumberFormatException();
    }
    return Double.parseDouble(number);
  }

  private static double word(String text, int from, int to) {
    return switch (to - from > 10 ? "" : text.substring(from, to).toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new NumberFormatException();
    };
  }
}

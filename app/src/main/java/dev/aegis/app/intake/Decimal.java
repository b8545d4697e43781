package dev.aegis.app.intake;

/**
 * Reads plain decimal numbers, correctly rounded. Short ones, which most are, without the detour
 * over {@link Double#parseDouble}, which also knows forms that no file format has.
 */
public final class Decimal {
  private static final long EXACT = 1L << 53;
  private static final int LONGEST = 400;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private Decimal() {}

  /**
   * The number between two positions: digits with an optional sign, point and exponent.
   *
   * @return NaN where it is none
   */
  public static double parse(String s, int from, int to) {
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
    return to - from > LONGEST ? Double.NaN : Double.parseDouble(s.substring(from, to));
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

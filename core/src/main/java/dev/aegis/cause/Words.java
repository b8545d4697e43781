package dev.aegis.cause;

import java.util.Locale;

/** Figures and names as people read them; the same in every locale. */
public final class Words {
  private static final int LONGEST_NAME = 64;

  private Words() {}

  static String millis(double value) {
    return String.format(Locale.ROOT, "%,.0f ms", value);
  }

  /** A ratio as per cent. */
  static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * ratio);
  }

  static String plain(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
  }

  static String duration(double seconds) {
    double size = Math.abs(seconds);
    if (size < 120) {
      return String.format(Locale.ROOT, "%.0f s", size);
    }
    return size < 7200
        ? String.format(Locale.ROOT, "%.0f min", size / 60)
        : String.format(Locale.ROOT, "%.1f h", size / 3600);
  }

  /**
   * A name out of telemetry, made harmless to read: one line, no control characters, not endless.
   */
  public static String name(String untrusted) {
    StringBuilder clean = new StringBuilder();
    untrusted
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .limit(LONGEST_NAME)
        .forEach(clean::appendCodePoint);
    return clean.isEmpty() ? "(unnamed)" : clean.toString();
  }
}

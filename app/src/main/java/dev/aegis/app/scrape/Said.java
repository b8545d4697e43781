package dev.aegis.app.scrape;

import dev.aegis.app.intake.CleanText;

/** Words of a target as they are shown: short, clean, and nothing that a terminal would obey. */
final class Said {
  private static final int SHOWN = 60;
  private static final int HELP = 300;

  private Said() {}

  static String of(String text) {
    return of(text, 0, text.length());
  }

  static String of(String text, int from, int to) {
    return from >= to
        ? "nothing"
        : "\"" + CleanText.line(text.substring(from, Math.min(to, from + 4 * SHOWN)), SHOWN) + "\"";
  }

  /** A help text with its escapes resolved, as one line. */
  static String help(String text, Dialect dialect) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length() && plain.length() < 2 * HELP; i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      boolean quote = next == '"' && dialect == Dialect.OPENMETRICS;
      boolean escape = c == '\\' && (next == '\\' || next == 'n' || quote);
      plain.append(escape ? (next == 'n' ? '\n' : next) : c);
      i += escape ? 1 : 0;
    }
    return CleanText.line(plain.toString(), HELP);
  }
}

package dev.aegis.app.intake;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes text from outside fit to be a name or a line: no control, no escape, no override of
 * direction.
 */
public final class CleanText {
  private static final int NAME_LENGTH = 120;
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]?|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|.)");

  private CleanText() {}

  /** One printable line of at most so many characters. */
  public static String line(String text, int length) {
    String plain = text.indexOf('\u001b') < 0 ? text : ESCAPE.matcher(text).replaceAll("");
    StringBuilder kept = new StringBuilder(Math.min(plain.length(), length));
    for (int i = 0; i < plain.length() && kept.length() < length; ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != ' ') {
          kept.append(' ');
        }
      } else if (isPrintable(c)) {
        kept.appendCodePoint(c);
      }
    }
    return kept.toString().strip();
  }

  /** The value of a label such as a service or a pod. */
  public static String name(String text) {
    return line(text, NAME_LENGTH);
  }

  /** The name of a metric: lower-case letters, digits and {@code _ . : -}. Never blank. */
  public static String metric(String text) {
    String lower = name(text).toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); ) {
      int c = lower.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isLetterOrDigit(c) || c == '.' || c == ':' || c == '-') {
        kept.appendCodePoint(c);
      } else if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != '_') {
        kept.append('_');
      }
    }
    while (!kept.isEmpty() && kept.charAt(kept.length() - 1) == '_') {
      kept.setLength(kept.length() - 1);
    }
    return kept.isEmpty() ? "unnamed" : kept.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

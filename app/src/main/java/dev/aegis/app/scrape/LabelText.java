package dev.aegis.app.scrape;

import java.util.HashMap;
import java.util.Map;

/**
 * The text of a name with its labels, such as {@code up{job="a"}}, taken apart once. A name that is
 * not of letters, digits and _ stands in quotes, that of the metric first in the braces.
 */
final class LabelText {
  private final String text;
  private final int line;
  private final int most;
  private int at;

  LabelText(String text, int line, int most) {
    this.text = text;
    this.line = line;
    this.most = most;
  }

  SeriesName parse() {
    Map<String, String> labels = new HashMap<>();
    if (text.startsWith("{")) {
      at++;
      skipBlanks();
      String quoted = quotedName();
      skipBlanks();
      if (peek() == ',') {
        at++;
      }
      labels(labels);
      return new SeriesName(quoted, labels);
    }
    String name = name(true);
    skipBlanks();
    if (at < text.length()) {
      expect('{');
      labels(labels);
    }
    return new SeriesName(name, labels);
  }

  private String quotedName() {
    String name = value();
    if (name.isEmpty()) {
      throw wrong("expected a name between quotes, found nothing");
    }
    return name;
  }

  private void labels(Map<String, String> labels) {
    skipBlanks();
    while (peek() != '}') {
      String label = peek() == '"' ? quotedName() : name(false);
      if (label.equals("__name__")) {
        throw wrong("expected labels of the series' own, found __name__");
      }
      skipBlanks();
      expect('=');
      skipBlanks();
      if (labels.put(label, value()) != null) {
        throw wrong("expected each label once, found " + Said.of(label) + " again");
      }
      if (labels.size() > most) {
        throw wrong("expected at most " + most + " labels, found more");
      }
      skipBlanks();
      if (peek() == ',') {
        at++;
        skipBlanks();
      } else if (peek() != '}') {
        throw wrong("expected a comma or } after a label, found " + rest());
      }
    }
  }

  private String name(boolean colons) {
    int start = at;
    while (at < text.length() && inName(text.charAt(at), colons)) {
      at++;
    }
    if (at == start || (text.charAt(start) >= '0' && text.charAt(start) <= '9')) {
      at = start;
      throw wrong("expected a name of letters, digits and _, found " + rest());
    }
    return text.substring(start, at);
  }

  static boolean inName(char c, boolean colons) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || (colons && c == ':');
  }

  private String value() {
    expect('"');
    int close = at;
    while (close < text.length() && text.charAt(close) != '"' && text.charAt(close) != '\\') {
      close++;
    }
    StringBuilder value = new StringBuilder(text.substring(at, close));
    at = close;
    while (peek() != '"') {
      value.append(peek() == '\\' ? escaped() : peek());
      at++;
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    at++;
    return switch (peek()) {
      case '\\' -> '\\';
      case '"' -> '"';
      case 'n' -> '\n';
      default -> throw wrong("expected \\\\, \\\" or \\n in a label, found \\" + rest());
    };
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("expected " + c + ", found " + rest());
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("expected more of a label, found the end of the line");
    }
    return text.charAt(at);
  }

  private void skipBlanks() {
    while (at < text.length() && PrometheusText.isBlank(text.charAt(at))) {
      at++;
    }
  }

  private String rest() {
    return Said.of(text, at, text.length());
  }

  private ExpositionException wrong(String message) {
    return new ExpositionException(line, message);
  }
}

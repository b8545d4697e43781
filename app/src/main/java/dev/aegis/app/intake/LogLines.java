package dev.aegis.app.intake;

import java.io.IOException;

/**
 * Reads log lines: a time, perhaps a level, {@code key=value} pairs and words, in any mixture.
 * Pairs with numbers become points; lines that say something become log lines.
 */
final class LogLines {
  private static final int WORDS_BESIDE_NUMBERS = 3;
  private static final int KEY = 100;

  private final Lines lines;
  private final FileTable table;
  private final StringBuilder words = new StringBuilder();
  private int wordCount;

  LogLines(Lines lines, FileTable table) {
    this.lines = lines;
    this.table = table;
  }

  void read() throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank() && line.charAt(0) != '#') {
        add(line.indexOf('\u001b') < 0 ? line : CleanText.line(line, Lines.BLOCK));
      }
    }
  }

  /** The number of {@code key=value} pairs in the line. */
  static int pairsIn(String line) {
    int pairs = 0;
    for (int i = line.indexOf('='); i > 0; i = line.indexOf('=', i + 1)) {
      boolean key = isKey(line.charAt(i - 1)) && i + 1 < line.length() && line.charAt(i + 1) != '=';
      pairs += key ? 1 : 0;
    }
    return pairs;
  }

  private void add(String line) {
    table.begin(lines.number());
    words.setLength(0);
    wordCount = 0;
    int at = leadingTime(line);
    while (at < line.length()) {
      at = Character.isWhitespace(line.charAt(at)) ? at + 1 : token(line, at);
    }
    finish();
    table.end();
  }

  private int leadingTime(String line) {
    int at = 0;
    while (at < line.length() && at < 8 && " \t[<(\"'".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    long millis = table.timestamps().parsePrefix(line, at, line.length());
    if (millis != Timestamps.NONE) {
      table.time(millis);
      return pastBracket(line, table.timestamps().end());
    }
    int end = at;
    while (end < line.length()
        && (Character.isDigit(line.charAt(end)) || line.charAt(end) == '.')) {
      end++;
    }
    if (end - at >= 10) {
      millis = table.timestamps().parse(line, at, end);
      if (millis != Timestamps.NONE) {
        table.time(millis);
        return pastBracket(line, end);
      }
    }
    return 0;
  }

  private static int pastBracket(String line, int at) {
    return at < line.length() && "])>\"',;:".indexOf(line.charAt(at)) >= 0 ? at + 1 : at;
  }

  private int token(String line, int start) {
    int at = start;
    while (at < line.length() && isKey(line.charAt(at)) && at - start < KEY) {
      at++;
    }
    if (at > start && at < line.length() && line.charAt(at) == '=') {
      return pair(line, start, at);
    }
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    words.append(words.isEmpty() ? "" : " ").append(line, start, at);
    wordCount++;
    return at;
  }

  private int pair(String line, int start, int equals) {
    int from = equals + 1;
    if (from < line.length() && line.charAt(from) == '"') {
      return quotedPair(line, start, equals);
    }
    int to = from;
    while (to < line.length() && !endsValue(line.charAt(to))) {
      to++;
    }
    put(line.substring(start, equals), line.substring(from, to));
    return to < line.length() ? to + 1 : to;
  }

  private int quotedPair(String line, int start, int equals) {
    StringBuilder value = new StringBuilder();
    int at = equals + 2;
    while (at < line.length() && line.charAt(at) != '"') {
      at += line.charAt(at) == '\\' && at + 1 < line.length() ? 1 : 0;
      value.append(line.charAt(at));
      at++;
    }
    put(line.substring(start, equals), value.toString());
    return Math.min(at + 1, line.length());
  }

  private void put(String key, String value) {
    Column column = table.column(key);
    if (column != null) {
      table.cell(column, value);
    }
  }

  private void finish() {
    String text = words.toString();
    if (table.hasMessage()) {
      return;
    }
    String level = LogBook.levelIn(text);
    boolean onlyNumbers = table.hasNumbers() && wordCount <= WORDS_BESIDE_NUMBERS;
    if (!onlyNumbers && !text.isBlank()) {
      if (!level.isEmpty()) {
        table.levelIfNone(level);
      }
      table.message(text);
    }
  }

  private static boolean endsValue(char c) {
    return Character.isWhitespace(c) || c == ',' || c == ';' || c == ']' || c == ')' || c == '}';
  }

  private static boolean isKey(char c) {
    return Character.isLetterOrDigit(c) || "_.@%/-".indexOf(c) >= 0;
  }
}

package dev.aegis.app.intake;

import java.util.Arrays;

/**
 * One row of a table, cut into cells; quoted cells may hold the delimiter and doubled quotes.
 * Reused.
 */
final class CsvRow {
  private final char delimiter;
  private String line = "";
  private int[] from = new int[32];
  private int[] to = new int[32];
  private String[] unquoted = new String[32];
  private int size;
  private boolean open;

  CsvRow(char delimiter) {
    this.delimiter = delimiter;
  }

  void split(String text) {
    line = text;
    size = 0;
    open = false;
    int at = 0;
    while (at <= line.length() && !open) {
      at = at < line.length() && line.charAt(at) == '"' ? quoted(at) : plain(at);
    }
  }

  /** Whether the row ends inside quotes, so that the next line belongs to it. */
  boolean open() {
    return open;
  }

  int size() {
    return size;
  }

  String source(int cell) {
    String text = unquoted[cell];
    return text.isEmpty() ? line : text;
  }

  int from(int cell) {
    return unquoted[cell].isEmpty() ? from[cell] : 0;
  }

  int to(int cell) {
    return unquoted[cell].isEmpty() ? to[cell] : unquoted[cell].length();
  }

  String text(int cell) {
    return source(cell).substring(from(cell), to(cell));
  }

  /** The first cell that names a time; -1 where none does. */
  int indexOfTimeName() {
    for (int i = 0; i < size; i++) {
      if (to(i) - from(i) <= 40 && ColumnName.of(text(i)).role() == Role.TIME) {
        return i;
      }
    }
    return -1;
  }

  private int plain(int start) {
    int stop = line.indexOf(delimiter, start);
    int end = stop < 0 ? line.length() : stop;
    add(start, end, "");
    return end + 1;
  }

  private int quoted(int start) {
    int at = start + 1;
    boolean doubled = false;
    while (at < line.length()) {
      if (line.charAt(at) != '"') {
        at++;
      } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
        doubled = true;
        at += 2;
      } else {
        break;
      }
    }
    open = at >= line.length();
    int end = Math.min(at, line.length());
    add(start + 1, end, doubled ? line.substring(start + 1, end).replace("\"\"", "\"") : "");
    int next = line.indexOf(delimiter, end);
    return next < 0 ? line.length() + 1 : next + 1;
  }

  private void add(int start, int end, String text) {
    if (size == from.length) {
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
      unquoted = Arrays.copyOf(unquoted, 2 * size);
    }
    from[size] = start;
    to[size] = end;
    unquoted[size] = text;
    size++;
  }
}

package dev.aegis.app.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tells the format of a file from its first block: by content only, never by name. */
final class Sniffer {
  private static final int LINES = 60;
  private static final char[] DELIMITERS = {',', '\t', ';', '|'};

  private Sniffer() {}

  /**
   * What was found.
   *
   * @param format of the whole file
   * @param delimiter of a table; otherwise a comma
   */
  record Finding(Format format, char delimiter) {
    Finding(Format format) {
      this(format, ',');
    }
  }

  static Finding sniff(byte[] head) {
    if (head.length >= 2
        && ((head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
            || (head[0] == (byte) 0xFE && head[1] == (byte) 0xFF))) {
      return new Finding(Format.UTF_16);
    }
    if (isBinary(head)) {
      return new Finding(Format.BINARY);
    }
    String text = new String(head, StandardCharsets.UTF_8);
    String start = text.stripLeading();
    if (start.isEmpty()) {
      return new Finding(Format.EMPTY);
    }
    List<String> lines = lines(text);
    if (start.charAt(0) == '{') {
      String first = lines.isEmpty() ? "" : lines.getFirst().strip();
      boolean many = lines.size() > 1 && first.endsWith("}");
      return new Finding(
          many || lines.size() == 1 && first.endsWith("}") && !isWrapper(first)
              ? Format.JSON_LINES
              : Format.JSON);
    }
    if (start.charAt(0) == '[' && startsArray(start)) {
      return new Finding(Format.JSON);
    }
    return table(lines);
  }

  /** A single object that holds its records in an array. */
  private static boolean isWrapper(String line) {
    return line.indexOf("[{") >= 0 || line.indexOf("[ {") >= 0;
  }

  private static boolean startsArray(String start) {
    String inside = start.substring(1).stripLeading();
    return inside.isEmpty()
        || inside.charAt(0) == '{'
        || inside.charAt(0) == '['
        || inside.charAt(0) == ']';
  }

  private static Finding table(List<String> lines) {
    int pairs = 0;
    for (String line : lines) {
      pairs += LogLines.pairsIn(line) >= 1 ? 1 : 0;
    }
    boolean headed = !lines.isEmpty() && hasTimeName(lines);
    if (pairs * 10 >= lines.size() * 6 && !headed) {
      return new Finding(Format.LOG);
    }
    for (char delimiter : DELIMITERS) {
      if (isTable(lines, delimiter, false)) {
        return new Finding(Format.TABLE, delimiter);
      }
    }
    for (char delimiter : DELIMITERS) {
      if (isTable(lines, delimiter, true) && hasNoTimesAtAll(lines)) {
        return new Finding(Format.TABLE, delimiter);
      }
    }
    return new Finding(Format.LOG);
  }

  private static boolean hasTimeName(List<String> lines) {
    for (char delimiter : DELIMITERS) {
      for (String line : lines.subList(0, Math.min(lines.size(), CsvHeader.LEADING_ROWS))) {
        CsvRow row = new CsvRow(delimiter);
        row.split(line);
        if (row.size() > 1 && row.indexOfTimeName() >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * A named time column in the first rows, or rows that begin with a time and go on with numbers.
   */
  private static boolean isTable(List<String> lines, char delimiter, boolean withoutTimes) {
    CsvRow row = new CsvRow(delimiter);
    Timestamps timestamps = new Timestamps();
    Numbers numbers = new Numbers(delimiter != ',');
    int timed = 0;
    int wide = 0;
    int leading = 0;
    for (String line : lines) {
      row.split(line);
      if (row.size() < 2) {
        continue;
      }
      wide++;
      if (leading++ < CsvHeader.LEADING_ROWS && row.indexOfTimeName() >= 0) {
        return true;
      }
      timed += isTimedRow(row, timestamps, numbers) ? 1 : 0;
    }
    return wide * 2 >= lines.size() && wide > 0 && (timed * 2 >= wide || withoutTimes);
  }

  /** A table all the same, but one without times: its own reader says so best. */
  private static boolean hasNoTimesAtAll(List<String> lines) {
    Timestamps timestamps = new Timestamps();
    return lines.stream()
        .noneMatch(l -> timestamps.parsePrefix(l, 0, l.length()) != Timestamps.NONE);
  }

  private static boolean isTimedRow(CsvRow row, Timestamps timestamps, Numbers numbers) {
    boolean time = false;
    boolean number = false;
    for (int i = 0; i < row.size(); i++) {
      String cell = row.text(i).strip();
      if (!time && CsvHeader.looksLikeTime(timestamps, cell)) {
        time = true;
      } else {
        number |= numbers.read(cell, 0, cell.length()) == Numbers.Cell.NUMBER;
      }
    }
    return time && number;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    String[] parts = text.split("\r\n|\n|\r", LINES + 2);
    int whole =
        text.length() < Lines.BLOCK / 2 || parts.length == 1 ? parts.length : parts.length - 1;
    for (int i = 0; i < whole && lines.size() < LINES; i++) {
      String line = parts[i].length() > 10_000 ? parts[i].substring(0, 10_000) : parts[i];
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static boolean isBinary(byte[] head) {
    int odd = 0;
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
      odd +=
          (b >= 0 && b < 32 && b != '\t' && b != '\n' && b != '\r' && b != 27 && b != '\f') ? 1 : 0;
    }
    if (odd * 20 > head.length) {
      return true;
    }
    String text = new String(head, StandardCharsets.UTF_8);
    long bad = text.chars().filter(c -> c == '\uFFFD').count();
    return bad * 4 > head.length;
  }
}

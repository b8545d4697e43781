package dev.aegis.suspect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unified diff, read leniently: with or without file headers and line numbers, several files one
 * after the other, the path in the hunk's heading. What is no diff at all has no rows. Of an
 * endless one the beginning is read.
 *
 * @param rows in order
 * @param headings what stands behind the marks of the hunks, such as the function that they lie in
 */
record Diff(List<Row> rows, List<String> headings) {
  private static final int LONGEST = 400_000;
  private static final int MOST_ROWS = 4_000;
  private static final int MOST_HEADINGS = 400;
  private static final Pattern HEADER = Pattern.compile("^(\\+\\+\\+|---) (?:[ab]/)?(\\S+)");
  private static final Pattern PATH =
      Pattern.compile("^([\\w.\\-]+(?:/[\\w.\\-]+)*\\.?\\w*)(?=[: ]|$)");
  private static final Pattern NUMBERS = Pattern.compile("^@@ -[0-9,]+ \\+[0-9,]+ @@");

  Diff {
    rows = List.copyOf(rows);
    headings = List.copyOf(headings);
  }

  /**
   * Reads one.
   *
   * @param text of the diff
   * @param file the path that rows belong to until the diff names another; may be empty
   */
  static Diff of(String text, String file) {
    return new Reader(file).read(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
  }

  private static final class Reader {
    private final List<Row> rows = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private String file;

    Reader(String file) {
      this.file = file;
    }

    Diff read(String text) {
      List<String> lines = text.lines().limit(MOST_ROWS).toList();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        boolean before = line.startsWith("--- ") && i + 1 < lines.size();
        if (before && lines.get(i + 1).startsWith("+++ ")) {
          header(line, lines.get(i + 1));
          i++;
        } else if (line.startsWith("@@")) {
          heading(line);
        } else {
          row(line);
        }
      }
      return new Diff(rows, headings);
    }

    private void header(String before, String after) {
      Matcher old = HEADER.matcher(before);
      Matcher now = HEADER.matcher(after);
      if (now.find() && !"/dev/null".equals(now.group(2))) {
        file = now.group(2);
      } else if (old.find()) {
        file = old.group(2);
      }
    }

    private void heading(String line) {
      boolean numbered = NUMBERS.matcher(line).find();
      String rest = NUMBERS.matcher(line).replaceFirst("").replace("@@", " ").strip();
      Matcher path = PATH.matcher(rest);
      if (!numbered && path.find() && path.group(1).indexOf('/') > 0) {
        file = path.group(1);
        rest = rest.substring(path.end());
      }
      if (headings.size() < MOST_HEADINGS && !rest.isBlank()) {
        headings.add(rest.length() > Row.LONGEST ? rest.substring(0, Row.LONGEST) : rest);
      }
    }

    private void row(String line) {
      if (line.startsWith("diff --git") || line.startsWith("index ") || line.startsWith("\\")) {
        return;
      }
      if (line.startsWith("+")) {
        rows.add(new Row(Row.Side.ADDED, file, line.substring(1)));
      } else if (line.startsWith("-")) {
        rows.add(new Row(Row.Side.REMOVED, file, line.substring(1)));
      } else if (!line.isBlank()) {
        rows.add(new Row(Row.Side.BOTH, file, line));
      }
    }
  }
}

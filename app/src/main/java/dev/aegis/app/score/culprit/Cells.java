package dev.aegis.app.score.culprit;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.CleanText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of a table of comma-separated values (RFC 4180), one line a row. */
public final class Cells {
  private static final int SHOWN = 60;

  private Cells() {}

  /** Takes one row; numbers count from 1. */
  @FunctionalInterface
  public interface Sink {
    void row(int number, List<String> cells);
  }

  /**
   * Reads a file row by row; empty lines are passed over.
   *
   * @throws CommandFailure when it cannot be read
   */
  public static void read(Path path, Sink sink) {
    try (BufferedReader in = Files.newBufferedReader(path)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          sink.row(number, of(line));
        }
      }
    } catch (MalformedInputException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, path + ": expected text in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "expected to read " + path + ", found " + e, e);
    }
  }

  /** The cells of one line; quotes that open and never close run to its end. */
  static List<String> of(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  /**
   * A number; NaN for an empty cell or one that says there is none.
   *
   * @throws CommandFailure when it is anything else
   */
  public static double number(Path path, int row, String cell) {
    String text = cell.strip();
    if (text.isEmpty() || text.equalsIgnoreCase("nan") || text.equalsIgnoreCase("null")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused(path, row, "a number", cell, e);
    }
  }

  /** A sentence about a cell that is not what it should be. */
  public static CommandFailure refused(
      Path path, int row, String expected, String found, RuntimeException cause) {
    return new CommandFailure(
        ExitCode.BAD_INPUT,
        path
            + ", line "
            + row
            + ": expected "
            + expected
            + ", found \""
            + CleanText.line(found, SHOWN)
            + "\"",
        cause);
  }
}

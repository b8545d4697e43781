package dev.aegis.app.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was read, what was left out and why, and what had to be assumed.
 *
 * @param files every file that was used, in the order it was read
 * @param skipped every file that was found but not used, with the reason
 * @param assumptions what the recording did not say, and what was taken in its place
 * @param notes what was derived or reduced on the way
 */
public record IntakeReport(
    List<FileReport> files, List<Skipped> skipped, List<String> assumptions, List<String> notes) {

  /**
   * One kind of trouble.
   *
   * @param what it was, in words
   * @param count how often it was met
   * @param firstRow the first row it was met in, from 1; 0 where it belongs to no row
   */
  public record Problem(String what, long count, long firstRow) {
    String line() {
      String where = firstRow > 0 ? String.format(Locale.ROOT, ", first in row %,d", firstRow) : "";
      return String.format(Locale.ROOT, "%s: %,d%s", what, count, where);
    }
  }

  /**
   * One file that was used.
   *
   * @param path as it was named
   * @param format what its content turned out to be
   * @param rowsRead rows that hold something, headers left out
   * @param rowsUsed rows that gave a point, a log line or a change
   * @param problems in the order they were met
   * @param notes how its columns were understood
   */
  public record FileReport(
      String path,
      String format,
      long rowsRead,
      long rowsUsed,
      List<Problem> problems,
      List<String> notes) {
    public FileReport {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /** A file that was found and not used. */
  public record Skipped(String path, String reason) {}

  public IntakeReport {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
    assumptions = List.copyOf(assumptions);
    notes = List.copyOf(notes);
  }

  /**
   * For people: one printable line a fact. What was understood alike in several files is said once.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Map<String, Integer> alike = new LinkedHashMap<>();
    files.forEach(file -> file.notes().forEach(note -> alike.merge(note, 1, Integer::sum)));
    for (FileReport file : files) {
      lines.add(
          String.format(
              Locale.ROOT,
              "read %s (%s): %,d of %,d rows used",
              CleanText.line(file.path(), 500),
              file.format(),
              file.rowsUsed(),
              file.rowsRead()));
      file.problems().forEach(problem -> lines.add("  " + problem.line()));
      file.notes().stream()
          .filter(note -> alike.getOrDefault(note, 0) == 1)
          .forEach(note -> lines.add("  " + note));
    }
    alike.forEach((note, times) -> {
      if (times > 1) {
        lines.add(String.format(Locale.ROOT, "in %,d files: ", times) + note);
      }
    });
    for (Skipped file : skipped) {
      lines.add("not used: " + CleanText.line(file.path(), 500) + ": " + file.reason());
    }
    notes.forEach(lines::add);
    assumptions.forEach(assumption -> lines.add("assumed: " + assumption));
    return List.copyOf(lines);
  }
}

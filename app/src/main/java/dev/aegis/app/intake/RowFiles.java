package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.IntakeReport.Skipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads recordings row by row, for those who ask about rows and not about series: metrics with all
 * of their columns, log lines, changes. Recognises files as {@link Intake} does.
 */
public final class RowFiles {
  /**
   * What was read.
   *
   * @param rows of metrics and logs
   * @param changes events
   * @param skipped files of folders that could not be used
   * @param problems what was left out, one sentence each
   */
  public record Report(long rows, long changes, List<Skipped> skipped, List<String> problems) {
    public Report {
      skipped = List.copyOf(skipped);
      problems = List.copyOf(problems);
    }
  }

  private RowFiles() {}

  /**
   * Reads all of it into the sink.
   *
   * @throws IntakeException when a file that was named cannot be used, or none of a folder's can
   */
  public static Report read(List<Path> paths, RowSink sink) {
    IntakeLimits limits = IntakeLimits.DEFAULTS;
    FoundFiles found = FoundFiles.of(paths, limits, null, null);
    List<Skipped> skipped = new ArrayList<>(found.skipped());
    List<String> problems = new ArrayList<>();
    long rows = 0;
    long changes = 0;
    for (FoundFiles.Found file : found.files()) {
      RowFile reader = new RowFile(file.path(), limits, sink);
      try {
        reader.read();
      } catch (IntakeException e) {
        if (file.named()) {
          throw e;
        }
        skipped.add(new Skipped(file.path().toString(), String.valueOf(e.getMessage())));
      }
      rows += reader.rows();
      changes += reader.changes();
      for (IntakeReport.Problem problem : reader.problems()) {
        problems.add(file.path().getFileName() + ": " + problem.count() + " " + problem.what());
      }
    }
    if (rows == 0 && changes == 0) {
      throw new IntakeException(
          Kind.NO_NUMBERS,
          paths.getFirst()
              + ": expected metrics, logs or changes with times, found none that is usable"
              + (skipped.isEmpty() ? "" : " (" + skipped.getFirst().reason() + ")"));
    }
    return new Report(rows, changes, skipped, problems);
  }
}

package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.IntakeReport.Skipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads recordings row by row, for those who ask about rows and not about series: metrics with all
 * of their columns, log lines, changes. Recognises files as {@link Intake} does.
 */
public final class RowFiles {
  /**
   * What was read.
   *
   * @param rows of metrics and logs
   * @param spans of traces
   * @param changes events
   * @param skipped files of folders that could not be used
   * @param problems what was left out, one sentence each
   */
  public record Report(
      long rows, long spans, long changes, List<Skipped> skipped, List<String> problems) {
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
    long spans = 0;
    long changes = 0;
    for (FoundFiles.Found file : found.files()) {
      RowFile reader = new RowFile(file.path(), limits, sink);
      try {
        if (isYaml(file.path())) {
          objective(file.path(), limits, sink);
        } else {
          reader.read();
        }
      } catch (IntakeException e) {
        if (file.named()) {
          throw e;
        }
        skipped.add(new Skipped(file.path().toString(), String.valueOf(e.getMessage())));
      }
      rows += reader.rows();
      spans += reader.spans();
      changes += reader.changes();
      for (IntakeReport.Problem problem : reader.problems()) {
        problems.add(file.path().getFileName() + ": " + problem.count() + " " + problem.what());
      }
    }
    if (rows == 0 && spans == 0 && changes == 0) {
      throw new IntakeException(
          Kind.NO_NUMBERS,
          paths.getFirst()
              + ": expected metrics, logs, spans or changes with times, found none that is usable"
              + (skipped.isEmpty() ? "" : " (" + skipped.getFirst().reason() + ")"));
    }
    return new Report(rows, spans, changes, skipped, problems);
  }

  private static boolean isYaml(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static void objective(Path path, IntakeLimits limits, RowSink sink) {
    String text = TextFile.readAll(path, limits.declaredBytes());
    Declared declared = ServiceProfileYaml.read(text, path.toString());
    if (declared.latencyP99Millis() != null || declared.errorRatio() != null) {
      sink.objective(
          declared.service(), orNaN(declared.latencyP99Millis()), orNaN(declared.errorRatio()));
    }
  }

  private static double orNaN(@Nullable Double number) {
    return number == null ? Double.NaN : number;
  }
}

package dev.aegis.app.recording;

import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.Recording;
import dev.aegis.app.live.RecordingWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Recordings as people name them: files and folders. Of a single folder with {@code metrics.csv},
 * such as Aegis writes itself, the changes and the objectives that lie beside it are taken as well.
 */
public final class RecordingFolder {
  private RecordingFolder() {}

  /**
   * Reads what is named.
   *
   * @param changes {@code null} for those beside the figures, if any
   * @param slo {@code null} for those beside the figures, if any
   * @param naming what becomes of names in the figures before they are put into form
   * @throws dev.aegis.app.intake.IntakeException when nothing can be made of it
   */
  public static Recording read(
      List<Path> paths, @Nullable Path changes, @Nullable Path slo, UnaryOperator<String> naming) {
    RecordingWriter.Written beside = RecordingWriter.Written.in(paths.getFirst());
    boolean whole = paths.size() == 1 && Files.exists(beside.metrics());
    return Intake.read(
        paths,
        changes == null && whole ? there(beside.changes()) : changes,
        slo == null && whole ? there(beside.slo()) : slo,
        naming);
  }

  private static @Nullable Path there(Path file) {
    return Files.exists(file) ? file : null;
  }
}

package dev.aegis.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Grades judgement on a published benchmark that lies on this machine. */
@FunctionalInterface
public interface ScoreRun {
  /**
   * Reads the benchmark, judges every case without its label, then holds the labels against it.
   *
   * @return DONE when every case was graded
   * @throws CommandFailure when the data cannot be found or read, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param benchmark its name, such as {@code nab}
   * @param data the folder that its archives were unpacked into; {@code null} for the one below
   *     {@code AEGIS_DATA}
   * @param scoresOut where what was judged is written, in the benchmark's own form; {@code null}
   *     for nowhere
   * @param answersOut where the answer to every case is written, a line of JSON each; {@code null}
   *     for nowhere
   * @param detector which detector judges
   * @param perCase a line a case as well
   * @param json one line of JSON instead of text
   */
  record Options(
      String benchmark,
      @Nullable Path data,
      @Nullable Path scoresOut,
      @Nullable Path answersOut,
      String detector,
      boolean perCase,
      boolean json) {
    /** The detector that production runs. */
    public static final String ENSEMBLE = "ensemble";
  }
}

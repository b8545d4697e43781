package dev.aegis.app.cli;

import java.nio.file.Path;

/** Writes the report on an incident, from its record and what people changed in it. */
@FunctionalInterface
public interface PostmortemRun {
  /** How it is written. */
  enum Format {
    MD,
    HTML,
    PDF,
    JSON
  }

  /**
   * Writes it to a file or to the standard output.
   *
   * @return DONE, also for a draft on an incident that is not over
   * @throws CommandFailure BAD_INPUT when there is no such incident, or the file cannot be written;
   *     USAGE when a PDF would go to a terminal
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param incident such as {@code INC-2026-0001}, perhaps with the directory of its journal before
   *     it
   * @param output where to; empty for the standard output
   * @param zone of the times beside UTC; empty for the machine's
   * @param asRecorded whether what people changed is left out
   * @param terminal whether the standard output is one
   */
  record Options(
      String incident,
      Format format,
      Path output,
      String zone,
      boolean asRecorded,
      boolean terminal) {}
}

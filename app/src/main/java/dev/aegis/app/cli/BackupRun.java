package dev.aegis.app.cli;

import java.nio.file.Path;

/** Copies the state directory into one file, while others may write to it. */
@FunctionalInterface
public interface BackupRun {
  /**
   * Writes the file, whole or not at all.
   *
   * @throws CommandFailure BAD_INPUT when it is there already, or something cannot be read or
   *     written
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param file that does not exist yet
   */
  record Options(Path file) {}
}

package dev.aegis.app.cli;

/** Drafts what users may be told of an incident. */
@FunctionalInterface
public interface UpdateRun {
  /**
   * Prints the draft as of now.
   *
   * @return DONE
   * @throws CommandFailure BAD_INPUT when there is no such incident, or nothing to tell of it
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param incident such as {@code INC-2026-0001}, perhaps with the directory of its journal before
   *     it
   */
  record Options(String incident) {}
}

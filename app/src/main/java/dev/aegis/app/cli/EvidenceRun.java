package dev.aegis.app.cli;

import java.util.OptionalInt;

/** Lists what an incident's messages rest on, and asks all of it again. */
@FunctionalInterface
public interface EvidenceRun {
  /**
   * Asks each query again of what it was asked of then.
   *
   * @return DONE when all give what the room says; BAD_INPUT when the evidence is not what the room
   *     cites; INTERNAL when it is and gives something else
   * @throws CommandFailure when there is no such incident, or nothing is kept of it
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param incident such as {@code INC-2026-0001}, perhaps with the directory of its journal before
   *     it
   * @param run the piece that is shown whole, from 1 as they are listed; empty for the list
   * @param json one line of JSON a piece instead of text
   */
  record Options(String incident, OptionalInt run, boolean json) {}
}

package dev.aegis.app.cli;

import dev.aegis.room.MemoryMark;
import org.jspecify.annotations.Nullable;

/** Shows what closed incidents left behind, and marks what later ones shall not learn from. */
@FunctionalInterface
public interface MemoryRun {
  /**
   * Does what was asked for.
   *
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param incident which; empty for the list
   * @param mark what it is from now on; {@code null} to show it
   * @param reason why it is marked
   */
  record Options(
      String incident, MemoryMark.@Nullable Standing mark, String reason, boolean json) {}
}

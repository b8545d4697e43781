package dev.aegis.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads recordings and leads the incident up to a validated plan and the request for approval. */
@FunctionalInterface
public interface InvestigateRun {
  /**
   * Runs it to its end.
   *
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param paths recordings, at least one
   * @param changes what was changed and when; {@code null} when not given
   * @param commits what was changed in the sources; {@code null} when not given
   * @param slo the objectives; {@code null} when not given
   * @param seed for the random numbers; empty for the default
   * @param json one room message a line instead of the transcript
   */
  record Options(
      List<Path> paths,
      @Nullable Path changes,
      @Nullable Path commits,
      @Nullable Path slo,
      OptionalLong seed,
      boolean json) {
    public Options {
      paths = List.copyOf(paths);
    }
  }
}

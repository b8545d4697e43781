package dev.aegis.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells how well the replay's model foretells services from telemetry that is there. */
@FunctionalInterface
public interface BacktestRun {
  /**
   * Reads, foretells and compares; touches nothing.
   *
   * @return DONE when the model can vouch for a kind of action somewhere, ESCALATED when for none
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param data recordings, files or folders; empty when a source is named
   * @param source the name of a source of telemetry; {@code null} when recordings are named
   * @param config where that stands; {@code null} for {@code aegis.yaml} in this directory
   * @param changes what was changed and when; {@code null} when not given
   * @param slo the objectives and the service; {@code null} when not given
   * @param seed for the random numbers; empty for the default
   * @param json one line a window and a summary for each service, instead of text
   */
  record Options(
      List<Path> data,
      @Nullable String source,
      @Nullable Path config,
      @Nullable Path changes,
      @Nullable Path slo,
      OptionalLong seed,
      boolean json) {
    public Options {
      data = List.copyOf(data);
    }
  }
}

package dev.aegis.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Is on call for real services until it is told to end. */
@FunctionalInterface
public interface ServeRun {
  int DEFAULT_PORT = 7070;

  /**
   * Serves until the process is told to end.
   *
   * @throws CommandFailure when it cannot begin, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /**
   * What was asked for.
   *
   * @param config the file; {@code null} for {@code aegis.yaml} in this directory, if it is there
   * @param port on this machine; 0 for any that is free
   */
  record Options(@Nullable Path config, int port) {}
}

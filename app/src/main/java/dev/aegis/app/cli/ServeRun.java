package dev.aegis.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Is on call for real services until it is told to end; prepares that, and looks what is off. */
@FunctionalInterface
public interface ServeRun {
  int DEFAULT_PORT = 7070;

  /**
   * Does what was asked for.
   *
   * @throws CommandFailure when it cannot, with a sentence for the user
   */
  ExitCode run(Options options, Streams streams);

  /** What is to be done. */
  enum Task {
    /** Serve until the process is told to end. */
    SERVE,
    /** Write a file to begin with. */
    INIT,
    /** Look what is off and why. */
    DOCTOR
  }

  /**
   * What was asked for.
   *
   * @param config the file; {@code null} for {@code aegis.yaml} in this directory, if it is there
   * @param port on this machine; 0 for any that is free
   */
  record Options(Task task, @Nullable Path config, int port) {}
}

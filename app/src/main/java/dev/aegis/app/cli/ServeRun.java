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
    DOCTOR,
    /** Send one message to a channel. */
    TRY_CHANNEL
  }

  /**
   * What was asked for.
   *
   * @param config the file; {@code null} for {@code aegis.yaml} in this directory, if it is there
   * @param port on this machine; 0 for any that is free
   * @param channel that is tried; empty for other tasks
   */
  record Options(Task task, @Nullable Path config, int port, String channel) {
    /** What names no channel. */
    public Options(Task task, @Nullable Path config, int port) {
      this(task, config, port, "");
    }
  }
}

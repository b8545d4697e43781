package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;

/** What {@code aegis lab ...} does. */
public final class LabCommand implements LabRun {
  /** For {@link java.util.ServiceLoader}. */
  public LabCommand() {}

  @Override
  public ExitCode run(Options options, StateDirectory home, Streams streams) {
    String command =
        switch (options) {
          case Up _ -> "up";
          case Inject _ -> "inject";
          case Faults _ -> "faults";
          case Run _ -> "run";
          case Capture _ -> "record";
          case Matrix _, Rescore _ -> "matrix";
        };
    throw new CommandFailure(ExitCode.INTERNAL, "lab " + command + " is not built yet");
  }
}

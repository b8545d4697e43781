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
    return switch (options) {
      case Faults(boolean json) -> FaultList.show(json, streams);
      case Up _ -> later("up");
      case Inject _ -> later("inject");
      case Run _ -> later("run");
      case Capture _ -> later("record");
      case Matrix _, Rescore _ -> later("matrix");
    };
  }

  private static ExitCode later(String command) {
    throw new CommandFailure(ExitCode.INTERNAL, "lab " + command + " is not built yet");
  }
}

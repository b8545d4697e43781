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
      case Up _ -> throw notBuilt("lab up");
      case Inject _ -> throw notBuilt("lab inject");
      case Faults _ -> throw notBuilt("lab faults");
      case Run _ -> throw notBuilt("lab run");
      case Capture _ -> throw notBuilt("lab record");
      case Matrix _, Rescore _ -> throw notBuilt("lab matrix");
    };
  }

  private static CommandFailure notBuilt(String command) {
    return new CommandFailure(ExitCode.INTERNAL, "aegis " + command + " is not built yet");
  }
}

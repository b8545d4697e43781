package dev.aegis.app;

import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.InvestigateRun;
import dev.aegis.app.cli.Streams;
import java.util.Optional;

/** Starts Aegis: wires the parts, runs one command and exits with its code. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command within this process and returns its exit code. */
  static int execute(String... args) {
    DemoRun demo = (_, _) -> missing("demo");
    InvestigateRun investigate = (_, _) -> missing("investigate");
    return new AegisCommand(demo, investigate, version(), System.getenv())
        .execute(Streams.ofProcess(System.getenv()), args);
  }

  private static ExitCode missing(String command) {
    throw new CommandFailure(ExitCode.INTERNAL, command + " is not part of this build");
  }

  /** The version in the manifest of the jar that this class came from. */
  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}

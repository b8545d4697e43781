package dev.aegis.app;

import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.investigation.Investigation;
import dev.aegis.app.scenario.Demo;
import java.util.Map;

/** The entry point, and the one place where everything is wired, by hand. */
public final class Main {
  private static final String LOCAL = "local";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command within this process and returns its exit code. */
  static int execute(String... args) {
    Map<String, String> environment = System.getenv();
    String bus = environment.getOrDefault("BUS", LOCAL);
    if (!bus.equals(LOCAL)) {
      System.err.println(
          "aegis: BUS: expected \"local\", the only bus of this version, found \""
              + bus
              + "\"; unset BUS or set it to local");
      return ExitCode.USAGE.code();
    }
    StateDirectory home = StateDirectory.of(environment);
    return new AegisCommand(new Demo(home), new Investigation(home), home, version(), environment)
        .execute(Streams.ofProcess(environment), args);
  }

  private static String version() {
    String packaged = Main.class.getPackage().getImplementationVersion();
    return packaged == null ? "(not packaged)" : packaged;
  }
}

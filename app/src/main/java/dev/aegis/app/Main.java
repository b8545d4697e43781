package dev.aegis.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line of Aegis: parses the arguments, runs one command and exits with its code. */
@Command(
    name = "aegis",
    description = "The on-call engineer that never sleeps.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.BuiltVersion.class)
public final class Main implements Runnable {

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command within this process and returns its exit code. */
  static int execute(String... args) {
    return new CommandLine(new Main()).execute(args);
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** The version in the manifest of the jar that this class came from. */
  static final class BuiltVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"aegis " + (version == null ? "(not packaged)" : version)};
    }
  }
}

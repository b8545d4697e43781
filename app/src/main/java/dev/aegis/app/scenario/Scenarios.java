package dev.aegis.app.scenario;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The stories that come with Aegis, and those of its users. */
public final class Scenarios {
  /** In the order in which they are listed. */
  public static final List<String> NAMES =
      List.of("leak", "surge", "slow-dependency", "bad-config", "undecidable");

  private static final long MAX_BYTES = 1 << 20;

  private Scenarios() {}

  /**
   * The text of a scenario: one that comes with Aegis, or a file.
   *
   * @param text the file
   * @param path how errors name it
   */
  record Source(String text, String path) {}

  /** The scenario of that name, or in that file. */
  static Source find(String nameOrPath) {
    return NAMES.contains(nameOrPath) ? bundled(nameOrPath) : file(nameOrPath);
  }

  private static Source bundled(String name) {
    String resource = "/scenarios/" + name + ".yaml";
    try (InputStream in = Scenarios.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the scenario " + name + " is not packaged");
      }
      return new Source(new String(in.readAllBytes(), StandardCharsets.UTF_8), name + ".yaml");
    } catch (IOException e) {
      throw new IllegalStateException("the scenario " + name + " cannot be read", e);
    }
  }

  private static Source file(String nameOrPath) {
    Path path = Path.of(nameOrPath);
    if (!Files.isRegularFile(path)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected a scenario's name ("
              + String.join(", ", NAMES)
              + ") or a file, found no file "
              + nameOrPath
              + Nearest.to(nameOrPath, NAMES)
                  .map(name -> "; did you mean " + name + "?")
                  .orElse(""));
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new CommandFailure(
            ExitCode.BAD_INPUT,
            nameOrPath + ": expected a scenario of at most 1 MB, found " + Files.size(path));
      }
      return new Source(Files.readString(path), nameOrPath);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, nameOrPath + ": cannot be read as UTF-8 text; " + e.getMessage(), e);
    }
  }
}

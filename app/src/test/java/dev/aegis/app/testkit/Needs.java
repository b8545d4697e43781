package dev.aegis.app.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs from the machine it runs on. Where that is missing the test is skipped with a
 * line that says so; with AEGIS_STRICT=true, as in continuous integration, it fails instead, so
 * that no test is left out there unnoticed.
 */
public final class Needs {

  private final Map<String, String> environment;

  Needs(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Needs a program of this name on the PATH, and says where it is. */
  public static Path program(String name) {
    return program(name, name);
  }

  /** The same where the package that has it bears another name. */
  public static Path program(String name, String inPackage) {
    return new Needs(System.getenv()).requireProgram(name, inPackage);
  }

  /** Needs this file or directory; {@code remedy} says how to get it. */
  public static void path(Path path, String remedy) {
    new Needs(System.getenv()).requirePath(path, remedy);
  }

  Path requireProgram(String name) {
    return requireProgram(name, name);
  }

  private Path requireProgram(String name, String inPackage) {
    String path = environment.getOrDefault("PATH", "");
    Optional<Path> found =
        Stream.of(path.split(":"))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst();
    require(
        found.isPresent(),
        name + " is not on the PATH; install it, for example with: apt install " + inPackage);
    return found.orElseThrow();
  }

  void requirePath(Path path, String remedy) {
    require(Files.exists(path), path + " does not exist; " + remedy);
  }

  private void require(boolean met, String missing) {
    if (met) {
      return;
    }
    if ("true".equals(environment.get("AEGIS_STRICT"))) {
      Assertions.fail("AEGIS_STRICT=true allows no test to be left out: " + missing);
    }
    System.out.println("Test skipped: " + missing);
    Assumptions.abort(missing);
  }
}

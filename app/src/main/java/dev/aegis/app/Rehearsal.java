package dev.aegis.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a list of commands one after the other in one process, as the build does to train the
 * start-up cache. A Java machine writes the cache of what it did itself, so commands that should
 * start fast have to share one.
 */
final class Rehearsal {

  private Rehearsal() {}

  /** Runs each line of the file in {@code args[0]} and exits with the first code that is not 0. */
  public static void main(String[] args) throws IOException {
    for (List<String> command : commands(Files.readString(Path.of(args[0])))) {
      int code = Main.execute(command.toArray(String[]::new));
      if (code != 0) {
        System.err.println("aegis " + String.join(" ", command) + " ended with exit code " + code);
        System.exit(code);
      }
    }
  }

  /**
   * The commands in the text of a training file: blank lines and those that start with # are none.
   */
  static List<List<String>> commands(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> List.of(line.split("\\s+")))
        .toList();
  }
}

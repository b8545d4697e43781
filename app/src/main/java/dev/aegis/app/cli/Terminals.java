package dev.aegis.app.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which of the standard streams are terminals. The JDK only says whether all of them are. */
final class Terminals {
  private Terminals() {}

  static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Where it cannot be read the JDK's own answer has to do.
    }
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}

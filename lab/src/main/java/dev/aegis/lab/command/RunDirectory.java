package dev.aegis.lab.command;

import dev.aegis.app.host.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where one run of the lab keeps its state, its journal and what it measured. */
final class RunDirectory {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /** Older runs are removed. */
  private static final int KEPT = 20;

  private RunDirectory() {}

  static Path make(StateDirectory home, String name) {
    Path runs = home.path().resolve("lab");
    try {
      Files.createDirectories(runs);
      forget(runs);
      return Files.createDirectories(runs.resolve(STAMP.format(Instant.now()) + "-" + name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the run in " + runs, e);
    }
  }

  private static void forget(Path runs) throws IOException {
    List<Path> found;
    try (Stream<Path> all = Files.list(runs)) {
      found =
          all.filter(p -> p.getFileName().toString().matches("\\d{8}-\\d{6}-\\d{3}-.*"))
              .sorted()
              .toList();
    }
    for (Path old : found.subList(0, Math.max(0, found.size() - KEPT + 1))) {
      try (Stream<Path> files = Files.walk(old)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}

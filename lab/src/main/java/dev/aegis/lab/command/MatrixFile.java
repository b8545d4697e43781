package dev.aegis.lab.command;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The file of a matrix: one pair a line, in the order in which they were run. */
final class MatrixFile {
  private MatrixFile() {}

  /** The pairs in it; none when there is no such file. A line cut short by a kill is left out. */
  static List<MatrixLine> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .filter(line -> !line.isBlank())
          .map(MatrixLine::read)
          .filter(Objects::nonNull)
          .toList();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}

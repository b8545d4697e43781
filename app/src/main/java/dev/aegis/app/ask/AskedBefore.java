package dev.aegis.app.ask;

import dev.aegis.app.host.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What was asked of the same data before, so that "and by pod?" can go on from it: a file {@code
 * asked} in the state directory, whose first line names the data. It is a convenience: where it
 * cannot be read or written, every question stands alone.
 */
final class AskedBefore {
  private static final String FILE = "asked";
  private static final int LARGEST = 100_000;

  private final Path file;
  private final String data;
  private final UnaryOperator<String> masking;

  /**
   * @param masking hides what must not be kept of what was asked
   */
  AskedBefore(StateDirectory home, List<Path> data, UnaryOperator<String> masking) {
    this.masking = masking;
    this.file = home.path().resolve(FILE);
    this.data = String.join("\t", data.stream().map(p -> p.toAbsolutePath().toString()).toList());
  }

  List<String> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        return List.of();
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return lines.isEmpty() || !lines.getFirst().equals(data)
          ? List.of()
          : lines.subList(1, lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  void write(List<String> questions) {
    List<String> lines = new ArrayList<>();
    lines.add(data);
    questions.forEach(q -> lines.add(masking.apply(q.replaceAll("\\s+", " "))));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The next question stands alone, which it says itself when it cannot.
      return;
    }
  }
}

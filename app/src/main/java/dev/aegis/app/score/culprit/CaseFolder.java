package dev.aegis.app.score.culprit;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.CleanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the layouts of several benchmarks have in common. */
public final class CaseFolder {
  private static final int SHOWN = 120;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CaseFolder() {}

  /**
   * The folders in a folder, in the order of their names; none where it is no folder.
   *
   * @throws CommandFailure when it cannot be read
   */
  public static List<Path> folders(Path in) {
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(in)) {
      return found.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "expected to list " + in + ", found " + e, e);
    }
  }

  /**
   * A file of JSON.
   *
   * @param expected what it should be, for people
   * @throws CommandFailure when it is none
   */
  public static JsonNode json(Path path, String expected) {
    try {
      return JSON.readTree(Files.readString(path));
    } catch (IOException | JacksonException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          path
              + ": expected "
              + expected
              + ", found "
              + CleanText.line(String.valueOf(e.getMessage()), SHOWN),
          e);
    }
  }
}

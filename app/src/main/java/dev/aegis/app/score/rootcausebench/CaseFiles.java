package dev.aegis.app.score.rootcausebench;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.intake.CleanText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The benchmark as it lies in a folder: one folder a case, with {@code alert.json} in it. Scenes
 * and labels are read apart, so that who judges the one need not have seen the other.
 */
final class CaseFiles {
  private static final String ALERT = "alert.json";
  private static final String LABEL = "ground_truth.json";
  private static final int SHOWN = 100;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  CaseFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * The right answer to a case.
   *
   * @param commit which did it; {@code none} where no change did
   * @param decoys innocent commits that were laid out to be taken for it
   */
  record Label(String commit, List<String> decoys) {
    Label {
      decoys = List.copyOf(decoys);
    }
  }

  /**
   * The names of all cases, in order.
   *
   * @throws CommandFailure when there is none
   */
  List<String> cases() {
    if (!Files.isDirectory(folder)) {
      throw bad(
          "expected the benchmark's folder "
              + folder
              + ", found no such folder; unpack its archives into"
              + " one folder and name that");
    }
    try (Stream<Path> found = Files.list(folder)) {
      List<String> cases =
          found
              .filter(path -> Files.isRegularFile(path.resolve(ALERT)))
              .map(path -> path.getFileName().toString())
              .sorted()
              .toList();
      if (cases.isEmpty()) {
        throw bad(
            "expected folders with an "
                + ALERT
                + " in "
                + folder
                + ", found none; unpack the benchmark's archives into one folder and name that");
      }
      return cases;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected to read the folder " + folder + ", found " + e, e);
    }
  }

  JsonNode alert(String name) {
    return json(file(name, ALERT));
  }

  JsonNode commits(String name) {
    return json(file(name, "context/commits.json"));
  }

  /** An array of a case; an empty one where the file is not there. */
  JsonNode optional(String name, String file) {
    Path path = file(name, file);
    return Files.exists(path) ? json(path) : JSON.createArrayNode();
  }

  /** The log of a case, a line an object; lines that are no objects are left out. */
  List<JsonNode> logs(String name) {
    return lines(file(name, "logs.ndjson")).stream()
        .flatMap(line -> object(line).stream())
        .toList();
  }

  /** The rows of a case's metrics, without the heading. */
  List<String> metrics(String name) {
    return lines(file(name, "metrics.csv")).stream().skip(1).toList();
  }

  /** The right answer; empty where the file is not there. */
  Optional<Label> label(String name) {
    Path path = file(name, LABEL);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    JsonNode label = json(path);
    String commit = label.path("root_cause_commit").asString("").strip();
    if (commit.isEmpty()) {
      throw bad(path + ": expected root_cause_commit, a commit or none, found no such text");
    }
    return Optional.of(
        new Label(
            commit,
            label
                .path("decoy_deploy_commits")
                .valueStream()
                .map(each -> each.asString(""))
                .toList()));
  }

  private Path file(String name, String file) {
    return folder.resolve(name).resolve(file);
  }

  private static Optional<JsonNode> object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(Path path) {
    try {
      return JSON.readTree(text(path));
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          path + ": expected JSON, found " + CleanText.line(String.valueOf(e.getMessage()), SHOWN),
          e);
    }
  }

  private static List<String> lines(Path path) {
    return Files.exists(path)
        ? text(path).lines().filter(line -> !line.isBlank()).toList()
        : List.of();
  }

  /** Bytes that are no UTF-8 become replacement characters; they match nothing. */
  private static String text(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "expected to read " + path + ", found " + e, e);
    }
  }

  static CommandFailure bad(String sentence) {
    return new CommandFailure(ExitCode.BAD_INPUT, sentence);
  }
}

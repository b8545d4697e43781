package dev.aegis.app.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder a recording under {@code src/test/resources/investigations}: {@code args.txt} (one
 * argument a line; names are files of the folder, or of {@code examples}), what it reads, and what
 * is expected: {@code transcript.txt} and {@code summary.json}, the last line of {@code --json}.
 */
class RecordedIncidentsTest {
  private static final Path ROOT = Path.of("src", "test", "resources", "investigations");

  @TempDir Path user;

  static Stream<String> recordings() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.map(f -> String.valueOf(f.getFileName())).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void isToldAsExpected(String name) {
    Investigated told = Investigated.with(user, arguments(name));
    String transcript = plain(name, told.out());

    assertThat(told.err()).isEmpty();
    assertThat(transcript.codePoints())
        .as("control characters")
        .noneMatch(c -> Character.isISOControl(c) && c != '\n');
    assertThat(transcript.codePoints())
        .as("characters that turn the line round")
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
    Golden.matches(
        "investigations/" + name + "/transcript.txt",
        transcript + "exit code " + told.code() + "\n");
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void isSummedUpAsExpected(String name) {
    List<String> arguments = new ArrayList<>(arguments(name));
    arguments.add("--json");
    Investigated told = Investigated.with(user, arguments);

    assertThat(told.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(told.last()).contains("\"exitCode\":" + told.code());
    Golden.matches("investigations/" + name + "/summary.json", told.last() + "\n");
  }

  @Test
  void reachesEveryVerdictAmongTheRecordings() {
    List<String> summaries =
        Stream.of("leak", "surge", "undecidable")
            .map(name -> read(ROOT.resolve(name).resolve("summary.json")))
            .toList();

    assertThat(summaries)
        .anyMatch(s -> s.contains("\"verdict\":\"PASS\""))
        .anyMatch(s -> s.contains("\"verdict\":\"REJECT\""))
        .anyMatch(s -> s.contains("\"verdict\":\"ABSTAIN\""));
  }

  @Test
  void takesNoOrderAndNoApprovalFromWhatARecordingSays() {
    List<String> arguments = new ArrayList<>(arguments("hostile"));
    arguments.add("--json");
    List<String> room = Investigated.with(user, arguments).out().lines().toList();

    assertThat(room)
        .noneMatch(line -> line.contains("\"intent\":\"approval\","))
        .noneMatch(line -> line.contains("\"intent\":\"execution\","));
    assertThat(room.getLast()).contains("\"approvedBy\":null");
  }

  private static List<String> arguments(String name) {
    return read(ROOT.resolve(name).resolve("args.txt"))
        .lines()
        .map(word -> word.startsWith("--") ? word : file(name, word))
        .toList();
  }

  private static String file(String name, String word) {
    Path own = ROOT.resolve(name).resolve(word);
    return word.startsWith("examples/") ? examples() + "/" + word : own.toString();
  }

  private static Path examples() {
    return Repository.here().root();
  }

  /** Without the places that differ from machine to machine. */
  private static String plain(String name, String transcript) {
    return transcript.replace(ROOT.resolve(name) + "/", "").replace(examples() + "/", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README.md as a reader would: every line of each {@code ```sh} block, from
 * top to bottom, in the root of the repository, all under one AEGIS_HOME that is theirs alone. A
 * line ends with exit code 0, or with the one that its comment names, as in {@code # exits 4}.
 */
class ReadmeCommandsIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern EXIT_CODE = Pattern.compile("# exits (\\d+)");

  /**
   * The command that runs this very test, what installs something on the reader's machine, and the
   * lab's, which is built after this module and runs its lines of the README itself.
   */
  private static final Pattern NOT_RUN =
      Pattern.compile(
          "(\\./mvnw( .*)? verify|git clone|cd |(sudo )?apt(-get)? |sdk |\\./aegis lab ).*");

  @TempDir static Path home = Path.of("");

  private final Repository repository = Repository.here();

  @TestFactory
  Stream<DynamicTest> everyCommandWorks() {
    List<Command> commands = commands(repository.read("README.md"));
    assertThat(commands).isNotEmpty();
    return commands.stream()
        .map(command -> DynamicTest.dynamicTest(command.line(), () -> check(command)));
  }

  @Test
  void readsLinesJoinsContinuedOnesAndLeavesOutInstallers() {
    String text =
        """
        ```sh
        ./mvnw verify   # some minutes
        git clone https://example.org/aegis
        ./aegis lab faults
        # a comment

        ./aegis demo \\
          --seed 7
        ./aegis check   # exits 4
        ```
        ```json
        {"not": "run"}
        ```
        """;

    assertThat(commands(text))
        .containsExactly(
            new Command("./aegis demo   --seed 7", 0), new Command("./aegis check   # exits 4", 4));
  }

  private void check(Command command) {
    Shell.Outcome outcome =
        Shell.in(repository.root()).with("AEGIS_HOME", home.toString()).run(command.line());

    assertThat(outcome.exitCode())
        .as("exit code; printed: %s", outcome)
        .isEqualTo(command.exitCode());
  }

  private static List<Command> commands(String text) {
    List<Command> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      block
          .group(1)
          .replace("\\\n", "")
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .filter(line -> !NOT_RUN.matcher(line).matches())
          .map(Command::of)
          .forEach(commands::add);
    }
    return commands;
  }

  private record Command(String line, int exitCode) {

    static Command of(String line) {
      Matcher stated = EXIT_CODE.matcher(line);
      return new Command(line, stated.find() ? Integer.parseInt(stated.group(1)) : 0);
    }
  }
}

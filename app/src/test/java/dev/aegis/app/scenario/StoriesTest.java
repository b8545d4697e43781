package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stories that come with Aegis, from the command line to the last line: word for word with one
 * seed, and what must and must not be said with every seed. A line of {@code must.txt} and {@code
 * must-not.txt} is a regular expression in which a dot is any character.
 */
class StoriesTest {
  private static final Path FOLDERS = Path.of("src/test/resources/golden/stories");
  private static final int SEEDS = Integer.getInteger("aegis.stories.seeds", 3);

  @TempDir Path home;

  @TestFactory
  Stream<DynamicTest> readAsRecorded() {
    return Scenarios.NAMES.stream()
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  Golden.matches(
                      FOLDERS.resolve(name).resolve("transcript.txt"), transcript(name, 42));
                  Golden.matches(FOLDERS.resolve(name).resolve("room.jsonl"), room(name, 42));
                }));
  }

  @TestFactory
  Stream<DynamicTest> sayWhatTheyMustWithEverySeed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : Scenarios.NAMES) {
      tests.add(DynamicTest.dynamicTest(name + " 42", () -> holds(name, 42)));
      for (int seed = 1; seed <= SEEDS; seed++) {
        long one = seed;
        tests.add(DynamicTest.dynamicTest(name + " " + one, () -> holds(name, one)));
      }
    }
    return tests.stream();
  }

  private void holds(String name, long seed) throws IOException {
    String said = transcript(name, seed);
    for (String must : Files.readAllLines(FOLDERS.resolve(name).resolve("must.txt"))) {
      assertThat(found(must, said)).as("must say: %s%n%s", must, said).isTrue();
    }
    for (String mustNot : Files.readAllLines(FOLDERS.resolve(name).resolve("must-not.txt"))) {
      assertThat(found(mustNot, said)).as("must not say: %s%n%s", mustNot, said).isFalse();
    }
  }

  private static boolean found(String expression, String said) {
    return Pattern.compile(expression, Pattern.DOTALL | Pattern.MULTILINE).matcher(said).find();
  }

  @Test
  void sameSeedSameBytesAndAnotherSeedOtherFigures() {
    assertThat(room("bad-config", 3)).isEqualTo(room("bad-config", 3));
    assertThat(transcript("bad-config", 4)).isNotEqualTo(transcript("bad-config", 3));
  }

  @Test
  void suggestsTheStoryThatWasMeant() {
    Played played = Played.demo(home, "", "--scenario", "slow-dependancy");

    assertThat(played.exit()).isEqualTo(3);
    assertThat(played.err()).contains("did you mean slow-dependency?").hasLineCount(1);
  }

  @Test
  void listsEveryStoryWithItsTitle() {
    assertThat(Played.demo(home, "", "--list").out().lines())
        .hasSameSizeAs(Scenarios.NAMES)
        .allMatch(line -> line.matches("[a-z-]+ +\\S.+"));
  }

  private String transcript(String name, long seed) {
    return Played.demo(home, "", "--scenario", name, "--seed", Long.toString(seed)).out();
  }

  private String room(String name, long seed) {
    return Played.demo(home, "", "--scenario", name, "--seed", Long.toString(seed), "--json").out();
  }
}

package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/page.md promises is shown by tests and pictures that there are. */
class PagePromisesTest {
  private static final Path ROOT = Repository.here().root();
  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern PICTURES = Pattern.compile("pictures? ((?:`[\\w-]+`(?:, )?)+)");

  @Test
  void everyPromiseNamesATestOrAPictureThatThereIs() throws IOException {
    List<String> promises = promises();
    String pictures = Files.readString(source("PageStatesTest"));

    assertThat(promises).hasSizeGreaterThan(20);
    for (String promise : promises) {
      Matcher test = NAMED.matcher(promise);
      boolean shown = promise.contains("`bench/page.sh`");
      while (test.find()) {
        shown = true;
        assertThat(source(test.group(1))).content().contains("void " + test.group(2) + "(");
      }
      Matcher named = PICTURES.matcher(promise);
      while (named.find()) {
        shown = true;
        for (String picture : named.group(1).replace("`", "").split(", ", -1)) {
          assertThat(pictures).contains("\"" + picture.replaceFirst("^list-", ""));
        }
      }
      assertThat(shown).as("shown by something: %s", promise).isTrue();
    }
  }

  private static List<String> promises() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("docs/page.md"));
    int begin = lines.indexOf("## What it promises");
    return lines.subList(begin, lines.size()).stream()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .toList();
  }

  private static Path source(String test) throws IOException {
    for (String module : List.of("app", "lab")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        List<Path> found = files.filter(f -> f.endsWith(test + ".java")).toList();
        if (!found.isEmpty()) {
          return found.getFirst();
        }
      }
    }
    throw new AssertionError("no such test: " + test);
  }
}

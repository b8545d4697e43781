package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The package map in docs/architecture.md shows the tree as it is. */
class ArchitectureMapTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| *`(dev\\.aegis[\\w.]*)` *\\|");

  private final Repository repository = Repository.here();

  @Test
  void namesEveryPackageAndNoOther() {
    NavigableSet<String> rows = new TreeSet<>();
    ROW.matcher(repository.read("docs/architecture.md"))
        .results()
        .map((MatchResult row) -> row.group(1))
        .forEach(rows::add);

    assertThat(rows)
        .as("rows of docs/architecture.md that look like | `dev.aegis.room` | ... |")
        .isEqualTo(repository.packages());
  }
}

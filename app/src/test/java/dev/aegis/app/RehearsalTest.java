package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  @Test
  void readsOneCommandALineAndPassesOverComments() {
    String text = "# why\n\n--version\n  demo   --seed 7  \n";

    assertThat(Rehearsal.commands(text))
        .containsExactly(List.of("--version"), List.of("demo", "--seed", "7"));
  }

  @Test
  void hasSomethingToRehearse() {
    assertThat(Rehearsal.commands(Repository.here().read("app/src/dist/training"))).isNotEmpty();
  }
}

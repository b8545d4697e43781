package dev.aegis.app.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvestigationTest {
  private static final Path EXAMPLES = Repository.here().root().resolve("examples");
  private static final String PLAIN = EXAMPLES.resolve("value-only.csv").toString();

  @TempDir Path user;
  @TempDir Path other;

  @Test
  void keepsTheAlertInTheInboxBesideTheRoomItOpened() {
    Investigated.with(user, List.of(PLAIN));

    try (Journal journal = Journal.open(user.resolve(".aegis"), InstantSource.system())) {
      assertThat(journal.rooms()).extracting(room -> room.value()).containsExactly("INC-2026-0001");
      assertThat(journal.inbox().pending()).isEmpty();
      assertThat(journal.inbox().all())
          .singleElement()
          .satisfies(alert -> {
            assertThat(alert.assigned()).isEqualTo(Optional.of(journal.rooms().getFirst()));
            assertThat(alert.body()).contains("\"severity\":\"sev4\"");
          });
    }
  }

  @Test
  void namesTheCommitThatLeaks() {
    String told = withCommits(EXAMPLES.resolve("leak-commits.txt"));
    assertThat(told).contains("+ commit 78b845df363d with 76 %: something is");
  }

  @Test
  void blamesNoCommitWhereTheOneThatLeaksIsNotAmongThem() throws IOException {
    String all = Files.readString(EXAMPLES.resolve("leak-commits.txt"));
    int from = all.indexOf("commit 78b845df");
    String others = all.substring(0, from) + all.substring(all.indexOf("\ncommit ", from) + 1);
    String told = withCommits(Files.writeString(other.resolve("commits.txt"), others));
    assertThat(told).doesNotContain("78b845df").doesNotContain("+ commit");
  }

  private String withCommits(Path commits) {
    Path leak = EXAMPLES.resolve("leak");
    return Investigated.with(
            user,
            List.of(
                leak.resolve("metrics.csv").toString(),
                "--changes",
                leak.resolve("changes.json").toString(),
                "--slo",
                leak.resolve("service.yaml").toString(),
                "--commits",
                commits.toString()))
        .out()
        .replaceAll("\\s+", " ");
  }

  @Test
  void countsTheIncidentsOfOneState() {
    assertThat(Investigated.with(user, List.of(PLAIN)).out()).contains("INC-2026-0001");
    assertThat(Investigated.with(user, List.of(PLAIN)).out())
        .contains("INC-2026-0002")
        .doesNotContain("INC-2026-0001");
  }

  @Test
  void saysThatAnotherProcessHasTheState() {
    try (Journal journal = Journal.open(user.resolve(".aegis"), InstantSource.system())) {
      Investigated refused = Investigated.with(user, List.of(PLAIN));

      assertThat(journal.rooms()).isEmpty();
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).startsWith("aegis: ").contains(".aegis").hasLineCount(1);
    }
  }

  @Test
  void saysTheSameOfTheSameRecording() {
    List<String> arguments = List.of(PLAIN, "--json");

    assertThat(Investigated.with(user, arguments)).isEqualTo(Investigated.with(other, arguments));
  }

  @Test
  void prefersTheIncidentThatLastsToAWorseOneThatIsOver() throws IOException {
    StringBuilder text = new StringBuilder("timestamp,p99_ms,error_rate\n");
    for (int i = 0; i < 200; i++) {
      int latency = i >= 60 && i < 90 ? 9_000 : i >= 190 ? 700 : 100 + i % 5;
      double errors = i >= 60 && i < 90 ? 0.5 : 0.001;
      text.append(1_750_000_000 + 60 * i).append(',').append(latency).append(',').append(errors);
      text.append('\n');
    }
    Path file = Files.writeString(user.resolve("metrics.csv"), text);
    Investigated told = Investigated.with(user, List.of(file.toString()));

    assertThat(told.out().replaceAll("\\s+", " "))
        .contains("p99 700 ms, normal")
        .contains("other incidents: 1 (SEV1 at")
        .contains("objectives were not declared, these are assumed")
        .doesNotContain("over:");
  }

  @Test
  void looksAtAnIncidentThatIsOverWhileItLasted() throws IOException {
    StringBuilder text = new StringBuilder("timestamp,p99_ms\n");
    for (int i = 0; i < 200; i++) {
      int latency = i >= 60 && i < 66 ? 9_000 : 100 + i % 5;
      text.append(1_750_000_000 + 60 * i).append(',').append(latency).append('\n');
    }
    Path file = Files.writeString(user.resolve("metrics.csv"), text);
    Investigated told = Investigated.with(user, List.of(file.toString(), "--json"));

    assertThat(told.err())
        .contains("over: the incident of 2025-06-15T16:06:40Z ended at 2025-06-15T16:12:40Z")
        .contains("nothing is left to repair");
    assertThat(told.last())
        .contains("\"now\":\"2025-06-15T16:11:40Z\",\"overAt\":\"2025-06-15T16:12:40Z\"")
        .contains("\"objectivesDeclared\":false");
  }

  @Test
  void saysThatFivePointsAreTooFew() throws IOException {
    Path file =
        Files.writeString(
            user.resolve("metrics.csv"),
            "timestamp,value\n1750000000,1\n1750000060,2\n1750000120,1\n");
    Investigated told = Investigated.with(user, List.of(file.toString()));

    assertThat(told.code()).isZero();
    assertThat(told.out()).contains("no incident").contains("3 points: too few");
  }

  @Test
  void takesAnEmptyListOfChangesForNoChange() throws IOException {
    Path changes = Files.writeString(user.resolve("changes.json"), "[]\n");
    Investigated told = Investigated.with(user, List.of(PLAIN, "--changes", changes.toString()));

    assertThat(told.code()).isEqualTo(4);
    assertThat(told.out()).contains("no changes recorded").doesNotContain("no changes given");
  }
}

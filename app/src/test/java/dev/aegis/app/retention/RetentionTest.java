package dev.aegis.app.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.ReadOnlyJournal;
import dev.aegis.room.Draft;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomId;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Slo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final List<String> said = new ArrayList<>();

  @TempDir Path home;

  /** A room for each, of which those that are over ended with an escalation. */
  private void rooms(boolean... over) throws IOException {
    try (Journal journal = Journal.open(home, InstantSource.fixed(NOW));
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      for (int i = 0; i < over.length; i++) {
        RoomId room = journal.openRoom(NOW);
        bus.connect(Handle.OBSERVER).post(room, List.of(draft("s", signal())));
        if (over[i]) {
          Escalation escalation = new Escalation("by hand", List.of(), List.of());
          bus.connect(Handle.AEGIS).post(room, List.of(draft("e", escalation)));
        }
        Path file = home.resolve("evidence/" + room + ".duckdb");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "evidence");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(over.length - i))));
        Files.createDirectories(home.resolve("recordings/" + room));
        Files.writeString(home.resolve("recordings/" + room + "/metrics.csv"), "figures");
      }
    }
  }

  private static Draft draft(String id, Payload payload) {
    return new Draft(new MessageId(id), null, List.of(), "said", payload);
  }

  private static Signal signal() {
    return new Signal(
        "cart",
        "",
        Severity.SEV2,
        "slow",
        NOW,
        NOW,
        new Slo(1, 0.5),
        List.of(),
        List.of(),
        0,
        List.of());
  }

  private List<String> left() throws IOException {
    try (var files = Files.list(home.resolve("evidence"))) {
      return files.map(f -> f.getFileName().toString().substring(12, 13)).sorted().toList();
    }
  }

  @Test
  void forgetsTheOldestThatAreOverAndKeepsTheirRooms() throws IOException {
    rooms(true, false, true, true, true);
    new Retention(2, Duration.ofDays(90)).apply(home, NOW, said::add);
    assertThat(left()).containsExactly("2", "4", "5");
    assertThat(home.resolve("recordings/INC-2026-0001")).doesNotExist();
    assertThat(home.resolve("recordings/INC-2026-0002")).exists();
    assertThat(ReadOnlyJournal.room(RoomId.of(2026, 1), home)).hasSize(2);
    assertThat(said)
        .containsExactly(
            "the evidence of INC-2026-0001 was forgotten; its room is kept",
            "the evidence of INC-2026-0003 was forgotten; its room is kept");
  }

  @Test
  void forgetsWhatIsOlderThanItsAge() throws IOException {
    rooms(true, true, true);
    new Retention(100, Duration.ofDays(2)).apply(home, NOW, said::add);
    assertThat(left()).containsExactly("3");
  }

  @Test
  void leavesWhatItCannotJudge() throws IOException {
    rooms(true, true);
    Files.writeString(home.resolve("evidence/mine.duckdb"), "");
    Files.delete(home.resolve("journal.mark"));
    Files.writeString(home.resolve("journal.db"), "damaged");
    new Retention(1, Duration.ofDays(1)).apply(home, NOW, said::add);
    assertThat(home.resolve("evidence/mine.duckdb")).exists();
    assertThat(home.resolve("evidence/INC-2026-0001.duckdb")).exists();
    assertThat(said).isNotEmpty().allMatch(line -> line.contains("cannot be forgotten"));
  }
}

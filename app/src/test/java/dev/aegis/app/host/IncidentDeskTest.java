package dev.aegis.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.Desk;
import dev.aegis.app.evidence.KeptEvidence;
import dev.aegis.room.RoomId;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentDeskTest {
  private static final Instant BEGIN = Instant.parse("2026-11-22T03:00:00Z");
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final String COUNT = "SELECT count(*) FROM samples";
  private static final ServiceProfile PROFILE =
      new ServiceProfile(
          "cart",
          new Slo(1000, 0.01),
          "east",
          List.of(new ServiceProfile.Region("east", 1, 2)),
          1,
          1,
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          "",
          new ServiceProfile.Costs(1, Duration.ofSeconds(1), 0.1, 0.02, 4));

  private final List<String> said = new ArrayList<>();

  @TempDir Path journal;

  private static Telemetry points(int count) {
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      times[i] = BEGIN.plusSeconds(5L * i).toEpochMilli();
    }
    SeriesKey key = SeriesKey.of(Metric.LATENCY_P99, "cart", "east");
    return new Telemetry(List.of(new Series(key, times, new double[count])), List.of(), List.of());
  }

  private static Signal signal() {
    return new Signal(
        "cart",
        "east",
        Severity.SEV2,
        "slow",
        BEGIN,
        BEGIN,
        new Slo(1000, 0.01),
        List.of(),
        List.of(),
        0,
        List.of());
  }

  private IncidentDesk desk(Path beside) {
    return IncidentDesk.live(PROFILE, new Replicas(1), 7).keepingBeside(beside, said::add);
  }

  private static List<List<String>> count(int points) {
    return List.of(List.of(Integer.toString(points)));
  }

  @Test
  void whatIsAskedIsOnTheDiskUnderTheRoomsNameBeforeItIsTold() {
    Path file = journal.resolve("evidence/INC-2026-0001.duckdb");
    try (IncidentDesk desk = desk(journal)) {
      Desk first = desk.at(() -> points(3));
      assertThat(first.query(COUNT).rows()).isEqualTo(count(3));
      String seal = first.seal();
      desk.opened(ROOM, signal());
      assertThat(file).exists();
      assertThat(first.query(COUNT).rows()).isEqualTo(count(3));
      assertThat(first.seal()).isEqualTo(seal).hasSize(64);
      Desk later = desk.at(() -> points(5));
      assertThat(later.query(COUNT).rows()).isEqualTo(count(5));
      assertThat(later.seal()).isNotEqualTo(seal);
      desk.ended(points(9));
    }
    try (KeptEvidence kept = KeptEvidence.open(file)) {
      assertThat(kept.looks()).hasSize(3);
      assertThat(kept.query(COUNT, 3).rows()).isEqualTo(count(9));
    }
    assertThat(said).isEmpty();
  }

  @Test
  void anIncidentGoesOnWhereNothingCanBeKept() throws IOException {
    Path noFolder = Files.writeString(journal.resolve("file"), "in the way");
    try (IncidentDesk desk = desk(noFolder)) {
      Desk first = desk.at(() -> points(3));
      assertThat(first.query(COUNT).rows()).isEqualTo(count(3));
      assertThat(first.seal()).isEmpty();
      desk.opened(ROOM, signal());
      assertThat(desk.at(() -> points(4)).query(COUNT).rows()).isEqualTo(count(4));
    }
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("the evidence of an incident cannot be kept");
  }

  @Test
  void anIncidentGoesOnWhereItsFileIsLostMeanwhile() throws IOException {
    try (IncidentDesk desk = desk(journal)) {
      desk.opened(ROOM, signal());
      Desk first = desk.at(() -> points(3));
      assertThat(first.query(COUNT).rows()).isEqualTo(count(3));
      Path folder = journal.resolve("evidence");
      Files.delete(folder.resolve("INC-2026-0001.duckdb"));
      Files.delete(folder);
      Files.writeString(folder, "in the way");
      Desk later = desk.at(() -> points(5));
      assertThat(later.query(COUNT).rows()).isEqualTo(count(5));
      assertThat(later.seal()).isEmpty();
      assertThat(first.query(COUNT).rows()).as("the earlier desk too").isEqualTo(count(5));
    }
    assertThat(said).singleElement().asString().contains("INC-2026-0001 cannot be kept");
  }
}

package dev.aegis.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.Desk;
import dev.aegis.app.host.IncidentDesk;
import dev.aegis.app.host.Replicas;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.ReplaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentRecorderTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final RoomMessage VERDICT =
      Stories.leak().stream()
          .filter(m -> m.payload() instanceof ValidationResult)
          .findFirst()
          .orElseThrow();
  private static final RoomMessage LATER =
      Stories.leak().stream()
          .filter(m -> m.payload() instanceof ValidationResult)
          .reduce((_, last) -> last)
          .orElseThrow();

  @TempDir Path journal;

  private final List<String> notices = new ArrayList<>();

  @Test
  void keepsWhatTheServicesFiguresWereAsOfTheNewestVerdict() throws IOException {
    Instant first = START.plusSeconds(5);
    Instant second = START.plusSeconds(9);
    recorder().judged(VERDICT, first, desk(telemetry(6)));
    recorder().judged(LATER, second, desk(telemetry(10)));

    KeptIncident kept = KeptIncident.of(VERDICT.room(), journal).orElseThrow();

    assertThat(notices).isEmpty();
    assertThat(kept.telemetry().series()).containsExactly(series("api", 10));
    assertThat(kept.upTo(first).series()).containsExactly(series("api", 6));
    assertThat(kept.telemetry().changes()).isEqualTo(telemetry(10).changes());
    assertThat(kept.telemetry().logs()).isEmpty();
    assertThat(kept.profile()).isEqualTo(profile());
    assertThat(kept.settings()).isEqualTo(ReplaySettings.STANDARD);
    assertThat(kept.seed()).isEqualTo(7);
    assertThat(kept.judgedAt())
        .containsEntry(VERDICT.id(), first)
        .containsEntry(LATER.id(), second);
  }

  @Test
  void twoVerdictsOfOneMomentAreBothKept() throws IOException {
    recorder().judged(VERDICT, START, desk(telemetry(6)));
    recorder().judged(LATER, START, desk(telemetry(6)));

    assertThat(KeptIncident.of(VERDICT.room(), journal).orElseThrow().judgedAt()).hasSize(2);
  }

  @Test
  void keepsTheNewestPointsWhereThereAreTooMany() {
    Telemetry kept = IncidentRecorder.newest(telemetry(10), 7);

    assertThat(kept.series()).allMatch(s -> s.size() == 3 && s.last() == 9);
    assertThat(IncidentRecorder.newest(telemetry(3), 6)).isEqualTo(telemetry(3));
  }

  @Test
  void forgetsTheOldestIncidentsOfAJournal() throws IOException {
    for (int i = 1; i <= IncidentRecorder.MOST_INCIDENTS + 1; i++) {
      Files.createDirectories(KeptIncident.folder(journal, RoomId.of(2025, i)));
    }
    Files.createDirectories(journal.resolve(KeptIncident.FOLDER).resolve("mine"));

    recorder().judged(VERDICT, START, desk(telemetry(6)));

    assertThat(KeptIncident.folder(journal, RoomId.of(2025, 1))).doesNotExist();
    assertThat(KeptIncident.folder(journal, RoomId.of(2025, 2))).doesNotExist();
    assertThat(KeptIncident.folder(journal, RoomId.of(2025, 3))).exists();
    assertThat(KeptIncident.folder(journal, VERDICT.room())).exists();
    assertThat(journal.resolve(KeptIncident.FOLDER).resolve("mine")).exists();
  }

  @Test
  void saysThatNothingCouldBeKeptAndGoesOn() throws IOException {
    Files.writeString(journal.resolve(KeptIncident.FOLDER), "in the way");

    recorder().judged(VERDICT, START, desk(telemetry(6)));

    assertThat(notices).hasSize(1);
    assertThat(notices.getFirst()).contains("aegis replay " + VERDICT.room() + " will not find it");
  }

  private IncidentRecorder recorder() {
    return new IncidentRecorder(journal, ReplaySettings.STANDARD, notices::add);
  }

  private static Desk desk(Telemetry telemetry) {
    return IncidentDesk.onRecording(profile(), new Replicas(1), 7).at(() -> telemetry);
  }

  private static Telemetry telemetry(int points) {
    return new Telemetry(
        List.of(series("api", points), series("other", points)),
        List.of(
            new Change(
                START.minusSeconds(60), Change.Kind.DEPLOY, "other", "eu", "v2", "v1", "said so")),
        List.of(new LogLine(START, "api", "ERROR", "somebody's name")));
  }

  private static Series series(String service, int points) {
    long[] times = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      times[i] = START.plusSeconds(i).toEpochMilli();
      values[i] = i;
    }
    return new Series(new SeriesKey(Metric.LATENCY_P99, service, "eu", "", ""), times, values);
  }

  private static ServiceProfile profile() {
    return new ServiceProfile(
        "api",
        new Slo(250, 0.01),
        "eu",
        List.of(new ServiceProfile.Region("eu", 2, 4)),
        4,
        8,
        Duration.ofSeconds(2),
        null,
        null,
        "",
        new ServiceProfile.Costs(1, Duration.ofMinutes(3), 1, 1, 1));
  }
}

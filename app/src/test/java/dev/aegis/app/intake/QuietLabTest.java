package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.anomaly.Watch;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the lab recorded before it broke anything: real processes that begin to serve, every two
 * seconds.
 */
class QuietLabTest {
  private static final Path RECORDED = Path.of("../bench/results/lab-matrix.jsonl.evidence");

  /** No fault of the lab is injected sooner. */
  private static final Duration QUIET = Duration.ofSeconds(35);

  @Test
  void openNoRoomForServicesThatBeginToServe() throws IOException {
    int runs = 0;
    int promised = 0;
    int unpromised = 0;
    for (Path run : runs()) {
      Recording recording =
          Intake.read(List.of(run.resolve("metrics.csv.gz")), null, run.resolve("service.yaml"));
      Telemetry quiet = quiet(recording.telemetry());
      ServiceProfile nothing =
          ServiceProfile.undeclared(
              recording.profile().service(), new Slo(Double.POSITIVE_INFINITY, 0.5));
      runs++;
      promised += new Watch(recording.profile()).read(quiet).size();
      unpromised += new Watch(nothing).read(quiet).size();
    }
    assertThat(runs).isGreaterThan(50);
    assertThat(promised).as("rooms of %d runs with their promises", runs).isZero();
    assertThat(unpromised).as("rooms of %d runs with none", runs).isZero();
  }

  private static List<Path> runs() throws IOException {
    try (Stream<Path> found = Files.list(RECORDED)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Telemetry quiet(Telemetry telemetry) {
    Instant begin =
        telemetry.series().stream()
            .map(series -> Instant.ofEpochMilli(series.epochMillis(0)))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    long end = begin.plus(QUIET).toEpochMilli();
    List<Series> early = telemetry.series().stream().map(series -> until(series, end)).toList();
    return new Telemetry(
        early.stream().filter(series -> series.size() > 0).toList(), List.of(), List.of());
  }

  private static Series until(Series series, long end) {
    int size = 0;
    while (size < series.size() && series.epochMillis(size) < end) {
      size++;
    }
    long[] times = new long[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      times[i] = series.epochMillis(i);
      values[i] = series.value(i);
    }
    return new Series(series.key(), times, values);
  }
}

package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AftermathTest {
  private static final ServiceProfile PROFILE = LabProfile.read();
  private static final Instant FROM = Instant.parse("2026-03-14T03:00:00Z");
  private static final int POINTS = 45;

  @Test
  void whatMeetsTheObjectiveAfterItsDeadlineIsFixed() {
    assertThat(after(i -> i < 15 ? 2000 : 200, i -> i < 15 ? 0.3 : 0).outcome(2))
        .isEqualTo(MatrixLine.FIXED);
  }

  @Test
  void oneHiccupOfTheMachineDoesNotUndoAFixButTwoDo() {
    assertThat(after(i -> i == 30 ? 900 : 200, _ -> 0).outcome(2)).isEqualTo(MatrixLine.FIXED);
    assertThat(after(i -> i == 30 || i == 31 ? 900 : 200, _ -> 0).outcome(2))
        .isEqualTo(MatrixLine.UNCHANGED);
  }

  @Test
  void whatWeighsMoreThanDoingNothingIsWorse() {
    Aftermath bad = after(_ -> 3000, _ -> 0.9);
    assertThat(bad.burden()).isCloseTo(2.9, within(1e-9));
    assertThat(bad.outcome(2.0)).isEqualTo(MatrixLine.WORSE);
    assertThat(bad.outcome(2.8)).isEqualTo(MatrixLine.UNCHANGED);
    assertThat(bad.outcome(Double.NaN)).isEqualTo(MatrixLine.UNCHANGED);
  }

  @Test
  void theWorstRegionCounts() {
    Telemetry both =
        new Telemetry(
            List.of(
                series(Metric.LATENCY_P99, "us-east-1", _ -> 200),
                series(Metric.ERROR_RATIO, "us-east-1", _ -> 0),
                series(Metric.LATENCY_P99, "us-west-2", _ -> 2500),
                series(Metric.ERROR_RATIO, "us-west-2", _ -> 0)),
            List.of(),
            List.of());
    assertThat(read(both).p99Millis()).isEqualTo(2500);
    assertThat(read(both).good()).isZero();
  }

  private static Aftermath after(IntToDoubleFunction p99, IntToDoubleFunction errors) {
    return read(
        new Telemetry(
            List.of(
                series(Metric.LATENCY_P99, "us-east-1", p99),
                series(Metric.ERROR_RATIO, "us-east-1", errors)),
            List.of(),
            List.of()));
  }

  private static Aftermath read(Telemetry telemetry) {
    return Aftermath.read(
        telemetry, PROFILE, FROM, FROM.plusSeconds(30), FROM.plusSeconds(2L * POINTS));
  }

  private static Series series(Metric metric, String region, IntToDoubleFunction value) {
    long[] times = new long[POINTS];
    double[] values = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      times[i] = FROM.plusSeconds(2L * i).toEpochMilli();
      values[i] = value.applyAsDouble(i);
    }
    return new Series(SeriesKey.of(metric, PROFILE.service(), region), times, values);
  }
}

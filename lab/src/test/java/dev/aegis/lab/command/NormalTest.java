package dev.aegis.lab.command;

import static dev.aegis.lab.command.LabTelemetry.EAST;
import static dev.aegis.lab.command.LabTelemetry.PROFILE;
import static dev.aegis.lab.command.LabTelemetry.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Telemetry;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class NormalTest {
  private static final int POINTS = 20;
  private static final Normal NORMAL = new Normal(PROFILE, 10);

  @Test
  void enoughGoodPointsOfAllPodsInEveryRegionAreNormal() {
    Telemetry telemetry = seen(_ -> 4, _ -> 200).all();
    assertThat(NORMAL.reached(telemetry)).isTrue();
    assertThat(NORMAL.seen(telemetry)).isEqualTo(10);
    assertThat(NORMAL.since(telemetry)).isEqualTo(LabTelemetry.at(10));
    assertThat(NORMAL.sentence(telemetry))
        .isEqualTo(
            "us-east-1 60 requests/s, p99 180 ms, errors 0.10 %; us-west-2 60 requests/s, p99 200"
                + " ms, errors 0.10 %");
  }

  @Test
  void onlyTheNewestPointsCount() {
    assertThat(NORMAL.reached(seen(_ -> 4, i -> i < 10 ? 3000 : 200).all())).isTrue();
    assertThat(NORMAL.seen(seen(_ -> 4, i -> i == 12 ? 3000 : 200).all())).isEqualTo(7);
    assertThat(NORMAL.reached(seen(_ -> 4, i -> i == 12 ? 3000 : 200).all())).isFalse();
  }

  @Test
  void aRegionThatMissesAPodIsNotNormal() {
    assertThat(NORMAL.seen(seen(i -> i < 19 ? 4 : 3, _ -> 200).all())).isZero();
    assertThat(NORMAL.seen(seen(i -> i == 15 ? 3 : 5, _ -> 200).all())).isEqualTo(4);
  }

  @Test
  void aRegionThatWasNeverSeenIsNotNormal() {
    assertThat(NORMAL.reached(region(new LabTelemetry(POINTS), EAST, _ -> 4, _ -> 180).all()))
        .isFalse();
    assertThat(NORMAL.reached(Telemetry.NONE)).isFalse();
  }

  private static LabTelemetry seen(IntToDoubleFunction westPods, IntToDoubleFunction westP99) {
    LabTelemetry telemetry = region(new LabTelemetry(POINTS), EAST, _ -> 4, _ -> 180);
    return region(telemetry, WEST, westPods, westP99);
  }

  private static LabTelemetry region(
      LabTelemetry telemetry, String region, IntToDoubleFunction pods, IntToDoubleFunction p99) {
    return telemetry
        .with(Metric.REQUEST_RATE, region, _ -> 60)
        .with(Metric.LATENCY_P99, region, p99)
        .with(Metric.ERROR_RATIO, region, _ -> 0.001)
        .with(Metric.PODS_READY, region, pods);
  }
}

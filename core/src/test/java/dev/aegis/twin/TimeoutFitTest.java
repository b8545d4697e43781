package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Metric;
import org.junit.jupiter.api.Test;

class TimeoutFitTest {
  private static final int QUIET = 3;
  private static final double DECLARED = 5;

  /** Three quiet points, and three in trouble. */
  private static double seconds(double[] p99, double errors, double utilisation) {
    return TimeoutFit.seconds(
        new RecordedColumns()
            .with(Metric.REQUEST_RATE, 100, 100, 100, 300, 300, 300)
            .with(Metric.LATENCY_P99, 150, 160, 155, p99[0], p99[1], p99[2])
            .with(Metric.ERROR_RATIO, 0, 0, 0, errors, errors, errors)
            .with(Metric.UTILISATION, 0.4, 0.4, 0.4, utilisation, utilisation, utilisation)
            .history(),
        QUIET,
        DECLARED);
  }

  @Test
  void whereFullPodsAreGivenUpOnAtTheSameTimeThatIsHowLongClientsWait() {
    assertThat(seconds(new double[] {462, 476, 478}, 1, 0.99)).isCloseTo(0.476, within(1e-9));
  }

  @Test
  void latenciesThatMoveAreNoTimeOut() {
    assertThat(seconds(new double[] {400, 900, 1500}, 1, 0.99)).isEqualTo(DECLARED);
  }

  @Test
  void requestsThatFailAsFastAsOthersAreAnsweredAreNotGivenUpOn() {
    assertThat(seconds(new double[] {158, 160, 162}, 0.7, 0.99)).isEqualTo(DECLARED);
  }

  @Test
  void podsWithRoomDoNotMakeAnybodyGiveUp() {
    assertThat(seconds(new double[] {462, 476, 478}, 1, 0.5)).isEqualTo(DECLARED);
  }

  @Test
  void whileMostAreAnsweredNobodyKnows() {
    assertThat(seconds(new double[] {462, 476, 478}, 0.2, 0.99)).isEqualTo(DECLARED);
  }
}

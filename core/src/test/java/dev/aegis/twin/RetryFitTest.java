package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Metric;
import org.junit.jupiter.api.Test;

class RetryFitTest {
  private static RecordedColumns failing(double... ratios) {
    return new RecordedColumns()
        .with(Metric.REQUEST_RATE, 100, 100, 100, 100)
        .with(Metric.ERROR_RATIO, ratios);
  }

  @Test
  void retriesAreCountedPerFailure() {
    RetryFit fit =
        RetryFit.of(failing(0, 0.2, 0.4, 0.4).with(Metric.RETRY_RATIO, 0, 0.1, 0.2, 0.2).history());

    assertThat(fit.perFailure()).isCloseTo(0.5, within(1e-12));
    assertThat(fit.first()).containsExactly(100, 90, 80, 80);
    assertThat(fit.unknown()).isEmpty();
  }

  @Test
  void pointsWithoutTheRetriedShareCountForNothing() {
    RetryFit fit =
        RetryFit.of(
            failing(0.9, 0.2, 0.2, 0.9)
                .with(Metric.RETRY_RATIO, Double.NaN, 0.1, 0.1, Double.NaN)
                .history());

    assertThat(fit.perFailure()).isCloseTo(0.5, within(1e-12));
    assertThat(fit.first()).containsExactly(100, 90, 90, 100);
  }

  @Test
  void noMoreIsSentAgainThanFailed() {
    RetryFit fit =
        RetryFit.of(
            failing(0.1, 0.1, 0.1, 0.1).with(Metric.RETRY_RATIO, 0, 0.3, 0.3, 0.3).history());

    assertThat(fit.perFailure()).isEqualTo(0.95);
  }

  @Test
  void fewFailuresSayNothingAndThatIsSaid() {
    RetryFit fit =
        RetryFit.of(
            failing(0.002, 0.002, 0.002, 0.002)
                .with(Metric.RETRY_RATIO, 0.001, 0.001, 0.001, 0.001)
                .history());

    assertThat(fit.perFailure()).isZero();
    assertThat(fit.unknown()).hasValueSatisfying(why -> assertThat(why).contains("was not seen"));
  }

  @Test
  void whatIsNotRecordedIsTakenForFirstAttempts() {
    RetryFit fit = RetryFit.of(failing(0.5, 0.5, 0.5, 0.5).history());

    assertThat(fit.perFailure()).isZero();
    assertThat(fit.first()).containsExactly(100, 100, 100, 100);
    assertThat(fit.unknown()).isEmpty();
  }
}

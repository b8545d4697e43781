package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Severity;
import dev.aegis.telemetry.Slo;
import org.junit.jupiter.api.Test;

class BurnTest {
  private static final Slo SLO = new Slo(1_000, 0.01);
  private static final double NONE = Double.NaN;

  @Test
  void p99ExactlyAtTheObjectiveMeansOneRequestInAHundredIsSlow() {
    assertThat(Burn.of(SLO, 1_000, 300, NONE, 0).slowShare()).isCloseTo(0.01, within(1e-6));
    assertThat(Burn.of(SLO, 1_000, 300, NONE, 0).rate()).isCloseTo(1, within(1e-4));
  }

  @Test
  void aMedianAtTheObjectiveMeansThatHalfAreSlow() {
    assertThat(Burn.of(SLO, 4_000, 1_000, NONE, 0).slowShare()).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void severityFollowsTheFiguresUpward() {
    assertThat(Burn.of(SLO, 220, 90, NONE, 0.001).severity()).isEqualTo(Severity.SEV4);
    assertThat(Burn.of(SLO, 1_100, 200, NONE, 0.001).severity()).isEqualTo(Severity.SEV3);
    assertThat(Burn.of(SLO, 220, 90, NONE, 0.07).severity()).isEqualTo(Severity.SEV2);
    assertThat(Burn.of(SLO, 220, 90, NONE, 0.2).severity()).isEqualTo(Severity.SEV1);
    assertThat(Burn.of(SLO, 5_000, 2_000, NONE, 0).severity()).isEqualTo(Severity.SEV1);
  }

  @Test
  void whatWasNotMeasuredBurnsNothing() {
    Burn burn = Burn.of(SLO, NONE, NONE, NONE, NONE);
    assertThat(burn.rate()).isZero();
    assertThat(burn.severity()).isEqualTo(Severity.SEV4);
    assertThat(burn.sentence(950)).contains("neither response times nor errors are recorded");
  }

  @Test
  void dollarsFollowTheShareOfRequestsHit() {
    Burn burn = Burn.of(SLO, 100, 50, NONE, 0.5);
    assertThat(burn.shareHit()).isCloseTo(0.5, within(1e-6));
    assertThat(burn.dollarsPerMinute(950)).isCloseTo(475, within(0.01));
  }

  @Test
  void theMeanServesWhereTheMedianIsMissing() {
    double spread = 0.6;
    double p50 = 400;
    double p99 = p50 * Math.exp(2.3263478740408408 * spread);
    double mean = p50 * Math.exp(spread * spread / 2);
    assertThat(Burn.of(SLO, p99, NONE, mean, 0).slowShare())
        .isCloseTo(Burn.of(SLO, p99, p50, NONE, 0).slowShare(), within(1e-9));
  }

  @Test
  void theSentenceCarriesTheFigures() {
    assertThat(Burn.of(SLO, 1_840, 400, NONE, 0.031).sentence(950))
        .isEqualTo(
            "p99 1,840 ms against 1,000 ms and 3.1 % errors against 1.0 %: 11 % of the requests are"
                + " hit, the budget burns 8.1 times too fast, 104 $ a minute");
  }
}

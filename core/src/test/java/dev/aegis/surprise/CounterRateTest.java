package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CounterRateTest {
  @Test
  void givesGrowthPerSecondWhateverTheSpacing() {
    CounterRate rate = new CounterRate();
    assertThat(rate.offer(0, 1_000)).isNaN();
    assertThat(rate.offer(5_000, 1_050)).isEqualTo(10);
    assertThat(rate.offer(25_000, 1_450)).isEqualTo(20);
  }

  @Test
  void takesAValueBelowTheLastForARestartFromZero() {
    CounterRate rate = new CounterRate();
    rate.offer(0, 1_000);
    assertThat(rate.offer(10_000, 50)).isEqualTo(5);
  }

  @Test
  void leavesGapsAndOldReadingsOut() {
    CounterRate rate = new CounterRate();
    rate.offer(0, 100);
    assertThat(rate.offer(5_000, Double.NaN)).isNaN();
    assertThat(rate.offer(0, 500)).isNaN();
    assertThat(rate.offer(10_000, 200)).isEqualTo(10);
  }
}

package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Slo;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The table of the workbook, chapter 5, at an objective of 99.9 %. */
class BurnRatesTest {
  private static final Slo SLO = new Slo(1_000, 0.001);
  private static final int HOUR = 3_600;
  private static final long START = 1_700_000_000_000L / 3_600_000 * 3_600_000;

  @Test
  void anOutagePagesWithinAMinuteAndATenthOfItWithinTen() {
    assertThat(secondsUntil(Wake.PAGE, 1.0)).isCloseTo(52, within(60));
    assertThat(secondsUntil(Wake.PAGE, 0.1)).isCloseTo(518, within(60));
  }

  @Test
  void aSlowBurnPagesOnceItHasTakenATwentiethOfTheBudget() {
    // Seven times too fast: 6 times over six hours are reached after 6 / 7 of them.
    assertThat(secondsUntil(Wake.PAGE, 0.007)).isCloseTo(6 * HOUR * 6 / 7, within(4 * 60));
  }

  @Test
  void whatLastsTheMonthWakesNobody() {
    assertThat(run(3 * HOUR, t -> 0.0009).wake()).isEqualTo(Wake.NOBODY);
    assertThat(run(3 * HOUR, t -> 0.0009).why()).isEmpty();
    assertThat(run(72 * HOUR, t -> 0.002).wake()).isEqualTo(Wake.TICKET);
  }

  @Test
  void thePageEndsSoonAfterTheBurningHasEnded() {
    assertThat(run(3 * HOUR + 100, t -> t >= 3 * HOUR ? 1 : 0).wake()).isEqualTo(Wake.PAGE);
    BurnRates after = run(3 * HOUR + 100 + 360, t -> t >= 3 * HOUR && t < 3 * HOUR + 100 ? 1 : 0);
    assertThat(after.wake()).isNotEqualTo(Wake.PAGE);
    assertThat(after.rate(HOUR * 1000L)).as("an hour still remembers").isGreaterThan(14.4);
  }

  @Test
  void requestsWeighWhereTheirRateIsKnown() {
    BurnRates rates = new BurnRates(SLO);
    rates.add(START, 100, burn(0));
    rates.add(START + 10_000, 900, burn(0));
    rates.add(START + 20_000, 100, burn(0.1));
    // In the first sixty seconds nothing else was seen, and five minutes are asked for.
    assertThat(rates.rate(300_000))
        .isCloseTo(0.1 * 1_000 / (100 + 9_000 + 1_000) / 0.001 / 5, within(1e-9));
  }

  @Test
  void saysWhichPairOfWindowsItWas() {
    assertThat(run(3 * HOUR + 600, t -> t >= 3 * HOUR ? 0.5 : 0).why())
        .isEqualTo("over 1 h the error budget burnt 83.3 times too fast, over 5 min 500.0 times");
  }

  /** After six good hours. */
  private static int secondsUntil(Wake wake, double errors) {
    BurnRates rates = new BurnRates(SLO);
    for (int t = 0; t < 20 * HOUR; t++) {
      rates.add(START + 1000L * t, 100, burn(t < 6 * HOUR ? 0 : errors));
      if (rates.wake() == wake) {
        return t - 6 * HOUR;
      }
    }
    throw new AssertionError("expected " + wake + ", found it never");
  }

  private static BurnRates run(int seconds, IntToDoubleFunction errors) {
    BurnRates rates = new BurnRates(SLO);
    for (int t = 0; t < seconds; t++) {
      rates.add(START + 1000L * t, Double.NaN, burn(errors.applyAsDouble(t)));
    }
    return rates;
  }

  private static Burn burn(double errors) {
    return Burn.of(SLO, 200, Double.NaN, Double.NaN, errors);
  }
}

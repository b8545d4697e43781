package dev.aegis.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightTest {
  private final Weight weight = new Weight(0.5, 0.2, 10);

  @Test
  void isZeroAtTheMidpointGrowsWithTheEffectAndNeverPassesItsCap() {
    assertThat(weight.of(0.5, 1)).isZero();
    assertThat(weight.of(0.7, 1)).isCloseTo(7.6, within(0.1));
    assertThat(weight.of(0.3, 1)).isCloseTo(-7.6, within(0.1));
    assertThat(weight.of(1e9, 1)).isLessThanOrEqualTo(10);
  }

  @Test
  void whatWasNotObservedWeighsNothing() {
    assertThat(weight.of(Double.NaN, 1)).isZero();
    assertThat(weight.of(3, Double.NaN)).isZero();
    assertThat(weight.against(Double.NaN, 1)).isZero();
  }

  @Test
  void whatIsHardlyKnownWeighsLittle() {
    assertThat(weight.of(1, 0.1)).isCloseTo(weight.of(1, 1) / 10, within(1e-9));
  }

  @Test
  void explainingAwayNeverSpeaksFor() {
    assertThat(weight.against(0.1, 1)).isZero();
    assertThat(weight.against(0.9, 1)).isNegative();
  }

  @Test
  void sharesAddUpToExactlyOne() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      double[] parts = random.doubles(1 + random.nextInt(9)).map(x -> Math.pow(x, 40)).toArray();
      double[] shares = Shares.of(parts);
      assertThat(
              Arrays.stream(shares)
                  .mapToObj(BigDecimal::valueOf)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .as("seed " + seed + ", round " + round)
          .isEqualByComparingTo("1");
      assertThat(Arrays.stream(shares).boxed()).allMatch(s -> s >= 0 && s <= 1);
    }
  }
}

package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailTest {
  /** Pareto: {@code P(X >= x) = x^-a}. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 4})
  void learnsHowRareADistanceIs(double exponent) {
    Random random = new Random(11);
    Tail tail = new Tail(0.01, 0.5);
    for (int i = 0; i < 50_000; i++) {
      tail.offer(Math.pow(1 - random.nextDouble(), -1 / exponent));
    }
    for (double decades : new double[] {2.5, 3, 4}) {
      double distance = Math.pow(10, decades / exponent);
      assertThat(tail.offer(distance)).isEqualTo(decades, within(0.2 * decades));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1, 1e9})
  void isSilentBelowItsQuantile(double unit) {
    Random random = new Random(12);
    Tail tail = new Tail(0.01, 0.5);
    int spoke = 0;
    for (int i = 0; i < 20_000; i++) {
      spoke += tail.offer(unit * random.nextDouble()) > 0 ? 1 : 0;
    }
    assertThat(spoke).isBetween(100, 400);
  }
}

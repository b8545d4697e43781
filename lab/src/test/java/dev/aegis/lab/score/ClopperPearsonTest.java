package dev.aegis.lab.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClopperPearsonTest {
  /** By rational arithmetic in another language; 5 of 10 also stands in printed tables. */
  @ParameterizedTest
  @CsvSource({
    "0, 60, 0.95, 0.0487029",
    "0, 6, 0.95, 0.3930378",
    "0, 300, 0.95, 0.0099361",
    "0, 1, 0.95, 0.9500000",
    "1, 20, 0.95, 0.2161062",
    "1, 20, 0.975, 0.2487328",
    "5, 10, 0.95, 0.7775589",
    "2, 100, 0.95, 0.0616192"
  })
  void agreesWithKnownBounds(int hits, int trials, double confidence, double bound) {
    assertThat(ClopperPearson.upper(hits, trials, confidence)).isCloseTo(bound, within(1e-7));
  }

  @Test
  void withoutAHitTheBoundIsKnownInClosedForm() {
    for (int n = 1; n <= 100_000; n *= 10) {
      assertThat(ClopperPearson.upper(0, n, 0.95))
          .isCloseTo(1 - Math.pow(0.05, 1.0 / n), within(1e-12));
    }
  }

  @Test
  void nothingSeenBoundsNothing() {
    assertThat(ClopperPearson.upper(0, 0, 0.95)).isNaN();
    assertThat(ClopperPearson.upper(7, 7, 0.95)).isEqualTo(1);
  }
}

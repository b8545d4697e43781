package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZScoreTest {
  private final ZScore detector = new ZScore();

  @Test
  void measuresInSigmas() {
    Random random = new Random(31);
    for (int i = 0; i < 5_000; i++) {
      detector.offer(i, 100 + 10 * random.nextGaussian());
    }
    assertThat(detector.offer(5_000, 200)).isEqualTo(10, within(3.0));
    assertThat(detector.offer(5_001, 101)).isZero();
  }

  @Test
  void isOffTheScaleAndFiniteAfterAStandstill() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(detector.offer(i, 7)).isZero();
    }
    assertThat(detector.offer(5_000, 8)).isEqualTo(1_000);
  }

  @Test
  void leavesOutWhatIsNoNumberOrComesLate() {
    for (int i = 0; i < 100; i++) {
      detector.offer(i, i % 2);
    }
    assertThat(detector.offer(100, Double.NaN)).isZero();
    assertThat(detector.offer(100, Double.POSITIVE_INFINITY)).isZero();
    assertThat(detector.offer(50, 1_000)).isZero();
    assertThat(detector.offer(101, 1)).isZero();
    assertThat(detector.offer(102, 100)).isGreaterThan(ZScore.SIGMAS);
  }
}

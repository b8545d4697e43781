package dev.aegis.lab.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultiServerQueueTest {
  @Test
  void waitingIsAsLikelyAsErlangSays() {
    assertThat(new MultiServerQueue(1.5, 1, 2).waitProbability()).isCloseTo(9.0 / 14, within(1e-9));
    assertThat(new MultiServerQueue(8, 1, 10).waitProbability())
        .isCloseTo(0.4091801508, within(1e-9));
    assertThat(new MultiServerQueue(95, 1, 100).waitProbability())
        .isCloseTo(0.5064568539, within(1e-9));
  }

  @Test
  void responseOfOneServerIsExponential() {
    assertThat(new MultiServerQueue(8, 0.1, 1).responseSeconds(0.99))
        .isCloseTo(Math.log(100) / (10 - 8), within(1e-9));
  }

  @Test
  void anIdleQueueServesInTheTimeOfItsService() {
    assertThat(new MultiServerQueue(0, 0.05, 12).responseSeconds(0.99))
        .isCloseTo(0.05 * Math.log(100), within(1e-9));
  }

  @Test
  void equalRatesOfWaitingAndServingAreNoHole() {
    double at = new MultiServerQueue(1, 1, 2).responseSeconds(0.99);
    assertThat(new MultiServerQueue(1 + 1e-5, 1, 2).responseSeconds(0.99))
        .isCloseTo(at, within(1e-3));
  }

  @Test
  void moreWorkThanServersHasNoEnd() {
    assertThat(new MultiServerQueue(10, 0.1, 1).isStable()).isFalse();
    assertThat(new MultiServerQueue(10, 0.1, 1).responseSeconds(0.99)).isInfinite();
    assertThat(new MultiServerQueue(1, 0.1, 0).responseSeconds(0.99)).isInfinite();
    assertThat(new MultiServerQueue(1, Double.POSITIVE_INFINITY, 4).responseSeconds(0.99))
        .isInfinite();
  }

  /** Kiefer and Wolfowitz's recursion: each request takes the server that is free first. */
  @Test
  void agreesWithASimulationOfTheSameQueue() {
    long seed = 20_260_314;
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    double[] freeAt = new double[4];
    double[] responses = new double[400_000];
    double now = 0;
    for (int i = 0; i < responses.length; i++) {
      now += -Math.log1p(-random.nextDouble()) / 64;
      double begin = Math.max(now, freeAt[0]);
      freeAt[0] = begin - Math.log1p(-random.nextDouble()) * 0.05;
      responses[i] = freeAt[0] - now;
      Arrays.sort(freeAt);
    }
    Arrays.sort(responses);
    assertThat(new MultiServerQueue(64, 0.05, 4).responseSeconds(0.99))
        .isCloseTo(responses[(int) (0.99 * responses.length)], withinPercentage(5));
  }
}

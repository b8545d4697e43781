package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class TwoTailsTest {
  @RepeatedTest(10)
  void saysTheSameOfARatioWhetherOrNotItsLogarithmIsTaken(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    TwoTails sparing = new TwoTails(0.01, 0.5);
    TwoTails plain = new TwoTails(0.01, 0.5);
    int spoke = 0;
    for (int i = 0; i < 40_000; i++) {
      double number = Math.exp(random.nextGaussian());
      double usual = 0.5 + random.nextDouble();
      double surprise = plain.offer(Math.log(number / usual));
      spoke += surprise > 0 ? 1 : 0;
      assertThat(sparing.offerLogarithm(number, usual))
          .as("seed %d, point %d", seed, i)
          .isEqualTo(surprise);
    }
    assertThat(spoke).isBetween(400, 1_600);
  }

  @RepeatedTest(5)
  void holdsRisesAgainstRisesAndFallsAgainstFalls(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    TwoTails tails = new TwoTails(0.01, 0.5);
    for (int i = 0; i < 20_000; i++) {
      double size = Math.abs(random.nextGaussian());
      tails.offer(random.nextBoolean() ? 100 * size : -size);
    }
    assertThat(tails.offer(100)).as("a usual rise, seed %d", seed).isZero();
    assertThat(tails.offer(-100)).as("no fall was like it, seed %d", seed).isGreaterThan(3);
  }
}

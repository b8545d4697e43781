package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class LogarithmTest {
  @RepeatedTest(20)
  void saysWhatTheLibrarySays(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      double share = Math.scalb(1 - random.nextDouble(), -random.nextInt(20));
      assertThat(Logarithm.of(share))
          .as("seed %d, share %s", seed, share)
          .isEqualTo(Math.log(share), within(1e-14));
    }
  }
}

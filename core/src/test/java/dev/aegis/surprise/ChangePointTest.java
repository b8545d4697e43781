package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointTest {
  private static final int CHANGE = 500;
  private final ChangePoint point = new ChangePoint();

  @ParameterizedTest
  @ValueSource(doubles = {-2, 2, 5})
  void namesTheOnsetOfANewLevelAndItsDirection(double sigmas) {
    Random random = new Random(21);
    for (int i = 0; i < CHANGE + 40; i++) {
      point.offer(i, 100 + random.nextGaussian() + (i < CHANGE ? 0 : sigmas));
    }
    assertThat(point.onsetMillis()).isBetween(CHANGE - 5L, CHANGE + 5L);
    assertThat(point.rising()).isEqualTo(sigmas > 0);
  }

  @Test
  void doesNotTakeOneWildPointForAChange() {
    Random random = new Random(22);
    double most = 0;
    for (int i = 0; i < CHANGE; i++) {
      double sum = point.offer(i, 100 + random.nextGaussian() + (i == 300 ? 1_000 : 0));
      most = Math.max(most, sum);
    }
    assertThat(most).isLessThan(8);
  }

  @Test
  void growsAsLongAsTheLevelStaysAway() {
    Random random = new Random(23);
    double before = 0;
    for (int i = 0; i < CHANGE; i++) {
      before = point.offer(i, random.nextGaussian());
    }
    double after = 0;
    for (int i = CHANGE; i < CHANGE + 20; i++) {
      after = point.offer(i, 3 + random.nextGaussian());
    }
    assertThat(after).isGreaterThan(before + 15);
  }
}

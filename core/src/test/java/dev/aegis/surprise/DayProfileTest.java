package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DayProfileTest {
  private static final int A_DAY = 288;
  private static final long STEP = 300_000;

  @Test
  void knowsTheHourThatIsNotAsUsualThoughTheValueIsOrdinary() {
    Random random = new Random(41);
    DayProfile day = new DayProfile();
    int days = 7 * A_DAY;
    double most = 0;
    for (int i = 0; i < days; i++) {
      double deviation = day.offer(i * STEP, daily(i) + random.nextGaussian(), 1.0 / (i + 1));
      most = i > 2 * A_DAY ? Math.max(most, Math.abs(deviation)) : 0;
    }
    int noon = days + A_DAY / 4;
    double missing = day.offer(noon * STEP, 50, 1.0 / noon);
    assertThat(missing).isLessThan(-2 * most);
  }

  @Test
  void hasNothingToSayOfASeriesThatStandsStill() {
    DayProfile day = new DayProfile();
    for (int i = 0; i < 3 * A_DAY; i++) {
      assertThat(day.offer(i * STEP, 0.1, 1.0 / (i + 1))).isZero();
    }
  }

  private static double daily(int point) {
    return 50 + 30 * Math.sin(2 * Math.PI * point / A_DAY);
  }
}

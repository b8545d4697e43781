package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeekProfileTest {
  private static final long STEP = 300_000;
  private static final int A_DAY = 288;
  private static final int A_WEEK = 7 * A_DAY;

  /** A Monday. */
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  private final Random random = new Random(51);
  private final DayProfile day = new DayProfile();
  private final WeekProfile week = new WeekProfile();
  private int point;

  @Test
  void aThirdWeekendIsNoSurpriseThoughTheHourOfDayAloneIsSurprised() {
    pass(2 * A_WEEK + 5 * A_DAY);
    double byHour = 0;
    double byWeek = 0;
    for (int i = 0; i < A_DAY; i++) {
      double deviation = offer(usual());
      byWeek += Math.abs(deviation) / A_DAY;
      byHour += Math.abs(day.deviation()) / A_DAY;
    }
    assertThat(byWeek).isLessThan(byHour / 2);
  }

  @Test
  void aSaturdayThatRunsLikeAFridayIsOneThoughTheHourIsOrdinary() {
    pass(3 * A_WEEK + 5 * A_DAY);
    double byHour = 0;
    double byWeek = 0;
    for (int i = 0; i < 12; i++) {
      double deviation = offer(at(point - A_DAY));
      byWeek = Math.max(byWeek, deviation);
      byHour = Math.max(byHour, Math.abs(day.deviation()));
    }
    assertThat(byWeek).isGreaterThan(5).isGreaterThan(2 * byHour);
  }

  @Test
  void theHourOfDayCountsUntilASecondWeekIsOver() {
    for (int i = 0; i < 2 * A_WEEK; i++) {
      double deviation = offer(usual());
      assertThat(deviation).isEqualTo(day.deviation());
    }
  }

  @Test
  void theHourOfDayCountsWhereAllDaysAreAlike() {
    for (int i = 0; i < 4 * A_WEEK; i++) {
      double deviation = offer(50 + 20 * Math.sin(2 * Math.PI * i / A_DAY) + random.nextGaussian());
      assertThat(deviation).isEqualTo(day.deviation());
    }
  }

  @Test
  void staysFiniteWhateverIsMeasured() {
    for (int i = 0; i < 3 * A_WEEK; i++) {
      double value = random.nextInt(20) == 0 ? Math.scalb(1.0, random.nextInt(-400, 400)) : usual();
      assertThat(offer(value)).isFinite();
    }
  }

  private void pass(int points) {
    for (int i = 0; i < points; i++) {
      offer(usual());
    }
  }

  private double usual() {
    return at(point);
  }

  private double at(int index) {
    double hour = 100 + 60 * Math.sin(2 * Math.PI * index / A_DAY);
    return (index / A_DAY % 7 >= 5 ? 0.5 : 1) * hour + random.nextGaussian();
  }

  private double offer(double value) {
    long millis = START + point++ * STEP;
    double inverse = 1.0 / point;
    day.offer(millis, value, inverse);
    return week.offer(millis, value, inverse, day);
  }
}

package dev.aegis.suspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class MoveTest {
  private static final long MINUTE = 60_000;
  private final Random random = new Random(7);

  @Test
  void findsAStepWhereItIs() {
    Move move = Move.of(series(i -> (i < 70 ? 100 : 300) + noise())).orElseThrow();
    assertThat(move.at().toEpochMilli()).isEqualTo(70 * MINUTE);
    assertThat(move.up()).isTrue();
    assertThat(move.factor()).isBetween(2.5, 3.5);
    assertThat(move.plateau()).isFalse();
  }

  @Test
  void findsASlowRampNearItsFoot() {
    Move move = Move.of(series(i -> 100 + Math.max(0, i - 40) * 5 + noise())).orElseThrow();
    assertThat(move.at().toEpochMilli()).isBetween(40 * MINUTE, 55 * MINUTE);
  }

  @Test
  void findsAFall() {
    assertThat(Move.of(series(i -> (i < 70 ? 0.96 : 0.2) + noise() / 1000)).orElseThrow().up())
        .isFalse();
  }

  @Test
  void seesThatASettingStandsStill() {
    assertThat(Move.of(series(i -> i < 70 ? 50 : 10)).orElseThrow().plateau()).isTrue();
  }

  @Test
  void isNotMovedByAnOutlierOrByWhatCameBack() {
    assertThat(Move.of(series(i -> (i == 50 ? 900 : 100) + noise()))).isEmpty();
    assertThat(Move.of(series(i -> (i > 30 && i < 45 ? 300 : 100) + noise()))).isEmpty();
    assertThat(Move.of(series(i -> 100 + noise()))).isEmpty();
  }

  @Test
  void saysNothingOfAFewPoints() {
    long[] times = {0, 1, 2};
    double[] values = {1, 1, 9};
    assertThat(Move.of(new Series(SeriesKey.of(new Metric("m"), "s", ""), times, values)))
        .isEmpty();
  }

  private double noise() {
    return 3 * random.nextGaussian();
  }

  private static Series series(IntToDoubleFunction course) {
    long[] times = new long[100];
    double[] values = new double[100];
    for (int i = 0; i < 100; i++) {
      times[i] = i * MINUTE;
      values[i] = course.applyAsDouble(i);
    }
    return new Series(SeriesKey.of(new Metric("m"), "s", ""), times, values);
  }
}

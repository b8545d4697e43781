package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {
  private static final long STEP = 300_000;
  private static final int A_DAY = 288;
  private static final int NORMAL = 1_500;
  private static final double WORTH_A_LOOK = 2.5;

  private final Ensemble ensemble = new Ensemble();

  @Test
  void saysWhoSpokeWhyAndSinceWhenAtALevelThatMoved() {
    Random random = new Random(1);
    alarms(0, NORMAL, i -> 50 + random.nextGaussian());
    List<Surprise> alarms = alarms(NORMAL, 100, i -> 62 + random.nextGaussian());

    assertThat(alarms).isNotEmpty();
    Surprise first = alarms.getFirst();
    assertThat(first.onset()).isBetween(at(NORMAL - 3), at(NORMAL + 1));
    assertThat(first.member()).isIn(Member.EXTREME, Member.LEVEL, Member.STEP);
    assertThat(first.observed()).isGreaterThan(58);
    assertThat(first.usual()).isBetween(49.0, 52.0);
    assertThat(first.score()).isGreaterThan(Ensemble.ALARM);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-30, 30})
  void hearsADropAsWellAsARise(double by) {
    Random random = new Random(2);
    assertThat(alarms(0, NORMAL, i -> 50 + random.nextGaussian())).hasSizeLessThan(5);
    assertThat(alarms(NORMAL, 20, i -> 50 + by + random.nextGaussian())).isNotEmpty();
  }

  @Test
  void raisesAnAnomalyThatLastsOnceAndNotAtEveryPoint() {
    Random random = new Random(3);
    alarms(0, NORMAL, i -> 50 + random.nextGaussian());
    assertThat(alarms(NORMAL, 200, i -> 90 + random.nextGaussian())).hasSizeBetween(1, 3);
  }

  @Test
  void isSilentAboutASeriesThatStandsStillAndSpeaksWhenItMoves() {
    assertThat(alarms(0, NORMAL, i -> 6)).isEmpty();

    List<Surprise> alarms = alarms(NORMAL, 1, i -> 5);

    // One change in fifteen hundred points is only just surprising; no spread of 0 is divided by.
    assertThat(ensemble.explain()).map(Surprise::member).contains(Member.STANDSTILL);
    assertThat(alarms).hasSizeLessThan(2);
  }

  @Test
  void missesTheDailyHumpThatDoesNotCome() {
    Random random = new Random(4);
    IntToDoubleFunction usual =
        i -> 50 + 30 * Math.sin(2 * Math.PI * i / A_DAY) + random.nextGaussian();
    int days = 10 * A_DAY;
    alarms(0, days, usual);
    List<Surprise> alarms = alarms(days, 150, i -> 50 + random.nextGaussian());
    assertThat(alarms).isNotEmpty();
  }

  @Test
  void hearsNoiseThatStops() {
    Random random = new Random(5);
    alarms(0, 2 * NORMAL, i -> 50 + 5 * random.nextGaussian());
    List<Surprise> said =
        said(2 * NORMAL, 100, i -> 50 + 0.1 * random.nextGaussian(), WORTH_A_LOOK);
    assertThat(said).extracting(Surprise::member).contains(Member.ROUGHNESS);
  }

  @RepeatedTest(20)
  void isSeldomWrongAboutNoise(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    int points = 20_000;
    List<Surprise> alarms = alarms(0, points, i -> 100 + random.nextGaussian());
    assertThat(alarms).as("seed %d", seed).hasSizeLessThan(points / 500);
  }

  @RepeatedTest(20)
  void saysTheSameInEveryUnit(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Ensemble other = new Ensemble();
    double unit = Math.scalb(1.0, random.nextInt(-20, 20));
    for (int i = 0; i < 4_000; i++) {
      double value = Math.exp(random.nextGaussian()) + (random.nextInt(700) == 0 ? 40 : 0);
      assertThat(other.offer(i * STEP, unit * value))
          .as("seed %d, point %d", seed, i)
          .isEqualTo(ensemble.offer(i * STEP, value));
    }
  }

  @RepeatedTest(50)
  void survivesWhateverIsMeasured(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      double value =
          switch (random.nextInt(12)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> Double.MAX_VALUE;
            case 2 -> Double.MIN_VALUE;
            case 3 -> Double.NaN;
            case 4 -> Double.NEGATIVE_INFINITY;
            case 5 -> -0.0;
            default -> random.nextInt(4);
          };
      double score = ensemble.offer(random.nextInt(5) == 0 ? random.nextLong() : i * STEP, value);
      assertThat(score).as("seed %d, point %d", seed, i).isGreaterThanOrEqualTo(0).isFinite();
    }
  }

  @Test
  void takesWhatIsNoNumberOrComesLateForAGap() {
    Random random = new Random(6);
    Ensemble whole = new Ensemble();
    for (int i = 0; i < NORMAL; i++) {
      double value = 10 + random.nextGaussian() + (i == NORMAL - 1 ? 30 : 0);
      double expected = whole.offer(i * STEP, value);
      assertThat(ensemble.offer(i * STEP, value)).isEqualTo(expected);
      assertThat(ensemble.offer(i * STEP, Double.NaN)).isZero();
      assertThat(ensemble.offer(i * STEP - 1, 1_000)).isZero();
    }
    assertThat(ensemble.explain()).as("the newest point was a gap").isEmpty();
    assertThat(whole.explain()).isPresent();
  }

  @Test
  void allocatesNothingForAPoint() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] values = new Random(7).doubles(100_000).toArray();
    double sum = ensemble.offer(0, 0.5);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < values.length; i++) {
      sum += ensemble.offer(i * STEP, values[i]);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sum).isNotNaN();
    assertThat(allocated).isLessThan(values.length);
  }

  private List<Surprise> alarms(int from, int points, IntToDoubleFunction values) {
    return said(from, points, values, Ensemble.ALARM);
  }

  private List<Surprise> said(int from, int points, IntToDoubleFunction values, double threshold) {
    List<Surprise> alarms = new ArrayList<>();
    for (int i = from; i < from + points; i++) {
      double score = ensemble.offer(i * STEP, values.applyAsDouble(i));
      if (score >= threshold) {
        alarms.add(ensemble.explain().orElseThrow());
      }
    }
    return alarms;
  }

  private static Instant at(int point) {
    return Instant.ofEpochMilli(point * STEP);
  }
}

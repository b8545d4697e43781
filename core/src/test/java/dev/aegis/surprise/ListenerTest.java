package dev.aegis.surprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class ListenerTest {
  private static final long STEP = 60_000;
  private static final double ROOM = 6;

  private final Listener listener = new Listener();
  private final Random random = new Random(31);

  @Test
  void takesNoiseAroundALevelForAMeasureAndHearsItAsTheEnsembleDoes() {
    Ensemble ensemble = new Ensemble();
    for (int i = 0; i < 5_000; i++) {
      double value = 50 + random.nextGaussian() + (random.nextInt(900) == 0 ? 30 : 0);
      assertThat(listener.offer(i * STEP, value)).isEqualTo(ensemble.offer(i * STEP, value));
      assertThat(listener.explain()).isEqualTo(ensemble.explain());
    }
    assertThat(listener.kind()).isEqualTo(SeriesKind.MEASURE);
    assertThat(listener.known()).isTrue();
  }

  @Test
  void hearsTheGrowthOfATotalAlsoThroughAReset() {
    double[] total = new double[1];
    feed(0, 2_000, i -> total[0] = i % 700 == 699 ? 0 : total[0] + 600 + random.nextInt(60));
    assertThat(listener.kind()).isEqualTo(SeriesKind.COUNTER);
    assertThat(listener.figure()).isEqualTo(10.5, within(0.6));

    double most = feed(2_000, 5, i -> total[0] += 6_000);
    assertThat(most).isGreaterThan(ROOM);
    assertThat(listener.figure()).isEqualTo(100, within(1e-9));
  }

  @Test
  void isNoTotalAnyMoreOnceItFell() {
    feed(0, 200, i -> 1_000 + i);
    assertThat(listener.kind()).isEqualTo(SeriesKind.COUNTER);
    assertThat(listener.known()).isFalse();
    feed(200, 1, i -> 1_100);
    assertThat(listener.kind()).isEqualTo(SeriesKind.MEASURE);
    assertThat(listener.figure()).isEqualTo(1_100);
  }

  @Test
  void hearsWhatIsMissingToABound() {
    feed(0, 2_000, i -> 1 - 0.01 * Math.exp(0.5 * random.nextGaussian()));
    assertThat(listener.kind()).isEqualTo(SeriesKind.BOUNDED);
    assertThat(feed(2_000, 5, i -> 0.4)).isGreaterThan(ROOM);
    assertThat(listener.figure()).as("told in its own unit").isEqualTo(0.4);
  }

  @Test
  void asksOfASeriesAtRestHowWildlyItLeaves() {
    double usual = feed(0, 3_000, i -> i % 100 == 0 ? 1 + random.nextInt(2) : 0);
    assertThat(listener.kind()).isEqualTo(SeriesKind.RESTING);
    assertThat(usual).isLessThan(ROOM);

    feed(3_000, 100, i -> 0);
    List<Surprise> told = new ArrayList<>();
    for (int i = 3_100; i < 3_110; i++) {
      listener.offer(i * STEP, 40 + random.nextInt(20));
      listener.explain().ifPresent(told::add);
    }
    Surprise wildest = told.getLast();
    assertThat(wildest.score()).isGreaterThan(ROOM);
    assertThat(wildest.member()).isEqualTo(Member.EXCURSION);
    assertThat(wildest.usual()).isZero();
    assertThat(wildest.onset()).isEqualTo(Instant.ofEpochMilli(3_100 * STEP));
  }

  @Test
  void opensNoRoomForAFigureThatSomebodyChangesAndKeeps() {
    assertThat(feed(0, 20_000, i -> 6)).isZero();
    assertThat(feed(20_000, 1_000, i -> 7)).isLessThan(ROOM);
    assertThat(listener.kind()).as("the new value is where it rests").isEqualTo(SeriesKind.RESTING);
    assertThat(feed(21_000, 1_000, i -> 7)).isZero();
  }

  @Test
  void leavesToTheEnsembleWhatPausesAndThenTakesAnySize() {
    feed(0, 3_000, i -> i % 20 == 0 ? Math.exp(10 + 4 * random.nextGaussian()) : 0);
    assertThat(listener.kind()).isEqualTo(SeriesKind.MEASURE);
  }

  @RepeatedTest(30)
  void survivesWhateverIsMeasured(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random wild = new Random(seed);
    int kinds = 1 + wild.nextInt(12);
    for (int i = 0; i < 3_000; i++) {
      double value =
          switch (wild.nextInt(kinds)) {
            case 1 -> wild.nextInt(4);
            case 2 -> Double.MIN_VALUE;
            case 3 -> Double.NaN;
            case 4 -> Double.MAX_VALUE;
            case 5 -> Double.longBitsToDouble(wild.nextLong());
            case 6 -> Double.POSITIVE_INFINITY;
            case 7 -> -0.0;
            default -> i;
          };
      double score = listener.offer(wild.nextInt(5) == 0 ? wild.nextLong() : i * STEP, value);
      assertThat(score).as("seed %d, point %d", seed, i).isGreaterThanOrEqualTo(0).isFinite();
      assertThat(listener.explain().isPresent()).as("seed %d", seed).isEqualTo(score > 0);
    }
  }

  @Test
  void allocatesNothingForAPointWhileItsKindStays() {
    feed(0, 1_000, i -> random.nextInt(100) == 0 ? 2 : 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    double sum = 0;
    for (int i = 1_000; i < 100_000; i++) {
      sum += listener.offer(i * STEP, random.nextInt(100) == 0 ? 2 : 0);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sum).isNotNaN();
    assertThat(allocated).isLessThan(100_000);
  }

  /** The highest score. */
  private double feed(int from, int points, IntToDoubleFunction values) {
    double most = 0;
    for (int i = from; i < from + points; i++) {
      most = Math.max(most, listener.offer(i * STEP, values.applyAsDouble(i)));
    }
    return most;
  }
}

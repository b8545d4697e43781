package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelPartsTest {
  @Test
  void theHeapGivesEventsInTheOrderOfTime() {
    SplittableRandom random = new SplittableRandom(3);
    EventHeap heap = new EventHeap(2);
    PriorityQueue<Double> reference = new PriorityQueue<>();
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(5) < 3 || reference.isEmpty()) {
        double t = random.nextDouble();
        heap.push(t, i);
        reference.add(t);
      } else {
        assertThat(heap.nextTime()).as("seed 3, step %d", i).isEqualTo(reference.poll());
        heap.pop();
      }
    }
    assertThat(heap.size()).isEqualTo(reference.size());
  }

  @Test
  void drawsHaveTheMeanTheVariationAndTheTailTheyShould() {
    for (double cv : new double[] {0, 0.3, 0.5, 1, 2}) {
      Draws.Shape shape = Draws.Shape.lognormal(cv);
      int n = 400_000;
      double[] x = new double[n];
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        x[i] = shape.at(Draws.upper(Draws.bits(7, i)));
        sum += x[i];
        squares += x[i] * x[i];
      }
      double mean = sum / n;
      Arrays.sort(x);
      double sigma = Math.sqrt(Math.log1p(cv * cv));
      assertThat(mean).as("mean, cv %s, key 7", cv).isCloseTo(1, within(0.012));
      assertThat(Math.sqrt(squares / n - mean * mean))
          .as("variation, cv %s, key 7", cv)
          .isCloseTo(cv, within(0.06 * cv + 1e-6));
      assertThat(x[(int) (0.99 * n)])
          .as("p99, cv %s, key 7", cv)
          .isCloseTo(
              Math.exp(sigma * Normal.Z99 - sigma * sigma / 2), within(0.02 * x[(int) (0.99 * n)]));
    }
  }

  @Test
  void exponentialGapsForgetTheirPast() {
    Draws.Shape shape = Draws.Shape.exponential();
    int n = 400_000;
    double sum = 0;
    int beyond = 0;
    for (int i = 0; i < n; i++) {
      double x = shape.at(Draws.upper(Draws.bits(8, i)));
      sum += x;
      beyond += x > 6 ? 1 : 0;
    }
    assertThat(sum / n).isCloseTo(1, within(0.006));
    assertThat(beyond / (double) n).isCloseTo(Math.exp(-6), within(0.0005));
  }

  @Test
  void quantilesAreWithinTwoPerCent() {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 20; trial++) {
      LatencyHistogram histogram = new LatencyHistogram();
      double[] x = new double[5_000];
      double scale = Math.pow(10, random.nextDouble(0, 4));
      for (int i = 0; i < x.length; i++) {
        x[i] = scale * Math.exp(random.nextDouble(-1, 1));
        histogram.add(x[i]);
      }
      Arrays.sort(x);
      for (double q : new double[] {0.1, 0.5, 0.9, 0.99}) {
        double exact = x[(int) Math.ceil(q * x.length) - 1];
        assertThat(histogram.quantile(q))
            .as("quantile %s, seed 4, trial %d", q, trial)
            .isCloseTo(exact, within(0.02 * exact));
      }
    }
  }

  @Test
  void nonNegativeLeastSquaresFindsThePlantedCoefficients() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[200][];
    double[] y = new double[200];
    for (int i = 0; i < rows.length; i++) {
      double n = random.nextDouble(1, 120);
      rows[i] = new double[] {1, n - 1, n * (n - 1)};
      y[i] = 30 + 0.06 * (n - 1) + 0.008 * n * (n - 1);
    }
    double[] found = Fits.nonNegative(rows, y);
    assertThat(found[0]).isCloseTo(30, within(0.5));
    assertThat(found[2]).isCloseTo(0.008, within(0.0003));
    assertThat(found[1]).isNotNegative();
  }

  @Test
  void theSequentialTestStopsWhenItKnows() {
    SequentialTest good = new SequentialTest(0.95, 0.60, 0.05);
    assertThat(good.fewestToDecide()).isEqualTo(2);
    while (good.state() == SequentialTest.State.OPEN) {
      good.add(true);
    }
    assertThat(good.trials()).isEqualTo(7);
    assertThat(good.probability()).isCloseTo(8.0 / 9, within(1e-12));
    SequentialTest bad = new SequentialTest(0.95, 0.60, 0.05);
    bad.add(false);
    assertThat(bad.state()).isEqualTo(SequentialTest.State.OPEN);
    bad.add(false);
    assertThat(bad.state()).isEqualTo(SequentialTest.State.REJECTED);
  }

  @Test
  void theSequentialTestKeepsItsRisks() {
    SplittableRandom random = new SplittableRandom(6);
    int passedBad = 0;
    int rejectedGood = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      passedBad += decide(random, 0.60) == SequentialTest.State.ACCEPTED ? 1 : 0;
      rejectedGood += decide(random, 0.95) == SequentialTest.State.REJECTED ? 1 : 0;
    }
    assertThat(passedBad / 4_000.0).as("seed 6").isLessThan(0.06);
    assertThat(rejectedGood / 4_000.0).as("seed 6").isLessThan(0.06);
  }

  private static SequentialTest.State decide(SplittableRandom random, double share) {
    SequentialTest test = new SequentialTest(0.95, 0.60, 0.05);
    while (test.state() == SequentialTest.State.OPEN) {
      test.add(random.nextDouble() < share);
    }
    return test.state();
  }
}

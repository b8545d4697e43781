package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {
  private static final long SEED = 7;

  private static double[] noise(int n, double persistence, SplittableRandom random) {
    double[] values = new double[n];
    double state = 0;
    for (int i = 0; i < n; i++) {
      state =
          persistence * state
              + Math.sqrt(1 - persistence * persistence)
                  * Normal.quantile((random.nextInt(1 << 20) + 0.5) / (1 << 20));
      values[i] = 100 + 10 * state;
    }
    return values;
  }

  private static double width(double[] medians) {
    return medians[medians.length - 1] - medians[0];
  }

  @Test
  void aConstantSeriesHasOneMedian() {
    double[] constant = new double[20];
    Arrays.fill(constant, 150);

    assertThat(medians(constant, 16)).containsOnly(150);
  }

  @Test
  void fewerThanTwoValuesGiveWhatThereIs() {
    assertThat(medians(new double[] {Double.NaN, 150}, 3)).containsExactly(150, 150, 150);
    assertThat(medians(new double[0], 2)).containsOnly(Double.NaN);
  }

  @Test
  void ninetyPerCentOfItsRangesHoldTheMedianOfIndependentNoise() {
    SplittableRandom random = new SplittableRandom(SEED);
    int inside = 0;
    int series = 400;
    for (int i = 0; i < series; i++) {
      double[] medians = medians(noise(60, 0, random), 20);
      // The middles of the first and of the last twentieth leave 5 % out.
      inside += medians[0] <= 100 && 100 <= medians[19] ? 1 : 0;
    }

    assertThat(inside / (double) series).as("seed %d", SEED).isCloseTo(0.95, within(0.05));
  }

  @Test
  void neighboursThatAreAlikeMakeTheMedianLessCertain() {
    SplittableRandom random = new SplittableRandom(SEED);
    double independent = 0;
    double alike = 0;
    for (int i = 0; i < 100; i++) {
      independent += width(medians(noise(64, 0, random), 16));
      alike += width(medians(noise(64, 0.8, random), 16));
    }

    assertThat(alike).as("seed %d", SEED).isGreaterThan(1.3 * independent);
  }

  @Test
  void theFiguresOfAPointStayTogether() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] first = noise(40, 0.5, random);
    double[] second = Arrays.stream(first).map(v -> 3 * v).toArray();
    second[7] = Double.NaN;
    for (double[] pair : BlockBootstrap.medians(first, second, 16)) {
      assertThat(pair[1]).as("seed %d", SEED).isCloseTo(3 * pair[0], within(1e-9));
    }
  }

  private static double[] medians(double[] values, int count) {
    return Arrays.stream(BlockBootstrap.medians(values, values, count))
        .mapToDouble(pair -> pair[0])
        .toArray();
  }
}

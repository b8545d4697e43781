package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static double lognormalP99(double mean, double cv) {
    double variance = Math.log1p(cv * cv);
    return mean * Math.exp(Normal.Z99 * Math.sqrt(variance) - variance / 2);
  }

  @Test
  void ofOnePartItIsTheLognormalsOwn() {
    for (double cv : new double[] {0.1, 0.5, 1, 2}) {
      double found =
          Spread.unknown(new double[] {40}, new double[] {Double.NaN}, lognormalP99(40, cv));
      assertThat(found).isCloseTo(cv, within(0.01 * cv));
    }
  }

  @Test
  void ofSeveralPartsItGivesThePercentileOfTheirSum() {
    double[] means = {40, 26, 12};
    double[] unknown = {Double.NaN, Double.NaN, Double.NaN};
    double p99 = p99OfSum(means, 0.6, new SplittableRandom(3));
    assertThat(Spread.unknown(means, unknown, p99)).isCloseTo(0.6, within(0.02));
  }

  @Test
  void whatIsKnownIsLeftAsItIs() {
    double[] means = {40, 30};
    double[] known = {0.5, Double.NaN};
    double found = Spread.unknown(means, known, Spread.p99(means, known, 1.4));
    assertThat(found).isCloseTo(1.4, within(0.001));
  }

  @Test
  void wherePartsDoNotVaryAtAllItIsNothing() {
    assertThat(Spread.unknown(new double[] {40, 10}, new double[] {Double.NaN, Double.NaN}, 50))
        .isLessThan(0.001);
  }

  private static double p99OfSum(double[] means, double cv, SplittableRandom random) {
    double variance = Math.log1p(cv * cv);
    double[] sums = new double[400_000];
    for (int i = 0; i < sums.length; i++) {
      for (double mean : means) {
        double normal = Normal.quantile(random.nextDouble(1e-12, 1));
        sums[i] += mean * Math.exp(Math.sqrt(variance) * normal - variance / 2);
      }
    }
    Arrays.sort(sums);
    return sums[(int) (0.99 * sums.length)];
  }
}

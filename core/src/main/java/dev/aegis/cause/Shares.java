package dev.aegis.cause;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Splits a whole among parts in ten-thousandths, so that the printed figures add up to exactly 1:
 * the largest-remainder method (Hamilton).
 */
final class Shares {
  private static final int WHOLE = 10_000;

  private Shares() {}

  /**
   * Splits 1 in proportion.
   *
   * @param parts each 0 or more, not all 0
   * @return as many shares from 0 to 1, each a whole number of ten-thousandths
   */
  static double[] of(double[] parts) {
    double sum = Arrays.stream(parts).sum();
    int[] units = new int[parts.length];
    double[] remainders = new double[parts.length];
    int given = 0;
    for (int i = 0; i < parts.length; i++) {
      double exact = WHOLE * (parts[i] / sum);
      units[i] = (int) Math.floor(exact);
      remainders[i] = exact - units[i];
      given += units[i];
    }
    int left = WHOLE - given;
    IntStream.range(0, parts.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -remainders[i]).thenComparing(i -> i))
        .limit(Math.max(0, left))
        .forEach(i -> units[i]++);
    return Arrays.stream(units).mapToDouble(u -> u / (double) WHOLE).toArray();
  }
}

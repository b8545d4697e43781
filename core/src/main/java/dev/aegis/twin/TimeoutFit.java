package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long clients really wait. Where pods are full and most requests fail, the slowest answers are
 * those that were given up on: a 99th percentile that stays where it is, well below the time that
 * is declared, is the time after which clients give up.
 */
final class TimeoutFit {
  private static final int LEAST_POINTS = 3;
  private static final double FAILING = 0.5;
  private static final double FULL = 0.95;

  /** Percentiles within this factor of each other stay where they are. */
  private static final double SAME = 1.1;

  /** Requests that fail as fast as others are answered are not given up on. */
  private static final double SLOWER = 1.5;

  private static final double SHORTER = 0.8;

  private TimeoutFit() {}

  /**
   * The time.
   *
   * @param quiet points of the quiet time
   * @param declared seconds
   * @return seconds; what was declared where nothing else is seen
   */
  static double seconds(History h, int quiet, double declared) {
    double usual = Quantile.median(Arrays.copyOf(h.p99, quiet));
    double[] givenUp =
        IntStream.range(quiet, h.size())
            .filter(i -> h.errors[i] > FAILING && h.utilisation[i] > FULL)
            .mapToDouble(i -> h.p99[i])
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (givenUp.length < LEAST_POINTS) {
      return declared;
    }
    double least = givenUp[0];
    double most = givenUp[givenUp.length - 1];
    boolean told =
        most <= SAME * least && least > SLOWER * usual && most < SHORTER * 1000 * declared;
    return told ? Quantile.median(givenUp) / 1000 : declared;
  }
}

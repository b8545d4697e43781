package dev.aegis.twin;

import java.util.Arrays;
import java.util.List;

/**
 * When requests arrive and which region gets them. Arrivals are a Poisson process whose rate
 * follows the region's steps, by stretching unit exponential gaps (inversion of the integrated
 * rate; Lewis and Shedler, 1979): the n-th request of a region is the same in every future.
 */
final class Traffic {
  private static final Draws.Shape EXPONENTIAL = Draws.Shape.exponential();

  /** More than any rate of arrivals, so that numbers are never used twice. */
  private static final double RENUMBERED_PER_SECOND = 1e6;

  private final Steps[] rates;
  private final long[] number;
  private final long[] keys;

  /** The step of the rate that the next arrival lies in. */
  private final int[] at;

  /** Where a region's clients are being sent. */
  final int[] awayTo;

  private final double[] awayBefore;
  private final double[] awayAfter;
  private final double[] rampFrom;
  private final double[] rampSeconds;
  final double[] shed;

  Traffic(List<ServiceModel.Region> regions, long seed, double fromSeconds) {
    int n = regions.size();
    rates = new Steps[n];
    number = new long[n];
    keys = new long[n];
    at = new int[n];
    awayTo = new int[n];
    awayBefore = new double[n];
    awayAfter = new double[n];
    rampFrom = new double[n];
    rampSeconds = new double[n];
    shed = new double[n];
    for (int r = 0; r < n; r++) {
      rates[r] = regions.get(r).arrivals();
      awayTo[r] = r;
      at[r] = rates[r].indexAt(fromSeconds);
    }
    seed(seed);
  }

  Traffic(Traffic other) {
    rates = other.rates.clone();
    number = other.number.clone();
    keys = other.keys.clone();
    at = other.at.clone();
    awayTo = other.awayTo.clone();
    awayBefore = other.awayBefore.clone();
    awayAfter = other.awayAfter.clone();
    rampFrom = other.rampFrom.clone();
    rampSeconds = other.rampSeconds.clone();
    shed = other.shed.clone();
  }

  void seed(long seed) {
    for (int r = 0; r < keys.length; r++) {
      keys[r] = Draws.bits(seed, r + 1);
    }
  }

  /** The random bits of the next request of a region; counts it. */
  long take(int r) {
    return Draws.bits(keys[r], number[r]++);
  }

  /**
   * Time of the arrival after one at {@code now}, whose bits are given; infinite when none. To be
   * asked in the order of time.
   */
  double next(int r, double now, long bits) {
    double gap = EXPONENTIAL.at(Draws.upper(bits));
    Steps steps = rates[r];
    double t = now;
    for (int i = at[r]; ; i++) {
      double rate = steps.value(i);
      double end = steps.endOf(i);
      if (rate * (end - t) > gap) {
        at[r] = i;
        return t + gap / rate;
      }
      if (end == Double.POSITIVE_INFINITY) {
        return Double.POSITIVE_INFINITY;
      }
      gap -= rate * (end - t);
      t = end;
    }
  }

  /** The share of a region's clients that is being sent elsewhere. */
  private double awayShare(int r, double now) {
    double done = rampSeconds[r] <= 0 ? 1 : Math.min(1, (now - rampFrom[r]) / rampSeconds[r]);
    return awayBefore[r] + (awayAfter[r] - awayBefore[r]) * done;
  }

  boolean isMoving(int r, double now) {
    return awayTo[r] != r && now < rampFrom[r] + rampSeconds[r];
  }

  boolean isConstantUntil(int r, double seconds) {
    return rates[r].endOf(at[r]) >= seconds;
  }

  /**
   * Counts requests on from a number that depends on the time alone, so that two futures that were
   * skipped differently meet the same requests again.
   */
  void renumber(double seconds) {
    Arrays.fill(number, Math.round(seconds * RENUMBERED_PER_SECOND));
  }

  /** The rate of arrivals now. */
  double perSecond(int r) {
    return rates[r].value(at[r]);
  }

  /** The region that a client of another is sent to; -1 when it is turned away. */
  int regionFor(int home, long bits, double now) {
    if (awayTo[home] == home && shed[home] == 0) {
      return home;
    }
    long edge = Draws.bits(bits, 2);
    if (Draws.upper(edge) < shed[home]) {
      return -1;
    }
    return Draws.lower(edge) < awayShare(home, now) ? awayTo[home] : home;
  }

  /** Begins to move a region's clients, from the share that is away now. */
  void move(int r, int to, double share, double now, double seconds) {
    awayBefore[r] = awayTo[r] == r ? 0 : awayShare(r, now);
    awayAfter[r] = share;
    awayTo[r] = to;
    rampFrom[r] = now;
    rampSeconds[r] = seconds;
  }
}

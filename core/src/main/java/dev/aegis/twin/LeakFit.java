package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;

/**
 * How fast a version's heap grows: the Theil-Sen slope of its heap ratio over the requests served
 * by each of its pods, or over time, whichever explains the heap better. A fall of the heap (pods
 * died, or were replaced) begins a new segment, and slopes are taken inside segments only.
 *
 * @param perRequest share of the limit left behind by a request; 0 when none
 * @param perSecond share of the limit left behind by a second; 0 when none
 * @param base heap ratio of a fresh pod
 * @param otherwise the slope over the other of the two, where that explains the heap as well; 0
 *     where they could be told apart
 * @param points points used
 */
record LeakFit(double perRequest, double perSecond, double base, double otherwise, int points) {
  /** A rise below this is not told from noise: two hundredths of the limit. */
  private static final double LEAST_RISE = 0.02;

  private static final double RESET = 0.05;
  private static final double FULL = 0.985;

  /** Share of pairs that must rise: 95 %, so its 5 % quantile lies above 0. */
  static LeakFit of(History history, int v) {
    double[] heap = history.heap[v].clone();
    double[] share = history.share[v];
    int n = heap.length;
    int[] segment = new int[n];
    double[] served = new double[n];
    double[] time = history.table.seconds;
    double base = Double.NaN;
    int current = 0;
    int points = 0;
    for (int i = 0; i < n; i++) {
      if (i > 0) {
        double each = history.completions[i] / history.pods[i];
        served[i] = served[i - 1] + (Double.isFinite(each) ? each : 0) * history.table.lengths[i];
        boolean fell = heap[i] < heap[i - 1] - RESET;
        boolean moving = Math.abs(share[i] - share[i - 1]) > 0.03;
        if (fell || moving || !history.steady(i)) {
          current++;
        }
      }
      segment[i] = current;
      if (!(share[i] > 0.02) || heap[i] > FULL) {
        heap[i] = Double.NaN;
      } else if (Double.isFinite(heap[i])) {
        points++;
        base = Double.isNaN(base) ? heap[i] : Math.min(base, heap[i]);
      }
    }
    if (points < 4) {
      return new LeakFit(0, 0, Double.isNaN(base) ? 0 : clamp(base), 0, points);
    }
    Fits.Slope byRequest = Fits.theilSen(served, heap, segment);
    Fits.Slope byTime = Fits.theilSen(time, heap, segment);
    double[] finite = Arrays.stream(heap).filter(Double::isFinite).toArray();
    double rise = Quantile.of(finite, 0.95) - Quantile.of(finite, 0.05);
    if (!(byTime.low() > 0) || rise < LEAST_RISE) {
      return new LeakFit(0, 0, clamp(Quantile.median(finite)), 0, points);
    }
    double spreadRequest = spread(byRequest);
    double spreadTime = spread(byTime);
    boolean told = Math.abs(spreadRequest - spreadTime) > 0.1 * (spreadRequest + spreadTime);
    return spreadTime < 0.8 * spreadRequest
        ? new LeakFit(0, byTime.median(), clamp(base), told ? 0 : byRequest.median(), points)
        : new LeakFit(byRequest.median(), 0, clamp(base), told ? 0 : byTime.median(), points);
  }

  /** Whether requests and time could be told apart. */
  boolean told() {
    return otherwise == 0;
  }

  boolean leaks() {
    return perRequest > 0 || perSecond > 0;
  }

  private static double spread(Fits.Slope slope) {
    return (slope.high() - slope.low()) / slope.median();
  }

  private static double clamp(double ratio) {
    return Math.max(0, Math.min(0.95, ratio));
  }
}

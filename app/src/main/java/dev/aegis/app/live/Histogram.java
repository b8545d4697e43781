package dev.aegis.app.live;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many requests took how long, in buckets with an upper bound in seconds. Buckets of different
 * processes need not have the same bounds.
 */
final class Histogram {
  private final NavigableMap<Double, Double> counts = new TreeMap<>();
  private double count;
  private double sum;
  private double summed;

  /** From counts of all requests up to each bound, as processes expose them. */
  static Histogram ofCumulative(NavigableMap<Double, Double> upTo, double sum, double summed) {
    Histogram histogram = new Histogram();
    double below = 0;
    for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
      double inside = Math.max(0, bucket.getValue() - below);
      histogram.counts.put(bucket.getKey(), inside);
      histogram.count += inside;
      below = Math.max(below, bucket.getValue());
    }
    histogram.sum = sum;
    histogram.summed = summed;
    return histogram;
  }

  void add(Histogram other) {
    other.counts.forEach((bound, inside) -> counts.merge(bound, inside, Double::sum));
    count += other.count;
    sum += other.sum;
    summed += other.summed;
  }

  double count() {
    return count;
  }

  /** In seconds; NaN when there was no request. */
  double mean() {
    return summed > 0 ? sum / summed : Double.NaN;
  }

  /**
   * In seconds, interpolated linearly inside the bucket, hence exact to the width of that bucket;
   * above the highest finite bound nothing is known, so that bound is given. NaN when there was no
   * request.
   */
  double quantile(double q) {
    double rank = q * count;
    double before = 0;
    double lower = 0;
    for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
      double inside = bucket.getValue();
      double upper = bucket.getKey();
      if (inside > 0 && before + inside >= rank) {
        return Double.isInfinite(upper)
            ? lower
            : lower + (upper - lower) * Math.max(0, rank - before) / inside;
      }
      before += inside;
      lower = upper;
    }
    return count > 0 ? finite(lower) : Double.NaN;
  }

  private double finite(double bound) {
    Double below = counts.lowerKey(Double.POSITIVE_INFINITY);
    return Double.isInfinite(bound) && below != null ? below : bound;
  }
}

package dev.aegis.twin;

import java.util.Arrays;

/**
 * Counts of latencies in buckets whose width grows with the latency: 64 equal buckets to each
 * doubling, so a bucket is at most 1/64 = 1.6 % wide and its middle at most 0.8 % from any latency
 * in it. The bucket is read off the bits of the number, without a logarithm. Range 1/16 ms to 2^20
 * ms; what lies outside is counted in the outermost bucket.
 */
final class LatencyHistogram {
  private static final int SUB_BITS = 6;
  private static final int SHIFT = 52 - SUB_BITS;
  private static final int LOWEST = (int) (Double.doubleToRawLongBits(0x1p-4) >>> SHIFT);
  private static final int BUCKETS = 24 << SUB_BITS;

  private final int[] counts;
  private long total;
  private double sum;

  LatencyHistogram() {
    counts = new int[BUCKETS];
  }

  LatencyHistogram(LatencyHistogram other) {
    counts = other.counts.clone();
    total = other.total;
    sum = other.sum;
  }

  void add(double millis) {
    add(millis, bucketOf(millis));
  }

  /** The same, where the bucket is known. */
  void add(double millis, int bucket) {
    counts[bucket]++;
    total++;
    sum += millis;
  }

  static int bucketOf(double millis) {
    int bucket = (int) (Double.doubleToRawLongBits(millis) >>> SHIFT) - LOWEST;
    return Math.max(0, Math.min(BUCKETS - 1, bucket));
  }

  long total() {
    return total;
  }

  double mean() {
    return total == 0 ? Double.NaN : sum / total;
  }

  /** The quantile, in milliseconds; NaN when nothing was counted. */
  double quantile(double q) {
    if (total == 0) {
      return Double.NaN;
    }
    double rank = q * total;
    long below = 0;
    for (int i = 0; i < BUCKETS; i++) {
      if (below + counts[i] >= rank && counts[i] > 0) {
        double low = Double.longBitsToDouble((long) (i + LOWEST) << SHIFT);
        double high = Double.longBitsToDouble((long) (i + LOWEST + 1) << SHIFT);
        return low + (high - low) * Math.max(0, rank - below) / counts[i];
      }
      below += counts[i];
    }
    throw new IllegalStateException(
        "expected " + total + " latencies in the buckets, found " + below);
  }

  void reset() {
    Arrays.fill(counts, 0);
    total = 0;
    sum = 0;
  }
}

package dev.aegis.lab.service;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in buckets whose bounds grow by 30 %, so that a quantile interpolated between
 * two of them is off by a few per cent only.
 */
public final class Histogram {
  private static final int BUCKETS = 30;
  private static final double LOWEST_SECONDS = 0.005;
  private static final double HIGHEST_SECONDS = 10;
  private static final double[] BOUNDS = bounds();

  private final LongAdder[] counts = new LongAdder[BUCKETS + 1];
  private final LongAdder nanos = new LongAdder();

  public Histogram() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Upper bounds in seconds, rising, without the infinite one. */
  private static double[] bounds() {
    double[] bounds = new double[BUCKETS];
    double ratio = HIGHEST_SECONDS / LOWEST_SECONDS;
    for (int i = 0; i < BUCKETS; i++) {
      double exact = LOWEST_SECONDS * Math.pow(ratio, i / (BUCKETS - 1.0));
      bounds[i] = Math.round(exact * 1e4) / 1e4;
    }
    return bounds;
  }

  public void record(long durationNanos) {
    double seconds = durationNanos / 1e9;
    int bucket = 0;
    while (bucket < BUCKETS && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(durationNanos);
  }

  /** Writes its samples; what it has counted by now is in all of them or in none. */
  void write(MetricText text, String name, String labels) {
    long cumulative = 0;
    for (int i = 0; i < BUCKETS; i++) {
      cumulative += counts[i].sum();
      text.sample(name + "_bucket", labels + ",le=\"" + BOUNDS[i] + "\"", cumulative);
    }
    cumulative += counts[BUCKETS].sum();
    text.sample(name + "_bucket", labels + ",le=\"+Inf\"", cumulative);
    text.sample(name + "_sum", labels, nanos.sum() / 1e9);
    text.sample(name + "_count", labels, cumulative);
  }
}

package dev.aegis.lab.plant;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** A Prometheus histogram of seconds with 31 bounds, 0.005 to 10, each 1.29 times the last. */
final class Histogram {
  private static final int BOUNDS = 31;
  private static final double[] UPPER = bounds();

  private final LongAdder[] counts = new LongAdder[BOUNDS + 1];
  private final DoubleAdder sum = new DoubleAdder();

  Histogram() {
    Arrays.setAll(counts, _ -> new LongAdder());
  }

  private static double[] bounds() {
    double[] upper = new double[BOUNDS];
    for (int i = 0; i < BOUNDS; i++) {
      double exact = 0.005 * Math.pow(10 / 0.005, i / (BOUNDS - 1.0));
      upper[i] = Math.round(exact * 1e5) / 1e5;
    }
    return upper;
  }

  void record(double seconds) {
    int at = Arrays.binarySearch(UPPER, seconds);
    counts[at >= 0 ? at : -at - 1].increment();
    sum.add(seconds);
  }

  /** Appends its lines; the labels come without braces. */
  void write(StringBuilder text, String name, String labels) {
    long below = 0;
    for (int i = 0; i < BOUNDS; i++) {
      below += counts[i].sum();
      text.append(name + "_bucket{" + labels + ",le=\"" + UPPER[i] + "\"} " + below + "\n");
    }
    below += counts[BOUNDS].sum();
    text.append(name + "_bucket{" + labels + ",le=\"+Inf\"} " + below + "\n");
    text.append(name + "_sum{" + labels + "} " + String.format(Locale.ROOT, "%.6f", sum.sum()));
    text.append("\n" + name + "_count{" + labels + "} " + below + "\n");
  }
}

package dev.aegis.anomaly;

import java.util.Arrays;

/**
 * What is normal for a series, from its newest normal points. Not thread-safe; memory is the
 * window.
 */
sealed interface Baseline {
  /** Adds one normal point; the oldest leaves when the window is full. */
  void learn(double value);

  /** Whether the window is full. */
  boolean ready();

  void forget();

  double centre();

  /** The spread in the scale of a standard deviation; 0 for a constant series. */
  double spread();

  /** Mean and standard deviation. */
  final class MeanDeviation implements Baseline {
    private final Ring ring;

    MeanDeviation(int window) {
      ring = new Ring(window);
    }

    @Override
    public void learn(double value) {
      ring.add(value);
    }

    @Override
    public boolean ready() {
      return ring.full();
    }

    @Override
    public void forget() {
      ring.clear();
    }

    @Override
    public double centre() {
      return Arrays.stream(ring.values()).average().orElse(Double.NaN);
    }

    // Two passes: running sums of squares lose every digit on large, steady values.
    @Override
    public double spread() {
      double mean = centre();
      double[] values = ring.values();
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return Math.sqrt(squares / (values.length - 1));
    }
  }

  /**
   * Median and median absolute deviation, the latter times 1.4826, which makes it the standard
   * deviation of a normal distribution (Rousseeuw and Croux, 1993). Half of the window may be wild
   * before either moves.
   */
  final class MedianDeviation implements Baseline {
    private static final double TO_SIGMA = 1.4826;
    private final Ring ring;

    MedianDeviation(int window) {
      ring = new Ring(window);
    }

    @Override
    public void learn(double value) {
      ring.add(value);
    }

    @Override
    public boolean ready() {
      return ring.full();
    }

    @Override
    public void forget() {
      ring.clear();
    }

    @Override
    public double centre() {
      return median(ring.values());
    }

    @Override
    public double spread() {
      double[] values = ring.values();
      double centre = median(values.clone());
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i] - centre);
      }
      return TO_SIGMA * median(values);
    }

    private static double median(double[] values) {
      if (values.length == 0) {
        return Double.NaN;
      }
      Arrays.sort(values);
      int middle = values.length / 2;
      return values.length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
    }
  }

  /** The newest values, at most as many as it has places. */
  final class Ring {
    private final double[] places;
    private int size;
    private int next;

    Ring(int length) {
      places = new double[length];
    }

    void add(double value) {
      places[next] = value;
      next = (next + 1) % places.length;
      size = Math.min(size + 1, places.length);
    }

    boolean full() {
      return size == places.length;
    }

    void clear() {
      size = 0;
      next = 0;
    }

    /** A copy, in no particular order. */
    double[] values() {
      return Arrays.copyOf(places, size);
    }
  }
}

package dev.aegis.telemetry;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** One measured quantity over time: points in strictly ascending time, values finite. Immutable. */
public final class Series {
  private final SeriesKey key;
  private final long[] epochMillis;
  private final double[] values;

  /**
   * Copies both arrays.
   *
   * @throws IllegalArgumentException when lengths differ, times do not ascend, or a value is not
   *     finite
   */
  public Series(SeriesKey key, long[] epochMillis, double[] values) {
    this.key = Objects.requireNonNull(key);
    if (epochMillis.length != values.length) {
      throw new IllegalArgumentException(
          "expected as many times as values, found "
              + epochMillis.length
              + " and "
              + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0 && epochMillis[i] <= epochMillis[i - 1]) {
        throw new IllegalArgumentException("expected ascending times in " + key + ", row " + i);
      }
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("expected a finite value in " + key + ", row " + i);
      }
    }
    this.epochMillis = epochMillis.clone();
    this.values = values.clone();
  }

  public SeriesKey key() {
    return key;
  }

  /** The same points under another key. */
  public Series named(SeriesKey other) {
    return new Series(other, epochMillis, values);
  }

  public int size() {
    return values.length;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  public long epochMillis(int index) {
    return epochMillis[index];
  }

  public Instant at(int index) {
    return Instant.ofEpochMilli(epochMillis[index]);
  }

  public double value(int index) {
    return values[index];
  }

  /** The points inside the window, possibly none. */
  public Series within(Window window) {
    int from = firstAtOrAfter(window.from());
    int to = firstAtOrAfter(window.to());
    return new Series(
        key, Arrays.copyOfRange(epochMillis, from, to), Arrays.copyOfRange(values, from, to));
  }

  /** The values in time order, a copy. */
  public double[] values() {
    return values.clone();
  }

  /** The mean of the values; NaN when empty. */
  public double mean() {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** The median of the finite values; NaN when there is none. */
  public double median() {
    return quantile(0.5);
  }

  /** A {@link Quantile} of the values. */
  public double quantile(double q) {
    return Quantile.of(values, q);
  }

  /** The newest value; NaN when empty. */
  public double last() {
    return values.length == 0 ? Double.NaN : values[values.length - 1];
  }

  private int firstAtOrAfter(Instant at) {
    int found = Arrays.binarySearch(epochMillis, at.toEpochMilli());
    return found >= 0 ? found : -found - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Series that
        && key.equals(that.key)
        && Arrays.equals(epochMillis, that.epochMillis)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, Arrays.hashCode(epochMillis), Arrays.hashCode(values));
  }

  @Override
  public String toString() {
    return key + "[" + values.length + " points]";
  }
}

package dev.aegis.twin;

import java.util.Arrays;

/**
 * A quantity that is constant between steps, such as a rate of arrivals. Immutable. Before the
 * first step the first value holds, after the last the last.
 */
public final class Steps {
  private final double[] fromSeconds;
  private final double[] values;

  private Steps(double[] fromSeconds, double[] values) {
    this.fromSeconds = fromSeconds;
    this.values = values;
  }

  /** The same value at all times. */
  public static Steps constant(double value) {
    return of(new double[] {0}, new double[] {value});
  }

  /**
   * Copies both arrays.
   *
   * @param fromSeconds start of each step, ascending
   * @param values value from then on, finite and 0 or more
   */
  public static Steps of(double[] fromSeconds, double[] values) {
    if (fromSeconds.length == 0 || fromSeconds.length != values.length) {
      throw new IllegalArgumentException(
          "expected as many values as steps and at least one, found "
              + values.length
              + " and "
              + fromSeconds.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && Double.isFinite(values[i]))) {
        throw new IllegalArgumentException(
            "expected 0 or more in step " + i + ", found " + values[i]);
      }
      if (i > 0 && !(fromSeconds[i] > fromSeconds[i - 1])) {
        throw new IllegalArgumentException("expected ascending steps, found a fall at step " + i);
      }
    }
    return new Steps(fromSeconds.clone(), values.clone());
  }

  /** A straight line from one value to another, in steps of a second, constant before and after. */
  public static Steps ramp(double before, double fromSeconds, double after, double toSeconds) {
    int n = Math.max(1, (int) Math.ceil(toSeconds - fromSeconds));
    double[] from = new double[n + 1];
    double[] values = new double[n + 1];
    from[0] = Math.min(0, fromSeconds - 1);
    values[0] = before;
    for (int i = 1; i <= n; i++) {
      from[i] = fromSeconds + (toSeconds - fromSeconds) * i / n;
      values[i] = before + (after - before) * i / n;
    }
    return of(from, values);
  }

  /** The value at a time. */
  public double at(double seconds) {
    return values[indexAt(seconds)];
  }

  /** The value after the last step. */
  public double last() {
    return values[values.length - 1];
  }

  int indexAt(double seconds) {
    int found = Arrays.binarySearch(fromSeconds, seconds);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  double value(int index) {
    return values[index];
  }

  /** Where the step at this index ends; infinite for the last. */
  double endOf(int index) {
    return index + 1 < fromSeconds.length ? fromSeconds[index + 1] : Double.POSITIVE_INFINITY;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Steps that
        && Arrays.equals(fromSeconds, that.fromSeconds)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(fromSeconds) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Steps[" + values.length + ", last " + last() + "]";
  }
}

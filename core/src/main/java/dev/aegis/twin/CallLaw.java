package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import java.util.Arrays;

/**
 * A law of scalability through some points: {@code alone × (1 + contention (n − 1) + coherence n (n
 * − 1))} with n calls in flight (see {@link Call.Phase}).
 *
 * @param alone milliseconds of a call that is alone
 * @param ranged whether the calls in flight varied enough to tell
 * @param seenCalls the most calls in flight among the points
 * @param misfit median relative error
 */
record CallLaw(
    double alone,
    double contention,
    double coherence,
    boolean ranged,
    double seenCalls,
    double misfit) {
  /** Calls in flight must vary by this factor before a curve through them means anything. */
  private static final double LEAST_RANGE = 1.25;

  /**
   * Of so few calls at once nobody can tell whether they are in each other's way; what looks like
   * it is chance, and a curve through it would be drawn far beyond what was seen.
   */
  private static final double LEAST_CALLS = 3;

  static CallLaw constant(double[] millis, int from, int to) {
    double level = Quantile.median(Arrays.copyOfRange(millis, from, to));
    return new CallLaw(level, 0, 0, false, 1, 0);
  }

  /** With {@code known} the time of a call that is alone, or NaN when that is to be found. */
  static CallLaw through(double[] millis, double[] calls, int from, int to, double known) {
    double[] in = Arrays.copyOfRange(calls, from, to);
    boolean ranged =
        Quantile.of(in, 0.95) > LEAST_RANGE * Quantile.of(in, 0.05)
            && Quantile.of(in, 0.95) >= LEAST_CALLS
            && to - from >= CallFit.LEAST_POINTS;
    double[] a;
    if (ranged) {
      double[][] rows = new double[to - from][];
      double[] ones = new double[to - from];
      for (int i = 0; i < rows.length; i++) {
        double y = millis[from + i];
        double n = Math.max(1, calls[from + i]);
        double level = Double.isNaN(known) ? 1 / y : 0;
        rows[i] = new double[] {level, (n - 1) / y, n * (n - 1) / y};
        ones[i] = Double.isNaN(known) ? 1 : 1 - known / y;
      }
      a = Fits.nonNegative(rows, ones);
      a[0] = Double.isNaN(known) ? a[0] : known;
    } else {
      a = new double[] {constant(millis, from, to).alone, 0, 0};
    }
    double most = Math.max(1, Arrays.stream(in).max().orElse(1));
    if (a[1] * (most - 1) + a[2] * most * (most - 1) < CallFit.FELT * a[0]) {
      a = new double[] {constant(millis, from, to).alone, 0, 0};
    }
    double[] errors = new double[to - from];
    for (int i = 0; i < errors.length; i++) {
      double n = Math.max(1, calls[from + i]);
      errors[i] = Math.abs((a[0] + a[1] * (n - 1) + a[2] * n * (n - 1)) / millis[from + i] - 1);
    }
    double alone = Math.max(a[0], 1e-3);
    return new CallLaw(alone, a[1] / alone, a[2] / alone, ranged, most, Quantile.median(errors));
  }

  double at(double calls) {
    double n = Math.max(1, calls);
    return alone * (1 + contention * (n - 1) + coherence * n * (n - 1));
  }

  /** Sum of the squared logarithmic errors. */
  double squares(double[] millis, double[] calls, int from, int to) {
    double sum = 1e-12;
    for (int i = from; i < to; i++) {
      double error = Math.log(at(calls[i]) / millis[i]);
      sum += error * error;
    }
    return sum;
  }

  Call.Phase from(double seconds, double cv, double errors) {
    double bornOut = misfit <= CallFit.EXPLAINED ? Double.POSITIVE_INFINITY : seenCalls;
    return new Call.Phase(seconds, alone, cv, contention, coherence, errors, bornOut);
  }
}

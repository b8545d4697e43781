package dev.aegis.twin;

/**
 * The sequential probability ratio test (Wald, Sequential Tests of Statistical Hypotheses, 1945)
 * for the share of replications that succeed: each success multiplies the likelihood ratio by good
 * / bad, each failure by (1 − good) / (1 − bad); at (1 − risk) / risk it is accepted, at the
 * inverse rejected.
 */
final class SequentialTest {
  enum State {
    OPEN,
    ACCEPTED,
    REJECTED
  }

  private final double success;
  private final double failure;
  private final double bound;
  private double logRatio;
  private int successes;
  private int trials;

  SequentialTest(double good, double bad, double risk) {
    success = Math.log(good / bad);
    failure = Math.log((1 - good) / (1 - bad));
    bound = Math.log((1 - risk) / risk);
  }

  void add(boolean succeeded) {
    trials++;
    successes += succeeded ? 1 : 0;
    logRatio += succeeded ? success : failure;
  }

  State state() {
    if (logRatio >= bound) {
      return State.ACCEPTED;
    }
    return logRatio <= -bound ? State.REJECTED : State.OPEN;
  }

  /** The fewest further trials that could decide. */
  int fewestToDecide() {
    double up = (bound - logRatio) / success;
    double down = (-bound - logRatio) / failure;
    return Math.max(1, (int) Math.ceil(Math.min(up, down) - 1e-9));
  }

  int successes() {
    return successes;
  }

  int trials() {
    return trials;
  }

  /** Laplace's rule of succession: (successes + 1) / (trials + 2). */
  double probability() {
    return (successes + 1.0) / (trials + 2.0);
  }
}

package dev.aegis.surprise;

/**
 * Turns how far a quantity is from 0 into how surprising that is: {@code -log10 P(X >= x)} by the
 * quantity's own past. What is surprising is then the same in every unit and for every shape of
 * distribution, so that one threshold serves all series.
 *
 * <p>The body: a high quantile {@code u} is followed by stochastic approximation (Robbins and
 * Monro, 1951) in the logarithm. The tail: beyond {@code u} the excess {@code ln(x / u)} is taken
 * for exponential, which is Pareto in {@code x}, and its mean is Hill's estimator (Hill, <i>A
 * Simple General Approach to Inference About the Tail of a Distribution</i>, 1975; on streams,
 * Siffer and others, <i>Anomaly Detection in Streams with Extreme Value Theory</i>, 2017). So
 * {@code P(X >= x) = q (x / u)^(-1 / hill)}. The estimator begins with a prior that is worth
 * {@value #PRIOR_WEIGHT} excesses; one excess moves it by at most four times its mean, so that an
 * anomaly does not make the next one normal.
 */
final class Tail {
  private static final int WARM_UP = 30;
  private static final double PRIOR_WEIGHT = 10;
  private static final double MEMORY = 100;
  private static final double FASTEST = 0.3;
  private static final double SLOWEST = 0.02;
  private static final double PER_DECADE = 1 / Math.log(10);

  // Less than all of the quantile, so that no rounding decides.
  private static final double CERTAINLY = 1 - 1e-9;

  private final double share;
  private final double atQuantile;
  private double quantile;
  private double excess;
  private double weight = PRIOR_WEIGHT;
  private double points;
  private int warmUp;
  private double up = 1 + FASTEST;
  private double down = 1;

  /**
   * @param share of points beyond the quantile, such as 0.01
   * @param prior Hill's estimator before anything is known, above 0
   */
  Tail(double share, double prior) {
    this.share = share;
    this.atQuantile = -Math.log10(share);
    this.excess = prior * PRIOR_WEIGHT;
  }

  /**
   * Takes the next distance.
   *
   * @param distance 0 or more
   * @return 0 up to the quantile, from there on {@code -log10 P}
   */
  double offer(double distance) {
    points++;
    if (warmUp < WARM_UP) {
      if (distance > 0) {
        warmUp++;
        quantile = Math.max(quantile, distance);
      }
      return 0;
    }
    if (points < LEARNING / share) {
      double rate = Math.clamp(1 / (1 + points * share / 2), SLOWEST, FASTEST);
      up = 1 + rate * (1 - share);
      down = 1 - rate * share;
    }
    if (distance <= quantile) {
      quantile *= down;
      return 0;
    }
    double surprise = beyond(Math.log(distance / quantile));
    quantile *= up;
    return surprise;
  }

  // After so many expected excesses the rate has come down to the slowest.
  private static final double LEARNING = 2 / SLOWEST;

  /**
   * Whether {@code part / whole} is certainly within the quantile; never before that has settled.
   */
  boolean ordinary(double part, double whole) {
    return points >= LEARNING / share && part <= CERTAINLY * quantile * whole;
  }

  /** Takes the next distance, which is {@link #ordinary}. */
  void skip() {
    quantile *= down;
  }

  private double beyond(double distance) {
    double mean = excess / weight;
    excess += Math.min(distance, 4 * mean);
    weight++;
    if (weight > MEMORY) {
      excess *= MEMORY / weight;
      weight = MEMORY;
    }
    return atQuantile + PER_DECADE * distance / mean;
  }
}

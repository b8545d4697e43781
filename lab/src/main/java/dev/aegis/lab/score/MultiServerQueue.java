package dev.aegis.lab.score;

/**
 * The queue M/M/c: Poisson arrivals, exponential service, one waiting line without limit, first
 * come first served (Gross, Shortle, Thompson and Harris, <i>Fundamentals of Queueing Theory</i>,
 * 4th edition, 2008, section 2.3). With μ = 1/S and θ = cμ − λ, the chance of waiting is Erlang's
 * C, the wait is then exponential with rate θ, and the response time T is
 *
 * <pre>P(T &gt; t) = (1 − C) e^(−μt) + C (θ e^(−μt) − μ e^(−θt)) / (θ − μ)</pre>
 *
 * @param arrivalsPerSecond λ, 0 or more
 * @param serviceSeconds S, above 0; infinite for a server that answers nobody
 * @param servers c, 0 or more
 */
record MultiServerQueue(double arrivalsPerSecond, double serviceSeconds, int servers) {
  /** Where θ and μ are as near as this, the formula divides nothing by nothing. */
  private static final double SAME = 1e-6;

  private static final int HALVINGS = 60;

  /** Work offered, in servers kept busy (erlang). */
  private double offered() {
    return arrivalsPerSecond == 0 ? 0 : arrivalsPerSecond * serviceSeconds;
  }

  /** Whether the line does not grow without end. */
  boolean isStable() {
    return servers > 0 && offered() < servers;
  }

  /** Erlang's C, from his B by its recursion in the number of servers; 1 when not stable. */
  double waitProbability() {
    if (!isStable()) {
      return 1;
    }
    double blocked = 1;
    for (int n = 1; n <= servers; n++) {
      blocked = offered() * blocked / (n + offered() * blocked);
    }
    double busy = offered() / servers;
    return blocked / (1 - busy * (1 - blocked));
  }

  /** The response time that a share {@code q} of the requests stays below; infinite if unstable. */
  double responseSeconds(double q) {
    if (!isStable() || !Double.isFinite(serviceSeconds)) {
      return Double.POSITIVE_INFINITY;
    }
    double wait = waitProbability();
    double high = serviceSeconds;
    while (slowerThan(high, wait) > 1 - q) {
      high *= 2;
    }
    double low = 0;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slowerThan(middle, wait) > 1 - q) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double slowerThan(double t, double wait) {
    double mu = 1 / serviceSeconds;
    double theta = servers * mu - arrivalsPerSecond;
    double served = Math.exp(-mu * t);
    double waitedAndServed =
        Math.abs(theta - mu) < SAME * mu
            ? (1 + mu * t) * served
            : (theta * served - mu * Math.exp(-theta * t)) / (theta - mu);
    return (1 - wait) * served + wait * waitedAndServed;
  }
}

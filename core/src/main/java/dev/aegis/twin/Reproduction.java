package dev.aegis.twin;

import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Slo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the replayed past is the one that was seen. Compared are the calm intervals, the breached
 * ones, and the newest, each in the median: one interval's p99 is a noisy thing.
 */
final class Reproduction {
  /**
   * The p99 of one interval near saturation varies by some 20 % between replications of the very
   * same system, and moves by half within one scrape while it tips over.
   */
  private static final double P99_FACTOR = 1.5;

  /** Near saturation the share of refused requests moves by this much from interval to interval. */
  private static final double ERROR_DIFFERENCE = 0.10;

  /**
   * A slow growth that is fitted within 10 % reaches the same level that much earlier or later, so
   * a breached interval may be found this share of the elapsed time aside.
   */
  private static final double TIME_TOLERANCE = 0.10;

  /** Intervals at the end that tell whether it is over. */
  private static final int END = 2;

  private static final int LEAST_NEWEST = 3;

  private Reproduction() {}

  /** What does not fit, in figures; empty when it fits. */
  static Optional<String> misfit(List<Fitted.Seen> seen, List<Rewound> replays, Slo slo) {
    int n = seen.size();
    double[] p99 = new double[n];
    double[] errors = new double[n];
    for (int i = 0; i < n; i++) {
      double log = 0;
      for (Rewound replay : replays) {
        log += Math.log(replay.p99()[i]) / replays.size();
        errors[i] += replay.errors()[i] / replays.size();
      }
      p99[i] = Math.exp(log);
    }
    List<Integer> calm = new ArrayList<>();
    List<Integer> breached = new ArrayList<>();
    List<Integer> newest = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      (slo.breachedBy(seen.get(i).p99Millis(), seen.get(i).errorRatio()) ? breached : calm).add(i);
      if (i >= n - Math.max(LEAST_NEWEST, n / 4)) {
        newest.add(i);
      }
    }
    return check("while it was breached", breached, seen, replays, p99, errors)
        .or(() -> check("lately", newest, seen, replays, p99, errors))
        .or(() -> check("while all was well", calm, seen, replays, p99, errors))
        .or(() -> end(seen, replays, slo));
  }

  /**
   * Whether all intervals together are apart, in the median: where figures climb, single intervals
   * may each be found a little later, and the whole is still another course.
   */
  static Optional<String> apart(Backtest.Figures figures) {
    double latency = Math.abs(Math.log(figures.foretoldP99Millis() / figures.seenP99Millis()));
    double failing = Math.abs(figures.foretoldErrors() - figures.seenErrors());
    // Comparisons with what is not known are false.
    if (!(latency > Math.log(P99_FACTOR)) && !(failing > ERROR_DIFFERENCE)) {
      return Optional.empty();
    }
    return Optional.of(
        sentence(
            "in the median",
            figures.foretoldP99Millis(),
            figures.foretoldErrors(),
            figures.seenP99Millis(),
            figures.seenErrors()));
  }

  /** What still goes on must not be over in every replay: a fix would seem to have ended it. */
  private static Optional<String> end(List<Fitted.Seen> seen, List<Rewound> replays, Slo slo) {
    int from = Math.max(0, seen.size() - END);
    for (int i = from; i < seen.size(); i++) {
      int at = i;
      boolean goesOn = slo.breachedBy(seen.get(i).p99Millis(), seen.get(i).errorRatio());
      if (!goesOn || replays.stream().anyMatch(r -> slo.breachedBy(r.p99()[at], r.errors()[at]))) {
        return Optional.empty();
      }
    }
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of("the objective is still missed, and in the replay it is met again");
  }

  private static Optional<String> check(
      String when,
      List<Integer> group,
      List<Fitted.Seen> seen,
      List<Rewound> replays,
      double[] p99,
      double[] errors) {
    if (group.isEmpty()) {
      return Optional.empty();
    }
    double[] costs = new double[group.size()];
    double[] replayed = new double[group.size()];
    double[] found = new double[group.size()];
    double[] replayedErrors = new double[group.size()];
    double[] foundErrors = new double[group.size()];
    for (int k = 0; k < costs.length; k++) {
      int i = group.get(k);
      costs[k] = cost(i, seen, replays);
      replayed[k] = p99[i];
      found[k] = seen.get(i).p99Millis();
      replayedErrors[k] = errors[i];
      foundErrors[k] = seen.get(i).errorRatio();
    }
    if (Quantile.median(costs) <= 1) {
      return Optional.empty();
    }
    return Optional.of(
        sentence(
            when,
            Quantile.median(replayed),
            Quantile.median(replayedErrors),
            Quantile.median(found),
            Quantile.median(foundErrors)));
  }

  private static String sentence(
      String when, double p99, double errors, double seenP99, double seenErrors) {
    return String.format(
        Locale.ROOT,
        "%s the replay gives p99 %,.0f ms and %.1f %% errors where %,.0f ms and %.1f %% were seen",
        when,
        p99,
        100 * zero(errors),
        seenP99,
        100 * zero(seenErrors));
  }

  /**
   * How far the best interval of the replays near {@code i} is off, in tolerances; NaN unknown.
   * What lies between two replays is not off: the same model shows the one as well as the other.
   */
  private static double cost(int i, List<Fitted.Seen> seen, List<Rewound> replays) {
    Fitted.Seen s = seen.get(i);
    double length = s.toSeconds() - s.fromSeconds();
    double aside = Math.max(2 * length, TIME_TOLERANCE * s.toSeconds());
    double best = Double.NaN;
    for (int j = 0; j < seen.size(); j++) {
      if (Math.abs(seen.get(j).toSeconds() - s.toSeconds()) <= aside) {
        int at = j;
        double latency =
            outside(
                    Math.log(s.p99Millis()),
                    replays.stream().mapToDouble(r -> Math.log(r.p99()[at])).toArray())
                / Math.log(P99_FACTOR);
        double failing =
            outside(s.errorRatio(), replays.stream().mapToDouble(r -> r.errors()[at]).toArray())
                / ERROR_DIFFERENCE;
        double cost = Double.isNaN(failing) ? latency : Math.max(latency, failing);
        cost = Double.isNaN(latency) ? failing : cost;
        best = Double.isNaN(best) ? cost : Math.min(best, cost);
      }
    }
    return best;
  }

  /** How far a value lies outside the range of others; NaN where one of them is not known. */
  private static double outside(double value, double[] range) {
    double low = Arrays.stream(range).min().orElse(Double.NaN);
    double high = Arrays.stream(range).max().orElse(Double.NaN);
    double away = Math.max(low - value, value - high);
    return Double.isNaN(away) ? Double.NaN : Math.max(0, away);
  }

  private static double zero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}

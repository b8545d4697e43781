package dev.aegis.anomaly;

import dev.aegis.room.Severity;
import dev.aegis.telemetry.Slo;
import java.util.Locale;
import java.util.Objects;

/**
 * How badly a service level objective is broken, and for how many users.
 *
 * <p>A promise about the 99th percentile allows one request in a hundred to be slower, a promise
 * about errors allows its ratio of failures; the burn rate is what is observed over what is allowed
 * (Google, <i>The Site Reliability Workbook</i>, chapter 5). The share of slow requests is not
 * recorded as such. It is read off a log-normal distribution through the figures that are: {@code
 * P(T > o) = Q(z99 - ln(p99 / o) / s)} with {@code s = ln(p99 / p50) / z99}; with the mean in place
 * of the median {@code s = z99 - sqrt(z99^2 - 2 ln(p99 / mean))}; with neither, {@code s} is
 * {@value #USUAL_SPREAD}.
 *
 * @param slo what is promised
 * @param p99Millis the 99th percentile; NaN when not measured
 * @param errorRatio failed over all requests; NaN when not measured
 * @param slowShare requests slower than promised over all requests, 0 to 1; 0 when not measured
 */
public record Burn(Slo slo, double p99Millis, double errorRatio, double slowShare) {
  private static final double Z99 = 2.3263478740408408;
  private static final double USUAL_SPREAD = 0.8;
  private static final double SLOW_ALLOWED = 0.01;

  // The workbook's pairs: at 14.4 a month's budget is gone in two days, at 6 in five.
  private static final double FAST = 14.4;
  private static final double SLOW = 6;
  private static final double MANY = 0.25;
  private static final double SOME = 0.05;

  public Burn {
    Objects.requireNonNull(slo);
    if (!(slowShare >= 0 && slowShare <= 1)) {
      throw new IllegalArgumentException("expected a share from 0 to 1, found " + slowShare);
    }
  }

  /** From figures of one scrape; NaN for whatever was not measured. */
  public static Burn of(
      Slo slo, double p99Millis, double p50Millis, double meanMillis, double errorRatio) {
    return new Burn(
        slo,
        p99Millis,
        errorRatio,
        slowShare(slo, p99Millis, spread(p99Millis, p50Millis, meanMillis)));
  }

  private static double slowShare(Slo slo, double p99, double spread) {
    if (!(p99 > 0) || Double.isInfinite(slo.latencyP99Millis())) {
      return 0;
    }
    return upperTail(Z99 - Math.log(p99 / slo.latencyP99Millis()) / spread);
  }

  private static double spread(double p99, double p50, double mean) {
    if (p50 > 0 && p99 > p50) {
      return Math.max(0.01, Math.log(p99 / p50) / Z99);
    }
    double root = Z99 * Z99 - 2 * Math.log(p99 / mean);
    if (mean > 0 && p99 > mean && root > 0) {
      return Math.max(0.01, Z99 - Math.sqrt(root));
    }
    return USUAL_SPREAD;
  }

  /**
   * The standard normal distribution's upper tail by Abramowitz and Stegun 26.2.17, error below
   * 7.5e-8.
   */
  static double upperTail(double z) {
    if (z < 0) {
      return 1 - upperTail(-z);
    }
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }

  /** Failed over all requests; 0 where that was not measured. */
  double failedShare() {
    return errorRatio > 0 ? Math.min(1, errorRatio) : 0;
  }

  /** Failures over those allowed, or slow requests over those allowed, whichever is more. */
  public double rate() {
    return rate(slo, failedShare(), slowShare);
  }

  /** The same of shares that were taken together. */
  static double rate(Slo slo, double failedShare, double slowShare) {
    return Math.max(failedShare / slo.errorRatio(), slowShare / SLOW_ALLOWED);
  }

  /** The share of requests that fail or are slower than promised, 0 to 1. */
  public double shareHit() {
    return 1 - (1 - failedShare()) * (1 - slowShare);
  }

  /** What it costs now, in dollars a minute. */
  public double dollarsPerMinute(double revenuePerMinute) {
    return revenuePerMinute * shareHit();
  }

  /**
   * The worse of two views: how fast the budget burns (14.4 and 6 times), and how many are hit (one
   * in four, one in twenty).
   *
   * @return SEV4 when nothing promised is broken
   */
  public Severity severity() {
    if (rate() >= FAST || shareHit() >= MANY) {
      return Severity.SEV1;
    }
    if (rate() >= SLOW || shareHit() >= SOME) {
      return Severity.SEV2;
    }
    return slo.breachedBy(p99Millis, errorRatio) ? Severity.SEV3 : Severity.SEV4;
  }

  /** The figures in one sentence, without its full stop. */
  public String sentence(double revenuePerMinute) {
    StringBuilder text = new StringBuilder();
    if (Double.isFinite(p99Millis) && Double.isFinite(slo.latencyP99Millis())) {
      text.append(
          String.format(
              Locale.ROOT, "p99 %,.0f ms against %,.0f ms", p99Millis, slo.latencyP99Millis()));
    }
    if (Double.isFinite(errorRatio)) {
      text.append(text.isEmpty() ? "" : " and ")
          .append(
              String.format(
                  Locale.ROOT,
                  "%.1f %% errors against %.1f %%",
                  100 * errorRatio,
                  100 * slo.errorRatio()));
    }
    if (text.isEmpty()) {
      return "neither response times nor errors are recorded, so no promise can be held against"
          + " them";
    }
    text.append(
        String.format(
            Locale.ROOT,
            ": %.0f %% of the requests are hit, the budget burns %.1f times too fast",
            100 * shareHit(),
            rate()));
    if (revenuePerMinute > 0) {
      text.append(
          String.format(Locale.ROOT, ", %,.0f $ a minute", dollarsPerMinute(revenuePerMinute)));
    }
    return text.toString();
  }
}

package dev.aegis.twin;

import dev.aegis.room.Comparison;
import dev.aegis.room.Evidence;
import dev.aegis.room.Forecast;
import dev.aegis.room.ValidationResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Bands of p99 that reach as far from the forecast as nine of ten past measurements in the same
 * environment lay from theirs (split conformal prediction on the logarithm; Lei, G'Sell, Rinaldo,
 * Tibshirani and Wasserman, Distribution-Free Predictive Inference for Regression, 2018). Only the
 * middles of past forecasts count, so that a band widened before does not speak of itself. A single
 * wrong forecast cannot move them, however wrong it was, and they are never narrower than the
 * replay's own. Verdicts do not change.
 */
public final class Conformal {
  private static final double COVERAGE = 0.9;

  /** Bands reach this factor at most; beyond it the replay is wrong, not its band. */
  private static final double MOST = 3;

  private Conformal() {}

  /**
   * The factor within which nine of ten measurements lay of their forecasts.
   *
   * @param past forecasts of executed plans that helped, beside what was measured
   * @return 1 or more; 1 where there are too few to promise anything
   */
  public static double factor(List<Comparison> past) {
    double[] missed =
        past.stream()
            .filter(Comparison::hasP99)
            .filter(c -> c.p99Millis() > 0 && c.measuredP99Millis() > 0)
            .mapToDouble(c -> Math.abs(Math.log(c.measuredP99Millis() / c.p99Millis())))
            .toArray();
    Arrays.sort(missed);
    int rank = (int) Math.ceil(COVERAGE * (missed.length + 1));
    if (rank > missed.length) {
      return 1;
    }
    return Math.clamp(Math.exp(missed[rank - 1]), 1, MOST);
  }

  /** The lower end of a band around a middle that reaches so far at least. */
  public static double low(double low, double middle, double factor) {
    return Math.min(low, middle / factor);
  }

  /** The upper end. */
  public static double high(double high, double middle, double factor) {
    return Math.max(high, middle * factor);
  }

  /**
   * The same verdict, with its forecast's band widened by what the past says.
   *
   * @param past as for {@link #factor}
   */
  public static ValidationResult widened(ValidationResult result, List<Comparison> past) {
    double factor = factor(past);
    if (factor == 1 || result.withFix().points().isEmpty()) {
      return result;
    }
    List<Forecast.Point> points =
        result.withFix().points().stream()
            .map(p ->
                new Forecast.Point(
                    p.secondsFromNow(),
                    low(p.p99LowMillis(), p.p99Millis(), factor),
                    p.p99Millis(),
                    high(p.p99HighMillis(), p.p99Millis(), factor),
                    p.errorLow(),
                    p.errorRatio(),
                    p.errorHigh()))
            .toList();
    Evidence record =
        new Evidence(
            "twin-record",
            String.format(
                Locale.ROOT,
                "the band of p99 reaches at least a factor of %.2f each way, within which nine of"
                    + " ten of %d past forecasts in this environment lay",
                factor,
                past.size()),
            "conformal " + COVERAGE,
            "twin",
            List.of(),
            List.of());
    return new ValidationResult(
            result.action(),
            result.verdict(),
            result.reason(),
            result.sentence(),
            result.probability(),
            result.replications(),
            result.horizon(),
            result.recoverySeconds(),
            result.doNothing(),
            new Forecast(result.withFix().label(), points),
            result.observed(),
            result.outlook(),
            result.unknowns(),
            result.evidence())
        .restingOn(record);
  }
}

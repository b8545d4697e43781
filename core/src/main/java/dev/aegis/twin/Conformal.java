package dev.aegis.twin;

import dev.aegis.room.Comparison;
import dev.aegis.room.Evidence;
import dev.aegis.room.Forecast;
import dev.aegis.room.ValidationResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Bands of p99 that have held nine of ten measured ones before: each way they are widened by what
 * past forecasts of the same environment fell short of (conformalized quantile regression, Romano,
 * Patterson and Candès, 2019, on the logarithm). A single wrong forecast cannot move them, however
 * wrong it was, and they are never narrower than the replay's own. Verdicts do not change.
 */
public final class Conformal {
  private static final double COVERAGE = 0.9;

  /** Bands are widened by this factor at most; beyond it the replay is wrong, not its band. */
  private static final double MOST = 3;

  private Conformal() {}

  /**
   * The factor by which bands fall short.
   *
   * @param past forecasts of executed plans that helped, beside what was measured
   * @return 1 or more; 1 where there are too few to promise anything
   */
  public static double factor(List<Comparison> past) {
    double[] missed =
        past.stream()
            .filter(Comparison::hasP99)
            .filter(c -> c.p99LowMillis() > 0 && c.measuredP99Millis() > 0)
            .mapToDouble(c ->
                Math.max(
                    Math.log(c.p99LowMillis() / c.measuredP99Millis()),
                    Math.log(c.measuredP99Millis() / c.p99HighMillis())))
            .toArray();
    Arrays.sort(missed);
    int rank = (int) Math.ceil(COVERAGE * (missed.length + 1));
    if (rank > missed.length) {
      return 1;
    }
    return Math.clamp(Math.exp(missed[rank - 1]), 1, MOST);
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
                    p.p99LowMillis() / factor,
                    p.p99Millis(),
                    p.p99HighMillis() * factor,
                    p.errorRatio()))
            .toList();
    Evidence record =
        new Evidence(
            "twin-record",
            String.format(
                Locale.ROOT,
                "the band of p99 is widened by a factor of %.2f each way, by what %d past forecasts"
                    + " in this environment fell short of",
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
            result.unknowns(),
            result.evidence())
        .restingOn(record);
  }
}

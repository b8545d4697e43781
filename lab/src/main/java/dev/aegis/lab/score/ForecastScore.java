package dev.aegis.lab.score;

import dev.aegis.room.Comparison;
import dev.aegis.telemetry.Quantile;
import dev.aegis.twin.Conformal;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How near a judge's p99 came to the measured one, over accepted fixes that held. Of what was
 * rejected nothing is said: its forecast is that of an incident, not of a service that works.
 *
 * <p>By pair, each counts once. By fault, each fault counts once: its error is the median of its
 * pairs' errors, its coverage their share.
 *
 * @param error median of |forecast / measured − 1|; NaN without a forecast
 * @param factor median of |ln(forecast / measured)| as a factor, 1 or more; NaN without a forecast
 * @param coverage share of measured p99 inside the band, ends included; NaN without a band
 * @param bands accepted fixes that held and had a band; by fault, faults with one
 */
public record ForecastScore(double error, double factor, double coverage, int bands) {
  /** Each pair counts once. */
  public static ForecastScore byPair(List<Pair> pairs) {
    List<Pair> held = pairs.stream().filter(Pair::heldAsAccepted).toList();
    double[] covered =
        held.stream()
            .filter(ForecastScore::hasBand)
            .mapToDouble(p -> isInBand(p, 1) ? 1 : 0)
            .toArray();
    return new ForecastScore(
        Quantile.median(held.stream().mapToDouble(ForecastScore::error)),
        Math.exp(Quantile.median(held.stream().mapToDouble(ForecastScore::logError))),
        mean(covered),
        covered.length);
  }

  /** Each fault counts once. */
  public static ForecastScore byFault(List<Pair> pairs) {
    Collection<List<Pair>> faults =
        pairs.stream().collect(Collectors.groupingBy(Pair::fault)).values();
    List<ForecastScore> each = faults.stream().map(ForecastScore::byPair).toList();
    double[] covered =
        each.stream().filter(s -> s.bands > 0).mapToDouble(ForecastScore::coverage).toArray();
    return new ForecastScore(
        Quantile.median(each.stream().mapToDouble(ForecastScore::error)),
        Math.exp(Quantile.median(each.stream().mapToDouble(s -> Math.log(s.factor)))),
        mean(covered),
        covered.length);
  }

  /**
   * Share of measured p99 inside bands that reach as far as nine of ten measurements of all other
   * faults lay from their forecasts, each pair once: what a band is worth where a record is kept.
   * NaN without a band.
   */
  public static double coverageWidened(List<Pair> pairs) {
    List<Pair> banded =
        pairs.stream().filter(Pair::heldAsAccepted).filter(ForecastScore::hasBand).toList();
    return mean(
        banded.stream()
            .mapToDouble(p -> isInBand(p, Conformal.factor(ofOthers(banded, p))) ? 1 : 0)
            .toArray());
  }

  private static List<Comparison> ofOthers(List<Pair> pairs, Pair one) {
    return pairs.stream()
        .filter(p -> !p.fault().equals(one.fault()))
        .map(p ->
            new Comparison(
                1,
                0,
                p.opinion().lowMillis(),
                p.opinion().p99Millis(),
                p.opinion().highMillis(),
                0,
                0,
                p.measuredP99Millis(),
                0))
        .toList();
  }

  private static double error(Pair pair) {
    return Math.abs(pair.opinion().p99Millis() / pair.measuredP99Millis() - 1);
  }

  private static double logError(Pair pair) {
    return Math.abs(Math.log(pair.opinion().p99Millis() / pair.measuredP99Millis()));
  }

  private static boolean hasBand(Pair pair) {
    return Double.isFinite(pair.opinion().lowMillis())
        && Double.isFinite(pair.opinion().highMillis())
        && Double.isFinite(pair.measuredP99Millis());
  }

  private static boolean isInBand(Pair pair, double reach) {
    Opinion o = pair.opinion();
    double measured = pair.measuredP99Millis();
    return measured >= Conformal.low(o.lowMillis(), o.p99Millis(), reach)
        && measured <= Conformal.high(o.highMillis(), o.p99Millis(), reach);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? Double.NaN : sum / values.length;
  }
}

package dev.aegis.lab.command;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When a service is in its normal state: in every declared region the newest points meet the
 * objective, all declared pods answer, and there are enough of them to be a baseline.
 */
record Normal(ServiceProfile profile, int points) {
  /** How many of the newest points in a row are normal, at most {@link #points}. */
  int seen(Telemetry telemetry) {
    return profile.regions().stream().mapToInt(region -> seen(telemetry, region)).min().orElse(0);
  }

  boolean reached(Telemetry telemetry) {
    return seen(telemetry) >= points;
  }

  /** When the newest {@link #points} points began. */
  Instant since(Telemetry telemetry) {
    return profile.regions().stream()
        .map(region -> series(telemetry, Metric.ERROR_RATIO, region))
        .map(s -> s.at(Math.max(0, s.size() - points)))
        .min(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** What normal looks like, for people. */
  String sentence(Telemetry telemetry) {
    return profile.regions().stream()
        .map(region ->
            String.format(
                Locale.ROOT,
                "%s %.0f requests/s, p99 %.0f ms, errors %.2f %%",
                region.name(),
                last(telemetry, Metric.REQUEST_RATE, region),
                last(telemetry, Metric.LATENCY_P99, region),
                100 * last(telemetry, Metric.ERROR_RATIO, region)))
        .collect(Collectors.joining("; "));
  }

  private double last(Telemetry telemetry, Metric metric, ServiceProfile.Region region) {
    Series all = series(telemetry, metric, region);
    double[] values = all.values();
    return java.util.Arrays.stream(values)
        .skip(Math.max(0, values.length - points))
        .average()
        .orElse(Double.NaN);
  }

  private int seen(Telemetry telemetry, ServiceProfile.Region region) {
    List<Series> all =
        List.of(
            series(telemetry, Metric.LATENCY_P99, region),
            series(telemetry, Metric.ERROR_RATIO, region),
            series(telemetry, Metric.PODS_READY, region));
    int count = 0;
    while (count < points && all.stream().allMatch(hasPoint(count))) {
      double p99 = fromEnd(all.get(0), count);
      double errors = fromEnd(all.get(1), count);
      if (profile.slo().breachedBy(p99, errors) || fromEnd(all.get(2), count) < region.pods()) {
        return count;
      }
      count++;
    }
    return count;
  }

  private static java.util.function.Predicate<Series> hasPoint(int back) {
    return series -> series.size() > back;
  }

  private static double fromEnd(Series series, int back) {
    return series.value(series.size() - 1 - back);
  }

  private Series series(Telemetry telemetry, Metric metric, ServiceProfile.Region region) {
    return telemetry
        .find(metric, profile.service(), region.name())
        .orElseGet(() ->
            new Series(
                dev.aegis.telemetry.SeriesKey.of(metric, profile.service(), region.name()),
                new long[0],
                new double[0]));
  }
}

package dev.aegis.incident;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads from telemetry whether users are served within the objective again, over every region that
 * serves them. A scrape counts as good only when every region that answered requests was good.
 *
 * @param goodSince first of the unbroken run of good scrapes up to the newest; {@code null}-free:
 *     empty when the newest is not good
 * @param goodScrapes length of that run
 * @param worstP99Millis highest 99th percentile among the regions in the newest scrape; NaN when
 *     not measured
 * @param worstErrorRatio highest share of failed requests likewise
 */
public record Recovery(
    Optional<Instant> goodSince, int goodScrapes, double worstP99Millis, double worstErrorRatio) {

  /** Looks at the scrapes of a service inside the window. */
  public static Recovery read(Telemetry telemetry, String service, Slo slo, Window window) {
    List<Scrape> scrapes = scrapes(telemetry, service, window);
    int good = 0;
    Optional<Instant> since = Optional.empty();
    for (int i = scrapes.size() - 1; i >= 0; i--) {
      Scrape scrape = scrapes.get(i);
      if (slo.breachedBy(scrape.p99Millis(), scrape.errorRatio())) {
        break;
      }
      good++;
      since = Optional.of(scrape.at());
    }
    if (scrapes.isEmpty()) {
      return new Recovery(Optional.empty(), 0, Double.NaN, Double.NaN);
    }
    Scrape newest = scrapes.getLast();
    return new Recovery(since, good, newest.p99Millis(), newest.errorRatio());
  }

  private record Scrape(Instant at, double p99Millis, double errorRatio) {}

  private static List<Scrape> scrapes(Telemetry telemetry, String service, Window window) {
    List<Series> latencies = ofRegions(telemetry, Metric.LATENCY_P99, service, window);
    List<Series> errors = ofRegions(telemetry, Metric.ERROR_RATIO, service, window);
    long[] times =
        java.util.stream.Stream.concat(latencies.stream(), errors.stream())
            .flatMapToLong(
                s -> java.util.stream.IntStream.range(0, s.size()).mapToLong(s::epochMillis))
            .distinct()
            .sorted()
            .toArray();
    List<Scrape> scrapes = new ArrayList<>();
    for (long time : times) {
      Instant at = Instant.ofEpochMilli(time);
      scrapes.add(new Scrape(at, worst(latencies, at), worst(errors, at)));
    }
    return scrapes;
  }

  private static List<Series> ofRegions(
      Telemetry telemetry, Metric metric, String service, Window window) {
    return telemetry
        .matching(k ->
            k.metric().equals(metric)
                && k.service().equals(service)
                && k.version().isEmpty()
                && k.pod().isEmpty())
        .stream()
        .map(s -> s.within(window))
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static double worst(List<Series> regions, Instant at) {
    double worst = Double.NaN;
    Window instant = new Window(at, at.plusMillis(1));
    for (Series region : regions) {
      double value = region.within(instant).last();
      if (!Double.isNaN(value)) {
        worst = Double.isNaN(worst) ? value : Math.max(worst, value);
      }
    }
    return worst;
  }
}

package dev.aegis.incident;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads from telemetry whether users are served within the objective again, over every region that
 * serves them. A scrape counts as good only when every region that answered requests was good.
 *
 * @param goodSince first of the run of good scrapes up to the newest; empty when the newest is not
 *     good
 * @param goodScrapes how many good scrapes that run has
 * @param badSince first of the unbroken run of bad scrapes up to the newest; empty when the newest
 *     is good, or there is none
 * @param metFor how long the run of good scrapes lasted that ends with the last good one
 * @param worstP99Millis highest 99th percentile among the regions in the newest scrape; NaN when
 *     not measured
 * @param worstErrorRatio highest share of failed requests likewise
 * @param scrapes what was read, oldest first
 */
public record Recovery(
    Optional<Instant> goodSince,
    int goodScrapes,
    Optional<Instant> badSince,
    Duration metFor,
    double worstP99Millis,
    double worstErrorRatio,
    List<Scrape> scrapes) {
  /** In a run of good scrapes at most one in so many may be a bad one that is tolerated. */
  private static final int TOLERATED_ONE_IN = 10;

  public Recovery {
    scrapes = List.copyOf(scrapes);
  }

  /**
   * The worst of the regions at one instant.
   *
   * @param p99Millis NaN when not measured
   * @param errorRatio NaN when not measured
   * @param good whether the objective was met
   */
  public record Scrape(Instant at, double p99Millis, double errorRatio, boolean good) {}

  /** Looks at the scrapes of a service inside the window; one bad scrape breaks a run. */
  public static Recovery read(Telemetry telemetry, String service, Slo slo, Window window) {
    return read(telemetry, service, slo, window, Duration.ZERO);
  }

  /**
   * Looks at the scrapes of a service inside the window.
   *
   * @param tolerated a breach shorter than this does not break a run of good scrapes, as long as no
   *     more than one scrape in ten is bad: a p99 over a few seconds is noisy
   */
  public static Recovery read(
      Telemetry telemetry, String service, Slo slo, Window window, Duration tolerated) {
    List<Scrape> scrapes = scrapes(telemetry, service, slo, window);
    if (scrapes.isEmpty()) {
      return new Recovery(
          Optional.empty(), 0, Optional.empty(), Duration.ZERO, Double.NaN, Double.NaN, scrapes);
    }
    int lastGood = scrapes.size() - 1;
    while (lastGood >= 0 && !scrapes.get(lastGood).good()) {
      lastGood--;
    }
    boolean newestIsGood = lastGood == scrapes.size() - 1;
    int start = lastGood < 0 ? -1 : start(scrapes, lastGood, tolerated);
    Duration met =
        start < 0
            ? Duration.ZERO
            : Duration.between(scrapes.get(start).at(), scrapes.get(lastGood).at());
    int good =
        newestIsGood
            ? (int) scrapes.subList(start, scrapes.size()).stream().filter(Scrape::good).count()
            : 0;
    Scrape newest = scrapes.getLast();
    return new Recovery(
        newestIsGood ? Optional.of(scrapes.get(start).at()) : Optional.empty(),
        good,
        newestIsGood ? Optional.empty() : Optional.of(scrapes.get(lastGood + 1).at()),
        met,
        newest.p99Millis(),
        newest.errorRatio(),
        scrapes);
  }

  /** The earliest good scrape from which on the run up to {@code end} is not broken. */
  private static int start(List<Scrape> scrapes, int end, Duration tolerated) {
    int start = end;
    int bad = 0;
    Instant goodAfter = scrapes.get(end).at();
    for (int i = end; i >= 0; i--) {
      Scrape scrape = scrapes.get(i);
      if (!scrape.good()) {
        bad++;
        if (Duration.between(scrape.at(), goodAfter).compareTo(tolerated) >= 0) {
          break;
        }
        continue;
      }
      goodAfter = scrape.at();
      if (bad * TOLERATED_ONE_IN <= end - i + 1) {
        start = i;
      }
    }
    return start;
  }

  private static List<Scrape> scrapes(Telemetry telemetry, String service, Slo slo, Window window) {
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
      double p99 = worst(latencies, at);
      double failed = worst(errors, at);
      scrapes.add(new Scrape(at, p99, failed, !slo.breachedBy(p99, failed)));
    }
    return scrapes;
  }

  private static List<Series> ofRegions(
      Telemetry telemetry, Metric metric, String service, Window window) {
    return telemetry.ofRegions(metric, service).stream()
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

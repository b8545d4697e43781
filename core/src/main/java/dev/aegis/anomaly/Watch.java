package dev.aegis.anomaly;

import dev.aegis.room.Signal.Symptom;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Watches one service and finds the moment when an incident is certain.
 *
 * <p>Where a promise can be held against what is recorded (response times or errors), only breaking
 * it is an incident: three points in a row of one series. An anomaly within the promise is a
 * symptom; it dates the onset, and it wakes nobody. A place that records neither (a plain {@code
 * timestamp,value} file), or whose profile promises nothing (an infinite latency objective), is
 * judged by the anomaly alone: by the {@link dev.aegis.surprise.Ensemble} once a series is known
 * long enough to tell what is rare in it, and before by both detectors, which must agree.
 * Completions that fall below half of what is asked for are an incident in any case: a service that
 * answers nobody measures no response times.
 *
 * <p>Read it the whole telemetry again after each scrape: it takes only what is new, in time order,
 * so that it says the same whether it is fed at once or scrape by scrape. A place that flaps needs
 * twice as many points in a row for its second incident within an hour, and four times as many for
 * the next ones. Only series of a whole region are watched; versions and pods are for the
 * diagnosis. Not thread-safe.
 */
public final class Watch {
  /** Calm scrapes in a row after which an incident is over. */
  public static final int RECOVERED = 12;

  private static final double COLLAPSE = 0.5;

  /** Incidents that began within this time of each other are one that flaps. */
  private static final long FLAPPING_MILLIS = 3_600_000;

  private static final int MOST_DOUBLINGS = 2;

  /** Scrapes of a place after which a pattern of log lines that comes up is a new one. */
  static final int FAMILIAR = 240;

  private final ServiceProfile profile;
  private final Map<String, Place> places = new TreeMap<>();

  public Watch(ServiceProfile profile) {
    this.profile = Objects.requireNonNull(profile);
  }

  /**
   * Takes everything that is newer than what was read before.
   *
   * @return the alerts that became certain meanwhile, in the order of their detection; an incident
   *     is alerted once, until it was over for a dozen scrapes
   */
  public List<Alert> read(Telemetry upToNow) {
    List<Alert> alerts = new ArrayList<>();
    List<Point> fresh = freshPoints(upToNow);
    int from = 0;
    while (from < fresh.size()) {
      long millis = fresh.get(from).epochMillis();
      int to = from;
      while (to < fresh.size() && fresh.get(to).epochMillis() == millis) {
        place(fresh.get(to).key()).take(fresh.get(to));
        to++;
      }
      for (Place place : places.values()) {
        place.judge(millis).ifPresent(alerts::add);
      }
      from = to;
    }
    return alerts;
  }

  /** Whether an incident that was alerted is not over yet. */
  public boolean burning() {
    return places.values().stream().anyMatch(p -> p.open);
  }

  /** Whom the pace wakes at which the error budget of a region burns. */
  public Wake wake(String region) {
    Place place = places.get(region);
    return place == null ? Wake.NOBODY : place.rates.wake();
  }

  /** Why it wakes somebody, in one clause; empty where it wakes nobody. */
  public String whyWake(String region) {
    Place place = places.get(region);
    return place == null ? "" : place.rates.why();
  }

  /** Whether an incident that was alerted in this region is not over yet. */
  public boolean burning(String region) {
    Place place = places.get(region);
    return place != null && place.open;
  }

  private List<Point> freshPoints(Telemetry telemetry) {
    List<Point> fresh = new ArrayList<>();
    for (Series series : telemetry.series()) {
      if (isWatched(series.key())) {
        long seen = place(series.key()).newestMillis(series.key());
        for (int i = series.size() - 1; i >= 0 && series.epochMillis(i) > seen; i--) {
          fresh.add(new Point(series.epochMillis(i), series.key(), series.value(i)));
        }
      }
    }
    fresh.sort(Comparator.comparingLong(Point::epochMillis).thenComparing(Point::key));
    return fresh;
  }

  private boolean isWatched(SeriesKey key) {
    boolean ours = key.service().isEmpty() || key.service().equals(profile.service());
    return ours && key.version().isEmpty() && key.pod().isEmpty();
  }

  private Place place(SeriesKey key) {
    return places.computeIfAbsent(key.region(), Place::new);
  }

  private record Point(long epochMillis, SeriesKey key, double value) {}

  /** The service in one region. */
  private final class Place {
    private final String region;
    private final Map<SeriesKey, Gauge> gauges = new TreeMap<>();
    private final BurnRates rates = new BurnRates(profile.slo());
    private final Deque<Long> alerted = new ArrayDeque<>();
    private boolean promised;
    private boolean logsOnly = true;
    private long judged;
    private long judgedAt;
    private boolean open;
    private int calmScrapes;

    Place(String region) {
      this.region = region;
    }

    void take(Point point) {
      Gauge gauge = gauges.get(point.key());
      if (gauge == null) {
        gauge = gauge(point);
        gauges.put(point.key(), gauge);
        promised |= gauge.hasObjective();
        logsOnly &= point.key().metric().isOfLogs();
      }
      gauge.take(point.epochMillis(), point.value(), !isPromised());
    }

    /** A pattern of log lines that never came up before was 0, though nobody counted it. */
    private Gauge gauge(Point first) {
      Gauge gauge = new Gauge(first.key(), profile.slo());
      if (first.key().metric().isOfLogPattern() && judged >= FAMILIAR) {
        gauge.wasSilent(first.epochMillis(), Math.max(1, first.epochMillis() - judgedAt));
      }
      return gauge;
    }

    /** Logs that tell no region are of all of them, and so is what is promised. */
    private boolean isPromised() {
      return promised || (logsOnly && places.values().stream().anyMatch(p -> p.promised));
    }

    long newestMillis(SeriesKey key) {
      Gauge gauge = gauges.get(key);
      return gauge == null ? Long.MIN_VALUE : gauge.newestMillis();
    }

    Optional<Alert> judge(long epochMillis) {
      boolean spoke = gauges.values().stream().anyMatch(g -> g.newestMillis() == epochMillis);
      if (!spoke) {
        return Optional.empty();
      }
      judged++;
      judgedAt = epochMillis;
      rates.add(epochMillis, newest(Metric.REQUEST_RATE), burn(this::newest));
      while (!alerted.isEmpty() && alerted.getFirst() < epochMillis - FLAPPING_MILLIS) {
        alerted.removeFirst();
      }
      List<Gauge> reasons = gauges.values().stream().filter(this::isReason).toList();
      if (reasons.isEmpty()) {
        calmScrapes++;
        open = open && calmScrapes < RECOVERED;
        return Optional.empty();
      }
      calmScrapes = 0;
      int doublings = Math.min(MOST_DOUBLINGS, alerted.size());
      if (open || reasons.stream().noneMatch(g -> g.lastsFor(doublings))) {
        return Optional.empty();
      }
      open = true;
      alerted.addLast(epochMillis);
      return Optional.of(alert(epochMillis, reasons));
    }

    private boolean isReason(Gauge gauge) {
      return isPromised() ? gauge.breached() || hasCollapsed(gauge) : gauge.surelyAnomalous();
    }

    private boolean hasCollapsed(Gauge gauge) {
      return gauge.key().metric().equals(Metric.COMPLETION_RATE)
          && gauge.bothAgree()
          && gauge.newest() < COLLAPSE * newest(Metric.REQUEST_RATE);
    }

    private Alert alert(long epochMillis, List<Gauge> reasons) {
      Instant detectedAt = Instant.ofEpochMilli(epochMillis);
      return new Alert(
          profile.service(),
          region,
          onset(reasons, detectedAt),
          detectedAt,
          reasons.stream().anyMatch(Gauge::breached),
          burn(this::newest),
          burn(this::inAMinute),
          trafficShare(),
          symptoms());
    }

    private Instant onset(List<Gauge> reasons, Instant latest) {
      return gauges.values().stream()
          .filter(g -> g.hasObjective() || reasons.contains(g))
          .map(Gauge::onset)
          .flatMap(Optional::stream)
          .min(Comparator.naturalOrder())
          .orElse(latest);
    }

    private Burn burn(ToDoubleFunction<Metric> figure) {
      double p99 = figure.applyAsDouble(Metric.LATENCY_P99);
      double mean = figure.applyAsDouble(Metric.LATENCY_MEAN);
      double p50 = figure.applyAsDouble(Metric.LATENCY_P50);
      double errors = figure.applyAsDouble(Metric.ERROR_RATIO);
      double highest = Double.isNaN(p99) ? Math.max(orZero(mean), orZero(p50)) : p99;
      return Burn.of(profile.slo(), highest > 0 ? highest : Double.NaN, p50, mean, errors);
    }

    private double trafficShare() {
      double here = newest(Metric.REQUEST_RATE);
      double everywhere = 0;
      for (Place place : places.values()) {
        everywhere += orZero(place.newest(Metric.REQUEST_RATE));
      }
      return here > 0 ? here / everywhere : 1;
    }

    private double newest(Metric metric) {
      return figure(metric, Gauge::newest);
    }

    private double inAMinute(Metric metric) {
      return figure(metric, Gauge::inAMinute);
    }

    private double figure(Metric metric, ToDoubleFunction<Gauge> what) {
      return gauges.values().stream()
          .filter(g -> g.key().metric().equals(metric))
          .mapToDouble(what)
          .findFirst()
          .orElse(Double.NaN);
    }

    private List<Symptom> symptoms() {
      Comparator<Gauge> worstFirst =
          Comparator.comparingInt((Gauge g) -> g.breached() ? 0 : 1)
              .thenComparingDouble(g -> -g.symptom().map(s -> Math.abs(s.score())).orElse(0.0))
              .thenComparing(Gauge::key);
      return Stream.concat(gauges.values().stream(), logsOf(this))
          .sorted(worstFirst)
          .map(gauge -> isPromised() ? gauge.symptom() : gauge.surprise().or(gauge::symptom))
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private Stream<Gauge> logsOf(Place other) {
    return places.values().stream()
        .filter(place -> place.logsOnly && place != other)
        .flatMap(place -> place.gauges.values().stream());
  }

  private static double orZero(double value) {
    return value > 0 ? value : 0;
  }
}

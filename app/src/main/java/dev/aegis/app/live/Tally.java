package dev.aegis.app.live;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one process counted about one place since it was read before: gauges as they are, counters
 * and histograms as what was added.
 */
final class Tally {
  /** Which of the series of a fact: its status, and the pool, dependency or attempt. */
  record Detail(String status, String name) {
    /** A server error, or no answer at all: {@code timeout}, {@code refused}. */
    boolean failed() {
      return !status.isEmpty()
          && (status.charAt(0) == '5' || status.charAt(0) < '0' || status.charAt(0) > '9');
    }
  }

  private static final class Buckets {
    private final NavigableMap<Double, Double> upTo = new TreeMap<>();
    private double sum;
    private double count;
  }

  private final Place place;
  private final double seconds;
  private final Map<Fact, Map<Detail, Double>> values = new EnumMap<>(Fact.class);
  private final Set<Fact> marked = EnumSet.noneOf(Fact.class);
  private final Map<Fact, Map<Detail, Buckets>> buckets = new EnumMap<>(Fact.class);

  /**
   * Empty.
   *
   * @param seconds since the process was read before; NaN when it is read for the first time
   */
  Tally(Place place, double seconds) {
    this.place = place;
    this.seconds = seconds;
  }

  Place place() {
    return place;
  }

  /** Since the process was read before; NaN when it is read for the first time. */
  double seconds() {
    return seconds;
  }

  void add(Fact fact, Detail detail, double value) {
    values.computeIfAbsent(fact, f -> new HashMap<>()).merge(detail, value, Double::sum);
  }

  /** There is such a fact, though what was added to it is not known yet. */
  void mark(Fact fact) {
    marked.add(fact);
  }

  void addUpTo(Fact fact, Detail detail, double bound, double count) {
    buckets(fact, detail).upTo.merge(bound, count, Double::sum);
  }

  void addSum(Fact fact, Detail detail, double sum) {
    buckets(fact, detail).sum += sum;
  }

  void addCount(Fact fact, Detail detail, double count) {
    buckets(fact, detail).count += count;
  }

  private Buckets buckets(Fact fact, Detail detail) {
    return buckets
        .computeIfAbsent(fact, f -> new HashMap<>())
        .computeIfAbsent(detail, d -> new Buckets());
  }

  boolean has(Fact fact) {
    return marked.contains(fact) || values.containsKey(fact) || buckets.containsKey(fact);
  }

  /** The value over all series of a fact; NaN where there is none. */
  double value(Fact fact) {
    return value(fact, detail -> true);
  }

  /** The value over some series of a fact; NaN where the fact has no series at all. */
  double value(Fact fact, Predicate<Detail> which) {
    Map<Detail, Double> found = values.get(fact);
    if (found == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (Map.Entry<Detail, Double> entry : found.entrySet()) {
      sum += which.test(entry.getKey()) ? entry.getValue() : 0;
    }
    return sum;
  }

  /** How often something was timed. */
  double timed(Fact fact, Predicate<Detail> which) {
    double sum = 0;
    for (Map.Entry<Detail, Buckets> entry : buckets.getOrDefault(fact, Map.of()).entrySet()) {
      sum += which.test(entry.getKey()) ? entry.getValue().count : 0;
    }
    return sum;
  }

  Histogram histogram(Fact fact, Predicate<Detail> which) {
    Histogram all = new Histogram();
    buckets
        .getOrDefault(fact, Map.of())
        .forEach((detail, b) -> {
          if (which.test(detail)) {
            all.add(Histogram.ofCumulative(b.upTo, b.sum, b.count));
          }
        });
    return all;
  }

  /** The pools, dependencies or attempts of a fact. */
  Set<String> names(Fact fact) {
    Set<String> names = new TreeSet<>();
    values.getOrDefault(fact, Map.of()).keySet().forEach(d -> names.add(d.name()));
    buckets.getOrDefault(fact, Map.of()).keySet().forEach(d -> names.add(d.name()));
    return names;
  }

  /** A pod, rather than clients that count what they saw of one. */
  boolean isPod() {
    return has(Fact.SLOTS) || isServing();
  }

  boolean isClients() {
    return has(Fact.CLIENT_REQUESTS) || has(Fact.CLIENT_DURATION);
  }

  /** A process that spans tell of. */
  boolean isTraced() {
    return has(Fact.SPAN_SERVER_DURATION) || has(Fact.SPAN_CLIENT_DURATION);
  }

  /** What spans tell, as if the process had measured it itself, and nothing else. */
  Tally traced() {
    Tally traced = new Tally(place, seconds);
    traced.take(this, Fact.SPAN_SERVER_DURATION, Fact.SERVER_DURATION);
    traced.take(this, Fact.SPAN_CLIENT_DURATION, Fact.DEPENDENCY_DURATION);
    return traced;
  }

  private void take(Tally other, Fact from, Fact as) {
    if (other.marked.contains(from)) {
      marked.add(as);
    }
    Map<Detail, Buckets> found = other.buckets.get(from);
    if (found != null) {
      buckets.put(as, found);
    }
  }

  /** Counts or times the requests that it answers. */
  boolean isServing() {
    return has(Fact.SERVER_REQUESTS) || has(Fact.SERVER_DURATION);
  }

  boolean ready() {
    return isPod() && value(Fact.READY) != 0;
  }
}

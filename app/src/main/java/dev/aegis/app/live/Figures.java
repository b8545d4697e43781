package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.live.Place.Fleet;
import dev.aegis.app.live.Tally.Detail;
import dev.aegis.telemetry.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One fleet at one scrape: from tallies to points. What was not measured leaves no point. */
final class Figures {
  static final Metric POOL_RATIO = new Metric("pool_ratio");
  static final Metric POOL_WAITING = new Metric("pool_waiting");
  static final Metric THREADS = new Metric("threads");
  static final Metric LOG_FAILURES = new Metric("log_failures_per_second");
  static final Metric REFUSED = new Metric("refused_per_second");
  private static final int DEPENDENCIES = 32;

  private final History history;
  private final Tails tails;
  private final double coresPerPod;
  private final Instant at;
  private final Fleet fleet;
  private final List<Tally> pods;

  Figures(
      History history, Tails tails, double coresPerPod, Instant at, Fleet fleet, List<Tally> pods) {
    this.history = history;
    this.tails = tails;
    this.coresPerPod = coresPerPod;
    this.at = at;
    this.fleet = fleet;
    this.pods = pods;
  }

  /** What clients saw: all attempts, those that timed out or were refused included. */
  void clients(List<Tally> clients) {
    double attempts = sum(clients, t -> t.value(Fact.CLIENT_REQUESTS));
    double failed = sum(clients, t -> t.value(Fact.CLIENT_REQUESTS, Detail::failed));
    double first = sum(clients, t -> t.value(Fact.CLIENT_REQUESTS, d -> d.name().equals("first")));
    add(Metric.REQUEST_RATE, rate(clients, t -> t.value(Fact.CLIENT_REQUESTS)));
    add(Metric.ERROR_RATIO, failed / attempts);
    add(Metric.RETRY_RATIO, (attempts - first) / attempts);
    latency("", clients, Fact.CLIENT_DURATION);
  }

  /** What the pods saw themselves, for a service that no client of ours measures. */
  void servers() {
    add(Metric.REQUEST_RATE, rate(pods, t -> answered(t, _ -> true)));
    add(Metric.ERROR_RATIO, serverErrors(pods));
    latency("", pods, Fact.SERVER_DURATION);
  }

  void pods(int restarts, String dependency) {
    List<Tally> ready = pods.stream().filter(Tally::ready).toList();
    add(Metric.PODS_READY, ready.size());
    add(Metric.POD_RESTARTS, restarts);
    add(Metric.COMPLETION_RATE, rate(pods, Figures::completed));
    add(Metric.UTILISATION, mean(ready, Figures::utilisation));
    add(Metric.QUEUE_LENGTH, sum(pods, t -> t.value(Fact.QUEUE)));
    add(Metric.HEAP_RATIO, mean(ready, Figures::heap));
    add(Metric.GC_RATIO, mean(ready, t -> Math.min(1, each(t, Fact.GC_SECONDS))));
    add(Metric.CPU_RATIO, mean(ready, t -> Math.min(1, each(t, Fact.CPU_SECONDS) / coresPerPod)));
    add(POOL_RATIO, mean(ready, Figures::pool));
    add(POOL_WAITING, sum(pods, t -> t.value(Fact.POOL_WAITING)));
    add(THREADS, mean(ready, t -> t.value(Fact.THREADS)));
    add(LOG_FAILURES, rate(pods, t -> t.value(Fact.LOG_FAILURES)));
    add(REFUSED, rate(pods, t -> t.value(Fact.REFUSED)));
    dependencies(dependency);
    versions(/* counted= */ true);
    for (Tally pod : ready) {
      if (!pod.place().pod().isEmpty()) {
        each(pod);
      }
    }
  }

  /** What tells a pod from its siblings. */
  private void each(Tally pod) {
    List<Tally> alone = List.of(pod);
    Histogram requests = pod.histogram(Fact.SERVER_DURATION, _ -> true);
    history.add(at, Metric.HEAP_RATIO, pod.place(), heap(pod));
    history.add(at, Metric.ERROR_RATIO, pod.place(), serverErrors(alone));
    history.add(at, Metric.COMPLETION_RATE, pod.place(), rate(alone, Figures::completed));
    history.add(at, Metric.LATENCY_MEAN, pod.place(), 1e3 * requests.mean());
  }

  /**
   * How calls to others went.
   *
   * @param shared the one that has a series of its own; may be empty
   */
  void dependencies(String shared) {
    Set<String> names = new TreeSet<>();
    pods.forEach(t -> names.addAll(t.names(Fact.DEPENDENCY_DURATION)));
    for (String name : names.stream().limit(DEPENDENCIES).toList()) {
      Histogram calls = calls(d -> d.name().equals(name));
      double all = timed(d -> d.name().equals(name));
      double failed = timed(d -> d.name().equals(name) && d.failed());
      String clean = CleanText.metric(name);
      String shown = clean.substring(0, Math.min(clean.length(), 60));
      add(Metric.callErrors(shown), failed / all);
      add(Metric.callLatency(shown), 1e3 * calls.mean());
      if (name.equals(shared)) {
        add(Metric.DEPENDENCY_LATENCY, 1e3 * calls.mean());
      }
    }
  }

  private Histogram calls(Predicate<Detail> which) {
    Histogram all = new Histogram();
    pods.forEach(t -> all.add(t.histogram(Fact.DEPENDENCY_DURATION, which)));
    return all;
  }

  private double timed(Predicate<Detail> which) {
    return pods.stream().mapToDouble(t -> t.timed(Fact.DEPENDENCY_DURATION, which)).sum();
  }

  /**
   * The figures of each version.
   *
   * @param counted whether these are all pods that there are
   */
  void versions(boolean counted) {
    Map<String, List<Tally>> byVersion =
        pods.stream()
            .filter(t -> !t.place().version().isEmpty())
            .collect(
                Collectors.groupingBy(t -> t.place().version(), TreeMap::new, Collectors.toList()));
    byVersion.forEach((version, some) -> {
      List<Tally> ready = some.stream().filter(Tally::ready).toList();
      add(Metric.HEAP_RATIO, version, mean(ready, Figures::heap));
      add(Metric.ERROR_RATIO, version, serverErrors(some));
      add(Metric.COMPLETION_RATE, version, rate(some, Figures::completed));
      if (counted) {
        add(Metric.PODS_READY, version, ready.size());
      }
      latency(version, some, Fact.SERVER_DURATION);
    });
  }

  private void latency(String version, List<Tally> tallies, Fact fact) {
    Histogram requests = new Histogram();
    tallies.forEach(t -> requests.add(t.histogram(fact, d -> true)));
    add(Metric.LATENCY_P50, version, 1e3 * requests.quantile(0.5));
    if (version.isEmpty()) {
      add(Metric.LATENCY_MEAN, 1e3 * requests.mean());
    }
    boolean measured = tallies.stream().anyMatch(t -> !Double.isNaN(t.seconds()));
    if (measured) {
      Histogram window = tails.add(at, fleet, version, fact, requests);
      add(Metric.LATENCY_P99, version, 1e3 * window.quantile(0.99));
    }
  }

  private static double serverErrors(List<Tally> tallies) {
    return sum(tallies, t -> answered(t, Detail::failed))
        / sum(tallies, t -> answered(t, _ -> true));
  }

  /** As counted, or else as timed: many services have no counter beside their histogram. */
  private static double answered(Tally tally, Predicate<Detail> which) {
    if (tally.has(Fact.SERVER_REQUESTS) || !tally.has(Fact.SERVER_DURATION)) {
      return tally.value(Fact.SERVER_REQUESTS, which);
    }
    return Double.isNaN(tally.seconds()) ? Double.NaN : tally.timed(Fact.SERVER_DURATION, which);
  }

  /** Answered by a slot: a request that was turned away at the door was not completed. */
  private static double completed(Tally tally) {
    double refused = tally.value(Fact.REFUSED);
    double answered = answered(tally, _ -> true);
    return Math.max(0, answered - (Double.isNaN(refused) ? 0 : refused));
  }

  private static double utilisation(Tally tally) {
    return Math.min(1, each(tally, Fact.SLOTS_BUSY) / tally.value(Fact.SLOTS));
  }

  private static double heap(Tally tally) {
    return Math.min(1, tally.value(Fact.HEAP_AFTER_GC) / tally.value(Fact.HEAP_LIMIT));
  }

  /** The fullest of a pod's pools: one that is exhausted is not helped by another that is idle. */
  private static double pool(Tally tally) {
    double fullest = Double.NaN;
    for (String name : tally.names(Fact.POOL_LIMIT)) {
      Predicate<Detail> which = d -> d.name().equals(name);
      double ratio = tally.value(Fact.POOL_IN_USE, which) / tally.value(Fact.POOL_LIMIT, which);
      fullest = Double.isNaN(fullest) ? ratio : Math.max(fullest, ratio);
    }
    return fullest;
  }

  private static double each(Tally tally, Fact fact) {
    return tally.value(fact) / tally.seconds();
  }

  /** Each at the pace of its own process: one that was missed once counts over twice the time. */
  private static double rate(List<Tally> tallies, ToDoubleFunction<Tally> counted) {
    return sum(tallies, t -> counted.applyAsDouble(t) / t.seconds());
  }

  /** NaN where nobody measured it. */
  private static double sum(List<Tally> tallies, ToDoubleFunction<Tally> figure) {
    double sum = Double.NaN;
    for (Tally tally : tallies) {
      double value = figure.applyAsDouble(tally);
      if (!Double.isNaN(value)) {
        sum = Double.isNaN(sum) ? value : sum + value;
      }
    }
    return sum;
  }

  private static double mean(List<Tally> tallies, ToDoubleFunction<Tally> figure) {
    return tallies.stream()
        .mapToDouble(figure)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private void add(Metric metric, double value) {
    add(metric, "", value);
  }

  private void add(Metric metric, String version, double value) {
    history.add(at, metric, new Place(fleet.service(), fleet.region(), version, ""), value);
  }
}

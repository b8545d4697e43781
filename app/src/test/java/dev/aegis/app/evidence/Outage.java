package dev.aegis.app.evidence;

import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Telemetry of a made-up outage, by a fluid queue: work comes in, pods work it off, what waits too
 * long fails. Only what is set differs from a healthy service, so that each test changes data and
 * nothing else.
 */
final class Outage {
  static final Instant START = Instant.parse("2026-11-22T03:00:00Z");
  static final String SERVICE = "checkout-api";
  static final String EAST = "us-east-1";
  static final String WEST = "us-west-2";
  static final int STEP = 5;
  private static final int PODS = 6;
  private static final double CAPACITY = 1200;
  private static final double TIMEOUT = 2;

  private final Random random;
  private String service = SERVICE;
  private int seconds = 900;
  private int troubleAt = 600;
  private double leakPerMinute;
  private double surge = 1;
  private double dependency = 1;
  private int podsLost;
  private double errorStep;
  private double slowStep = 1;
  private double oldErrors = Double.NaN;
  private int badPods;
  private double badErrors;
  private boolean labelled = true;
  private final List<Change> changes = new ArrayList<>();
  private final Set<Metric> missing = new TreeSet<>();
  private final TreeMap<SeriesKey, List<double[]>> points = new TreeMap<>();

  private Outage(long seed) {
    random = new Random(seed);
  }

  static Outage healthy(long seed) {
    return new Outage(seed);
  }

  static ServiceProfile profile() {
    return profile(SERVICE);
  }

  static ServiceProfile profile(String service) {
    return new ServiceProfile(
        service,
        new Slo(1000, 0.01),
        EAST,
        List.of(new ServiceProfile.Region(EAST, 6, 12), new ServiceProfile.Region(WEST, 6, 12)),
        10,
        50,
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        "orders-db",
        new ServiceProfile.Costs(950, Duration.ofSeconds(2520), 0.1, 0.02, 4));
  }

  Outage named(String name) {
    service = name;
    return this;
  }

  Outage lasting(int wholeSeconds) {
    seconds = wholeSeconds;
    return this;
  }

  Outage deploy(int at, String version, String previous) {
    return change(at, Change.Kind.DEPLOY, service, EAST, version, previous);
  }

  Outage change(int at, Change.Kind kind, String where, String region, String now, String before) {
    changes.add(new Change(START.plusSeconds(at), kind, where, region, now, before, "as usual"));
    return this;
  }

  /** Share of the heap a minute that the newest version loses from its deploy on. */
  Outage leak(double perMinute) {
    leakPerMinute = perMinute;
    return this;
  }

  Outage surge(double factor) {
    surge = factor;
    return this;
  }

  Outage slowDependency(double factor) {
    dependency = factor;
    return this;
  }

  Outage losePods(int count) {
    podsLost = count;
    return this;
  }

  Outage errors(double share) {
    errorStep = share;
    return this;
  }

  /** Some pods keep the version from before a deploy, and fail so large a share of requests. */
  Outage keepingOldPods(double errors) {
    oldErrors = errors;
    return this;
  }

  /** The first pods fail this share of requests; the load balancer gives all pods the same. */
  Outage badPods(int count, double errors) {
    badPods = count;
    badErrors = errors;
    return this;
  }

  Outage slow(double factor) {
    slowStep = factor;
    return this;
  }

  Outage without(Metric... metrics) {
    missing.addAll(Set.of(metrics));
    return this;
  }

  Outage withoutVersions() {
    labelled = false;
    return this;
  }

  Telemetry telemetry() {
    points.clear();
    double backlog = 0;
    int deployAt =
        changes.stream()
            .filter(c -> c.kind() == Change.Kind.DEPLOY)
            .filter(c -> c.region().equals(EAST) && c.service().equals(service))
            .mapToInt(this::second)
            .max()
            .orElse(Integer.MAX_VALUE);
    for (int t = 0; t < seconds; t += STEP) {
      boolean trouble = t >= troubleAt;
      boolean released = t >= Math.min(deployAt, troubleAt) && t >= troubleAt;
      boolean young = t >= deployAt;
      double heap = Math.min(0.98, 0.45 + (young ? leakPerMinute * (t - deployAt) / 60.0 : 0));
      double gc = Math.min(0.8, 0.01 * heap / (1 - heap));
      double calls = 40 * (trouble ? dependency : 1);
      double busy = 100 + (calls - 40);
      double factor = busy / 100 / (1 - gc) * (1 - 0.01 * 0.45 / 0.55) * (released ? slowStep : 1);
      double traffic = 900 * (trouble ? surge : 1) * noise(0.02);
      int pods = PODS - (trouble ? podsLost : 0);
      double capacity = CAPACITY / PODS * pods / factor;
      double load = traffic / capacity;
      backlog = Math.max(0, backlog + (traffic - capacity) * STEP);
      backlog = Math.min(backlog, capacity * TIMEOUT * 1.2);
      double wait = backlog / capacity;
      double p50 = (busy / (1 - gc) * (released ? slowStep : 1) + 1000 * wait) * noise(0.03);
      double p99 =
          (220 * factor * (0.4 / Math.max(0.1, 1.15 - Math.min(load, 1))) + 1200 * wait)
              * noise(0.05);
      double lost = wait >= TIMEOUT ? 0.9 : Math.max(0, wait - 1.5);
      double ofBadPods = trouble ? badErrors * badPods / pods : 0;
      double errors =
          Math.min(1, lost + (released ? errorStep : 0) + ofBadPods + 0.0005 * random.nextDouble());
      put(t, Metric.LATENCY_P99, EAST, "", "", p99);
      put(t, Metric.LATENCY_P50, EAST, "", "", p50);
      put(t, Metric.ERROR_RATIO, EAST, "", "", errors);
      put(t, Metric.REQUEST_RATE, EAST, "", "", traffic);
      put(t, Metric.COMPLETION_RATE, EAST, "", "", Math.min(traffic, capacity));
      put(t, Metric.UTILISATION, EAST, "", "", Math.min(1, load));
      put(t, Metric.HEAP_RATIO, EAST, "", "", heap * noise(0.02));
      put(t, Metric.GC_RATIO, EAST, "", "", gc * noise(0.1));
      put(t, Metric.PODS_READY, EAST, "", "", pods);
      put(t, Metric.DEPENDENCY_LATENCY, EAST, "", "", calls * noise(0.05));
      if (labelled) {
        String version = young ? "v2.3.1" : "v2.3.0";
        put(t, Metric.HEAP_RATIO, EAST, version, "", heap * noise(0.02));
        put(t, Metric.ERROR_RATIO, EAST, version, "", errors);
        put(t, Metric.LATENCY_P50, EAST, version, "", p50);
        put(t, Metric.LATENCY_P99, EAST, version, "", p99);
        if (young && Double.isFinite(oldErrors)) {
          put(t, Metric.ERROR_RATIO, EAST, "v2.3.0", "", oldErrors);
        }
        for (int pod = 1; pod <= pods; pod++) {
          put(t, Metric.HEAP_RATIO, EAST, version, "pod-" + pod, heap * noise(0.02));
          double own = trouble && pod <= badPods ? badErrors : 0;
          put(
              t,
              Metric.ERROR_RATIO,
              EAST,
              version,
              "pod-" + pod,
              Math.min(1, errors - ofBadPods + own));
        }
      }
      put(t, Metric.LATENCY_P99, WEST, "", "", 220 * noise(0.05));
      put(t, Metric.ERROR_RATIO, WEST, "", "", 0.0005 * random.nextDouble());
      put(t, Metric.REQUEST_RATE, WEST, "", "", 300 * noise(0.02));
    }
    List<Series> series = new ArrayList<>();
    points.forEach((key, list) -> series.add(series(key, list)));
    return new Telemetry(series, changes, List.of());
  }

  private int second(Change change) {
    return (int) Duration.between(START, change.at()).toSeconds();
  }

  private double noise(double share) {
    return 1 + share * (2 * random.nextDouble() - 1);
  }

  private void put(int t, Metric metric, String region, String version, String pod, double value) {
    if (!missing.contains(metric)) {
      points
          .computeIfAbsent(
              new SeriesKey(metric, service, region, version, pod), k -> new ArrayList<>())
          .add(new double[] {t, value});
    }
  }

  private static Series series(SeriesKey key, List<double[]> list) {
    long[] times = new long[list.size()];
    double[] values = new double[list.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = START.toEpochMilli() + (long) (list.get(i)[0] * 1000);
      values[i] = list.get(i)[1];
    }
    return new Series(key, times, values);
  }
}

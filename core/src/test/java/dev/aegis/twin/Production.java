package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A production with true parameters, scraped like a real one. The replay sees the scrapes only. */
final class Production {
  static final String SERVICE = "checkout-api";
  static final String EAST = "us-east-1";
  static final String WEST = "us-west-2";
  static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
  static final double SCRAPE_SECONDS = 5;
  static final Slo SLO = new Slo(1000, 0.01);

  double podStart = 45;
  Serving serving = Serving.UNDECLARED;

  /** What of that its owners know. */
  Serving declared = Serving.UNDECLARED;

  int westPods = 10;
  int eastQuota = 16;
  Steps east = Steps.constant(900);
  Steps west = Steps.constant(300);
  double leakPerRequest;
  double newSlowdown = 1;
  double newErrors;
  double hiddenSlowdownFrom = Double.POSITIVE_INFINITY;
  List<Call.Phase> eastDependency = healthy();

  /** Phases of the calls to inventory in us-east-1; empty where nobody calls it. */
  List<Call.Phase> inventory = List.of();

  /** When inventory goes from v1.8 to v1.9, and where. */
  double inventoryDeployAt = Double.NaN;

  String inventoryDeployIn = EAST;

  /** Time in us-east-1 that no metric shows. */
  List<Call.Phase> unseen = List.of();

  double newHangs;

  /**
   * Pods of us-east-1 that fail for a reason of their own; those of six, where pods are told apart.
   */
  ServiceModel.BadPods badPods = ServiceModel.BadPods.NONE;

  ServiceModel.BadPods westBadPods = ServiceModel.BadPods.NONE;
  boolean podsToldApart;
  double deployAt = Double.NaN;

  /** When the flag {@code receipts} goes from off to on, and what that really does. */
  double flagAt = Double.NaN;

  ServiceModel.Effect flagEffect = ServiceModel.Effect.NONE;

  /** When it goes back; NaN for never. */
  double flagBackAt = Double.NaN;

  /** When the configuration {@code retries} goes from 1 to 3, which does nothing. */
  double configAt = Double.NaN;

  Predicate<SeriesKey> recorded = key -> true;

  private final Map<SeriesKey, List<double[]>> samples = new TreeMap<>();

  static List<Call.Phase> healthy() {
    return List.of(new Call.Phase(0, 30, 0.5, 0, 0));
  }

  private List<Call> eastCalls() {
    List<Call> calls = new ArrayList<>(calls(eastDependency));
    if (!inventory.isEmpty()) {
      calls.add(Call.to("inventory", inventory.toArray(Call.Phase[]::new)));
    }
    if (!unseen.isEmpty()) {
      calls.add(Call.to("", unseen.toArray(Call.Phase[]::new)));
    }
    return calls;
  }

  private Call.Phase inventoryAt(double seconds) {
    return inventory.stream()
        .filter(phase -> phase.fromSeconds() < seconds)
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private static List<Call> calls(List<Call.Phase> phases) {
    return List.of(Call.to("payments", phases.toArray(Call.Phase[]::new)));
  }

  ServiceModel truth() {
    return new ServiceModel(
        SERVICE,
        20,
        100,
        serving,
        5,
        podStart,
        podStart,
        60,
        65,
        66.4,
        0.5,
        0.05,
        List.of(
            new ServiceModel.Region(
                EAST, 6, eastQuota, "v2.3.0", Double.NaN, east, eastCalls(), badPods),
            new ServiceModel.Region(
                WEST,
                westPods,
                westPods + 6,
                "v2.3.0",
                Double.NaN,
                west,
                calls(healthy()),
                westBadPods)),
        List.of(
            new ServiceModel.Version("v2.3.0", 1, 0, 0.35, 0, 0),
            new ServiceModel.Version(
                "v2.3.1",
                newSlowdown,
                newErrors,
                0.35,
                leakPerRequest,
                0,
                newHangs,
                Double.NEGATIVE_INFINITY,
                0)),
        Map.of(
            ServiceModel.flag("receipts", "off"),
            ServiceModel.Effect.NONE,
            ServiceModel.flag("receipts", "on"),
            flagEffect));
  }

  ServiceProfile profile() {
    return new ServiceProfile(
        SERVICE,
        SLO,
        EAST,
        List.of(
            new ServiceProfile.Region(EAST, 6, eastQuota),
            new ServiceProfile.Region(WEST, westPods, westPods + 6)),
        20,
        100,
        Duration.ofSeconds(5),
        Duration.ofMillis(Math.round(1000 * podStart)),
        Duration.ofSeconds(60),
        null,
        declared,
        "payments",
        new ServiceProfile.Costs(950, Duration.ofMinutes(42), 0.4, 0.02, 20),
        ServiceProfile.DEFAULT_ENVIRONMENT);
  }

  /** Runs until the SLO was breached in {@code breaches} scrapes in a row, or until a time. */
  double runUntilBreached(long seed, int breaches, double most) {
    return run(seed, breaches, most, null, 0);
  }

  ServiceSimulation simulation(long seed) {
    ServiceSimulation simulation = new ServiceSimulation(truth(), seed, 0);
    if (!Double.isNaN(deployAt)) {
      simulation.deploy(EAST, "v2.3.1", deployAt, 8, 5);
    }
    if (!Double.isNaN(flagAt)) {
      simulation.apply(new Action.SetFlag(SERVICE, "receipts", "off", "on"), flagAt);
    }
    if (!Double.isNaN(flagBackAt)) {
      simulation.apply(flagBack(), flagBackAt);
    }
    return simulation;
  }

  /** As above, with a fix taken when breached; then goes on to the end. */
  double run(
      long seed,
      int breaches,
      double most,
      @org.jspecify.annotations.Nullable Action fix,
      double goOn) {
    ServiceSimulation simulation = simulation(seed);
    samples.clear();
    int run = 0;
    double stop = most;
    for (double t = SCRAPE_SECONDS; t <= stop; t += SCRAPE_SECONDS) {
      simulation.advanceTo(t);
      Scrape scrape = simulation.scrape();
      record(scrape);
      Scrape.Clients home = scrape.regions().getFirst().clients();
      run = SLO.breachedBy(home.p99Millis(), home.errorRatio()) ? run + 1 : 0;
      if (run == breaches && stop == most) {
        stop = t + goOn;
        if (fix != null) {
          simulation.apply(fix, t);
          fixedAt = t;
        }
      }
    }
    return simulation.now();
  }

  double fixedAt = Double.NaN;

  private void record(Scrape scrape) {
    for (Scrape.Region r : scrape.regions()) {
      double seconds = scrape.lengthSeconds();
      double t = scrape.toSeconds();
      double hidden = t > hiddenSlowdownFrom && r.name().equals(EAST) ? 12 : 1;
      put(Metric.REQUEST_RATE, r.name(), "", t, r.clients().offered() / seconds);
      put(Metric.LATENCY_P99, r.name(), "", t, hidden * r.clients().p99Millis());
      put(Metric.LATENCY_P50, r.name(), "", t, hidden * r.clients().p50Millis());
      put(Metric.LATENCY_MEAN, r.name(), "", t, hidden * r.clients().meanMillis());
      put(Metric.ERROR_RATIO, r.name(), "", t, r.clients().errorRatio());
      put(Metric.COMPLETION_RATE, r.name(), "", t, r.pods().completed() / seconds);
      put(Metric.UTILISATION, r.name(), "", t, r.pods().utilisation());
      put(Metric.QUEUE_LENGTH, r.name(), "", t, r.pods().queueLength());
      put(Metric.HEAP_RATIO, r.name(), "", t, r.pods().heapRatio());
      put(Metric.GC_RATIO, r.name(), "", t, r.pods().gcRatio());
      put(Metric.PODS_READY, r.name(), "", t, r.pods().ready());
      put(Metric.POD_RESTARTS, r.name(), "", t, r.pods().died());
      recordCalls(r, t);
      if (podsToldApart && r.name().equals(EAST)) {
        recordPods(r, seconds, t);
      }
      for (Scrape.Version v : r.versions()) {
        put(Metric.COMPLETION_RATE, r.name(), v.name(), t, v.completed() / seconds);
        put(Metric.HEAP_RATIO, r.name(), v.name(), t, v.heapRatio());
        put(Metric.PODS_READY, r.name(), v.name(), t, v.ready());
        put(Metric.ERROR_RATIO, r.name(), v.name(), t, v.errorRatio());
        put(Metric.LATENCY_P99, r.name(), v.name(), t, v.p99Millis());
      }
    }
  }

  /** The simulation counts by version: what pods of the main version fail is drawn. */
  private void recordPods(Scrape.Region r, double seconds, double t) {
    Scrape.Version main =
        r.versions().stream()
            .max(Comparator.comparingDouble(Scrape.Version::completed))
            .orElseThrow();
    int requests = (int) (main.completed() / 6);
    double ofVersion = main.name().equals("v2.3.1") ? newErrors : 0;
    for (int pod = 0; pod < 6; pod++) {
      boolean bad = pod < badPods.count() && t - seconds >= badPods.fromSeconds();
      double ratio = ofVersion + (bad ? badPods.errorRatio() * (1 - ofVersion) : 0);
      double failed = drawn.doubles(requests).filter(u -> u < ratio).count();
      SeriesKey errors = new SeriesKey(Metric.ERROR_RATIO, SERVICE, EAST, main.name(), "p" + pod);
      put(errors, t, failed / requests);
      SeriesKey mean = new SeriesKey(Metric.LATENCY_MEAN, SERVICE, EAST, main.name(), "p" + pod);
      put(mean, t, (pod < slowPods ? 3 : 1) * r.clients().meanMillis());
    }
  }

  /** Pods of us-east-1 whose own clocks show three times the mean. */
  int slowPods;

  private final SplittableRandom drawn = new SplittableRandom(7);

  /** The simulation adds up all calls; where there are several, each has the mean it was given. */
  private void recordCalls(Scrape.Region r, double t) {
    double payments = r.pods().dependencyMillis();
    if (r.name().equals(EAST) && !(unseen.isEmpty() && inventory.isEmpty())) {
      payments = eastDependency.getFirst().meanMillis();
    }
    if (r.name().equals(EAST) && !inventory.isEmpty()) {
      Call.Phase phase = inventoryAt(t);
      put(Metric.callLatency("inventory"), r.name(), "", t, phase.meanMillis());
      put(Metric.callErrors("inventory"), r.name(), "", t, phase.errorRatio());
    }
    put(Metric.DEPENDENCY_LATENCY, r.name(), "", t, payments);
  }

  private void put(Metric metric, String region, String version, double t, double value) {
    put(new SeriesKey(metric, SERVICE, region, version, ""), t, value);
  }

  private void put(SeriesKey key, double t, double value) {
    if (Double.isFinite(value) && recorded.test(key)) {
      samples.computeIfAbsent(key, k -> new ArrayList<>()).add(new double[] {t, value});
    }
  }

  Telemetry telemetry() {
    List<Series> series = new ArrayList<>();
    samples.forEach((key, points) ->
        series.add(
            new Series(
                key,
                points.stream().mapToLong(p -> at(p[0]).toEpochMilli()).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray())));
    List<Change> changes = new ArrayList<>();
    if (!Double.isNaN(deployAt)) {
      changes.add(
          new Change(
              at(deployAt), Change.Kind.DEPLOY, SERVICE, EAST, "v2.3.1", "v2.3.0", "deploy"));
    }
    if (!Double.isNaN(inventoryDeployAt)) {
      changes.add(
          new Change(
              at(inventoryDeployAt),
              Change.Kind.DEPLOY,
              "inventory",
              inventoryDeployIn,
              "v1.9",
              "v1.8",
              "deploy"));
    }
    if (!Double.isNaN(flagAt)) {
      changes.add(set(Change.Kind.FLAG, "receipts", "off", "on", flagAt));
    }
    if (!Double.isNaN(flagBackAt)) {
      changes.add(set(Change.Kind.FLAG, "receipts", "on", "off", flagBackAt));
    }
    if (!Double.isNaN(configAt)) {
      changes.add(set(Change.Kind.CONFIG, "retries", "1", "3", configAt));
    }
    changes.sort(java.util.Comparator.comparing(Change::at));
    return new Telemetry(series, changes, List.of());
  }

  private static Change set(Change.Kind kind, String name, String from, String to, double at) {
    return new Change(at(at), kind, SERVICE, "", to, from, "set", name);
  }

  static Instant at(double seconds) {
    return START.plusMillis(Math.round(1000 * seconds));
  }

  // --- the stories

  static Production leak() {
    Production p = new Production();
    p.deployAt = 120;
    p.leakPerRequest = 1.5e-5;
    return p;
  }

  static Production surge() {
    Production p = new Production();
    p.east = Steps.ramp(900, 150, 1500, 180);
    return p;
  }

  static Production contended() {
    Production p = new Production();
    p.east = Steps.ramp(900, 180, 1050, 240);
    p.eastDependency =
        List.of(new Call.Phase(0, 30, 0.5, 0, 0), new Call.Phase(150, 30, 0.5, 0.002, 0.00026));
    return p;
  }

  static Production badDeploy() {
    Production p = new Production();
    p.deployAt = 120;
    p.newErrors = 0.3;
    return p;
  }

  static Action.SetFlag flagBack() {
    return new Action.SetFlag(SERVICE, "receipts", "on", "off");
  }

  static Action scale(int to) {
    return new Action.ScalePods(SERVICE, EAST, 6, to);
  }

  static Action.RollbackDeploy rollback() {
    return new Action.RollbackDeploy(SERVICE, EAST, "v2.3.1", "v2.3.0");
  }

  static Action.RollbackDeploy rollbackInventory() {
    return new Action.RollbackDeploy("inventory", EAST, "v1.9", "v1.8");
  }

  static Action.RestartPods restart() {
    return new Action.RestartPods(SERVICE, EAST, 6);
  }

  static Action.FailoverRegion failover() {
    return new Action.FailoverRegion(SERVICE, EAST, WEST);
  }

  static Action both() {
    return new Action.RollbackAndFailover(rollback(), failover());
  }
}

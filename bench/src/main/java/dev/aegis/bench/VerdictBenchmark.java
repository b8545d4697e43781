package dev.aegis.bench;

import dev.aegis.room.Action;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.twin.Call;
import dev.aegis.twin.ChaosReplay;
import dev.aegis.twin.ReplaySettings;
import dev.aegis.twin.Replications;
import dev.aegis.twin.Scrape;
import dev.aegis.twin.ServiceModel;
import dev.aegis.twin.ServiceSimulation;
import dev.aegis.twin.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of a whole verdict on two threads, from telemetry to PASS: calibration, the replayed past,
 * and both futures. A surge overloads the home region of a service whose pods carry 150 requests a
 * second each, at 60 % of what they can before and 110 % since; the fix doubles them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class VerdictBenchmark {
  private static final String SERVICE = "checkout-api";
  private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
  private static final double OWN_MILLIS = 70;
  private static final double CALL_MILLIS = 30;
  private static final double BEFORE = 0.6;
  private static final double SINCE = 1.1;
  private static final double SURGE_AT = 300;
  private static final double SEEN_UNTIL = 420;
  private static final double SCRAPE = 5;

  /** Requests a second at home since the surge. */
  @Param({"1000"})
  public int perSecond;

  /** Requests that a pod works on at once; fewer make more pods of the same traffic. */
  @Param({"15"})
  public int slotsPerPod;

  /** How far the replay looks ahead. */
  @Param({"5"})
  public int minutes;

  /**
   * True: as many replications as are needed to be sure. False: a hundred pairs, whatever shows.
   */
  @Param({"true", "false"})
  public boolean sequential;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private Telemetry telemetry = Telemetry.NONE;
  private int pods;

  @Setup
  public void record() {
    double podCarries = slotsPerPod / ((OWN_MILLIS + CALL_MILLIS) / 1000);
    pods = Math.max(1, (int) Math.round(perSecond / (SINCE * podCarries)));
    telemetry = recorded(new ServiceSimulation(truth(), 7, 0));
    ValidationResult result = verdict();
    if (result.withFix().points().isEmpty()) {
      throw new IllegalStateException("expected a replay, found " + result.sentence());
    }
    System.out.printf(
        "%n%d requests/s, %d pods, %d min: %s after %d replications%n",
        perSecond, pods, minutes, result.verdict(), result.replications());
  }

  @TearDown
  public void stop() {
    threads.shutdownNow();
  }

  @Benchmark
  public ValidationResult verdict() {
    return ChaosReplay.judge(
        new Action.ScalePods(SERVICE, "us-east-1", pods, 2 * pods),
        telemetry,
        profile(),
        at(SEEN_UNTIL),
        settings(),
        42,
        new OnThreads(threads));
  }

  private ReplaySettings settings() {
    Duration horizon = Duration.ofMinutes(minutes);
    double risk = sequential ? 0.05 : 1e-60;
    return new ReplaySettings(
        Duration.ofSeconds(90),
        Duration.ofSeconds(150),
        horizon,
        horizon,
        40,
        sequential ? 32 : 100,
        0.95,
        0.60,
        risk,
        1_000_000_000);
  }

  private ServiceModel truth() {
    Steps home =
        Steps.of(new double[] {0, SURGE_AT}, new double[] {perSecond * BEFORE / SINCE, perSecond});
    return new ServiceModel(
        SERVICE,
        slotsPerPod,
        10 * slotsPerPod,
        4,
        30,
        30,
        65,
        OWN_MILLIS,
        0.5,
        0.05,
        List.of(
            new ServiceModel.Region(
                "us-east-1",
                pods,
                4 * pods,
                "v1",
                0.3,
                home,
                List.of(Call.to("payments", new Call.Phase(0, CALL_MILLIS, 0.5, 0, 0))))),
        List.of(new ServiceModel.Version("v1", 1, 0.0005, 0.3, 0, 0)),
        Map.of());
  }

  private ServiceProfile profile() {
    return new ServiceProfile(
        SERVICE,
        new Slo(800, 0.01),
        "us-east-1",
        List.of(new ServiceProfile.Region("us-east-1", pods, 4 * pods)),
        slotsPerPod,
        10 * slotsPerPod,
        Duration.ofSeconds(4),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        "payments",
        new ServiceProfile.Costs(950, Duration.ofMinutes(42), 0.4, 0.02, 20));
  }

  private static Instant at(double seconds) {
    return START.plusMillis(Math.round(1000 * seconds));
  }

  private static Telemetry recorded(ServiceSimulation production) {
    Map<SeriesKey, List<double[]>> samples = new TreeMap<>();
    for (double t = SCRAPE; t <= SEEN_UNTIL; t += SCRAPE) {
      production.advanceTo(t);
      Scrape scrape = production.scrape();
      Scrape.Region r = scrape.regions().getFirst();
      Recorder at = new Recorder(samples, t);
      at.put(Metric.REQUEST_RATE, r.clients().offered() / SCRAPE);
      at.put(Metric.LATENCY_P99, r.clients().p99Millis());
      at.put(Metric.LATENCY_P50, r.clients().p50Millis());
      at.put(Metric.ERROR_RATIO, r.clients().errorRatio());
      at.put(Metric.COMPLETION_RATE, r.pods().completed() / SCRAPE);
      at.put(Metric.UTILISATION, r.pods().utilisation());
      at.put(Metric.HEAP_RATIO, r.pods().heapRatio());
      at.put(Metric.PODS_READY, r.pods().ready());
      at.put(Metric.DEPENDENCY_LATENCY, r.pods().dependencyMillis());
    }
    List<Series> series = new ArrayList<>();
    samples.forEach((key, points) ->
        series.add(
            new Series(
                key,
                points.stream().mapToLong(p -> at(p[0]).toEpochMilli()).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray())));
    return new Telemetry(series, List.of(), List.of());
  }

  private record Recorder(Map<SeriesKey, List<double[]>> samples, double at) {
    void put(Metric metric, double value) {
      if (Double.isFinite(value)) {
        SeriesKey key = SeriesKey.of(metric, SERVICE, "us-east-1");
        samples.computeIfAbsent(key, _ -> new ArrayList<>()).add(new double[] {at, value});
      }
    }
  }

  private record OnThreads(ExecutorService threads) implements Replications {
    @Override
    public <T> List<T> run(int from, int to, IntFunction<T> replication) {
      List<Future<T>> under = new ArrayList<>();
      for (int i = from; i < to; i++) {
        int number = i;
        under.add(threads.submit(() -> replication.apply(number)));
      }
      List<T> results = new ArrayList<>();
      try {
        for (Future<T> each : under) {
          results.add(each.get());
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
      return results;
    }
  }
}

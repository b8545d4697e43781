package dev.aegis.anomaly;

import dev.aegis.room.Signal.Symptom;
import dev.aegis.surprise.CounterRate;
import dev.aegis.surprise.Listener;
import dev.aegis.surprise.Surprise;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Slo;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One watched series: its detectors, and its own objective where it has one. Not thread-safe. */
final class Gauge {
  private static final int BREACHES = 3;
  private static final double MINUTE = 60_000;

  /** Enough for the baselines of both detectors. */
  private static final int SILENT = 64;

  /**
   * Scores of the ensemble from here on open an incident: about one false one a month and series,
   * or fewer (docs/judgement.md).
   */
  private static final double SURELY = 6;

  private final SeriesKey key;
  private final double objective;
  private final Sensitivity sensitivity;
  private @Nullable Listener listener;
  private @Nullable Surprise surprise;
  private Detector classic;
  private Detector robust;
  private final Run breaches = new Run();
  private final CounterRate rate = new CounterRate();
  private final double[] recent = new double[BREACHES];
  private final long[] recentMillis = new long[BREACHES];
  private double newest = Double.NaN;
  private long newestMillis = Long.MIN_VALUE;
  private double normal = Double.NaN;

  Gauge(SeriesKey key, Slo slo) {
    this.key = key;
    this.objective = objectiveOf(key.metric(), slo);
    sensitivity = Sensitivity.of(key.metric());
    classic = Detector.zScore(sensitivity);
    robust = Detector.medianMad(sensitivity);
  }

  /**
   * A percentile promise speaks of p99 only; a mean or a median beyond it breaks it all the more.
   */
  private static double objectiveOf(Metric metric, Slo slo) {
    if (isLatency(metric)) {
      return slo.latencyP99Millis();
    }
    return metric.equals(Metric.ERROR_RATIO) ? slo.errorRatio() : Double.POSITIVE_INFINITY;
  }

  static boolean isLatency(Metric metric) {
    return metric.equals(Metric.LATENCY_P99)
        || metric.equals(Metric.LATENCY_P50)
        || metric.equals(Metric.LATENCY_MEAN);
  }

  private boolean isCounter() {
    return key.metric().name().endsWith("_total");
  }

  /**
   * The value a minute from now if it goes on as in the newest points, at least the newest; only a
   * rise from each of them to the next is taken for a trend. NaN before the first point.
   */
  double inAMinute() {
    for (int i = 1; i < BREACHES; i++) {
      if (!(recent[i] > recent[i - 1])) {
        return newest;
      }
    }
    int last = BREACHES - 1;
    double perMillisecond = (recent[last] - recent[0]) / (recentMillis[last] - recentMillis[0]);
    return newest + MINUTE * perMillisecond;
  }

  private void remember(long epochMillis, double value) {
    System.arraycopy(recent, 1, recent, 0, BREACHES - 1);
    System.arraycopy(recentMillis, 1, recentMillis, 0, BREACHES - 1);
    recent[BREACHES - 1] = value;
    recentMillis[BREACHES - 1] = epochMillis;
  }

  /**
   * Takes the next point.
   *
   * @param decides whether the series may have to decide by itself: only then the ensemble listens
   */
  void take(long epochMillis, double recorded, boolean decides) {
    double told = isCounter() ? rate.offer(epochMillis, recorded) : recorded;
    if (!Double.isFinite(told) || !breaches.isNewer(epochMillis)) {
      return;
    }
    Optional<Surprise> raised = decides ? listen(epochMillis, told) : Optional.empty();
    double value = decides && listener != null ? listener.figure() : told;
    if (!Double.isFinite(value)) {
      return;
    }
    classic.offer(epochMillis, value);
    robust.offer(epochMillis, value);
    keep(raised);
    breaches.tick(epochMillis);
    if (value > objective) {
      breaches.bad();
    } else {
      breaches.good();
      if (!anomalous()) {
        normal = value;
      }
    }
    remember(epochMillis, value);
    newest = value;
    newestMillis = epochMillis;
  }

  /**
   * It was 0 all the time, though nobody said so.
   *
   * @param until the first point that is to come
   * @param spacing milliseconds between two points, above 0
   */
  void wasSilent(long until, long spacing) {
    for (int i = SILENT; i > 0; i--) {
      classic.offer(until - i * spacing, 0);
      robust.offer(until - i * spacing, 0);
    }
    normal = 0;
  }

  private Optional<Surprise> listen(long epochMillis, double value) {
    Listener listening = listener == null ? new Listener() : listener;
    listener = listening;
    boolean counted = listening.counts();
    double score = listening.offer(epochMillis, value);
    if (counted != listening.counts()) {
      classic = Detector.zScore(sensitivity);
      robust = Detector.medianMad(sensitivity);
    }
    return score >= SURELY
        ? listening
            .explain()
            .filter(s -> sensitivity.direction().wrongness(s.observed() - s.usual()) > 0)
        : Optional.empty();
  }

  /** What was raised lasts for as long as one of the two others finds it odd. */
  private void keep(Optional<Surprise> raised) {
    if (raised.isPresent()) {
      surprise = raised.get();
    } else if (!anomalous()) {
      surprise = null;
    }
  }

  SeriesKey key() {
    return key;
  }

  /** Whether a promise hangs on it. */
  boolean hasObjective() {
    return Double.isFinite(objective);
  }

  boolean breached() {
    return breaches.length() >= BREACHES;
  }

  boolean anomalous() {
    return classic.active().isPresent() || robust.active().isPresent();
  }

  /** Enough where no promise can decide. */
  boolean surelyAnomalous() {
    return listener != null && listener.known() ? surprise != null : bothAgree();
  }

  /** Both ways of looking at the newest past say the same. */
  boolean bothAgree() {
    return classic.active().isPresent() && robust.active().isPresent();
  }

  /** Whether a breach has as many points as it takes, doubled so often; what is no breach has. */
  boolean lastsFor(int doublings) {
    return !breached() || breaches.length() >= BREACHES << doublings;
  }

  double newest() {
    return newest;
  }

  long newestMillis() {
    return newestMillis;
  }

  /** When it began to be wrong; empty while it is not. */
  Optional<Instant> onset() {
    Instant first = breached() ? Instant.ofEpochMilli(breaches.onset()) : Instant.MAX;
    Surprise raised = surprise;
    first = raised != null && raised.onset().isBefore(first) ? raised.onset() : first;
    first = earlier(first, classic.active());
    first = earlier(first, robust.active());
    return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
  }

  private static Instant earlier(Instant first, Optional<Alarm> alarm) {
    return alarm.map(Alarm::onset).filter(first::isAfter).orElse(first);
  }

  /** What the ensemble says, and which of its members; empty while it says nothing. */
  Optional<Symptom> surprise() {
    return Optional.ofNullable(surprise)
        .map(s ->
            new Symptom(
                key.metric().name(),
                s.observed(),
                s.usual(),
                s.score(),
                "ensemble " + s.member().wire()));
  }

  /**
   * What the more excited detector says, or the breach itself before the detectors have warmed up;
   * a series that was never seen within its objective has no other normal than that.
   */
  Optional<Symptom> symptom() {
    Optional<Alarm> loudest =
        Stream.of(classic.active(), robust.active())
            .flatMap(Optional::stream)
            .max(Comparator.comparingDouble(a -> Math.abs(a.score())));
    if (loudest.isPresent()) {
      return loudest.map(a ->
          new Symptom(key.metric().name(), a.observed(), a.baseline(), a.score(), a.detector()));
    }
    double baseline = Double.isNaN(normal) ? objective : normal;
    return breached()
        ? Optional.of(
            new Symptom(key.metric().name(), newest, baseline, newest / objective, "objective"))
        : Optional.empty();
  }
}

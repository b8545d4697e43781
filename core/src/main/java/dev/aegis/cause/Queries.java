package dev.aegis.cause;

import dev.aegis.question.Worded;
import dev.aegis.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SQL that is asked. Each text runs as it stands on {@code samples} and {@code changes}; each
 * says its own order, since a database owes none. Where a question in words can ask the same it is
 * asked as that ({@link Worded}); docs/adr/0010 tells why the others are not.
 */
final class Queries {
  private static final Duration CHANGES_BACK = Duration.ofHours(6);
  private static final Duration ONSET_UNCERTAIN = Duration.ofSeconds(10);
  private static final int MOST_CHANGES = 20;
  private static final Duration AROUND = Duration.ofSeconds(30);

  private static final List<String> LEVELS =
      Stream.of(
              Metric.LATENCY_P99,
              Metric.LATENCY_P50,
              Metric.LATENCY_MEAN,
              Metric.ERROR_RATIO,
              Metric.REQUEST_RATE,
              Metric.RETRY_RATIO,
              Metric.COMPLETION_RATE,
              Metric.UTILISATION,
              Metric.QUEUE_LENGTH,
              Metric.HEAP_RATIO,
              Metric.MEMORY_RATIO,
              Metric.GC_RATIO,
              Metric.CPU_RATIO,
              Metric.PODS_READY,
              Metric.POD_RESTARTS,
              Metric.DEPENDENCY_LATENCY)
          .map(Metric::name)
          .toList();

  private Queries() {}

  /** Medians of every canonical metric before and now, for the region as a whole. */
  static String levels(Inquiry inquiry) {
    return """
    SELECT metric,
           round(median(value) FILTER (WHERE ts < %1$s), 5) AS before,
           round(median(value) FILTER (WHERE ts >= %2$s), 5) AS newest,
           count(*) FILTER (WHERE ts < %1$s) AS points_before,
           count(*) FILTER (WHERE ts >= %2$s) AS points_newest
    FROM samples
    WHERE %3$s AND version = '' AND pod = '' AND metric IN %4$s
      AND ts >= %5$s AND ts <= %6$s
    GROUP BY metric
    ORDER BY metric\
    """
        .formatted(
            Literal.timestamp(inquiry.cut()),
            Literal.timestamp(inquiry.newestFrom()),
            place(inquiry.service(), inquiry.signal().region()),
            Literal.list(levelsOf(inquiry)),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()));
  }

  /** Who calls whom in the region, as callers measured it. */
  static String calls(Inquiry inquiry) {
    return """
    SELECT lower(service) AS caller, substr(metric, %1$s) AS called, count(*) AS points
    FROM samples
    WHERE region = %2$s AND version = '' AND pod = '' AND metric LIKE %3$s
      AND ts >= %4$s AND ts <= %5$s
    GROUP BY caller, called
    ORDER BY caller, called
    LIMIT 200\
    """
        .formatted(
            Metric.callLatency("").name().length() + 1,
            Literal.text(inquiry.signal().region()),
            Literal.text(Metric.callLatency("%").name()),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()));
  }

  /**
   * What answers and calls take, how many fail, and what is used inside, before the onset and now.
   * A median of three values or fewer would not see one of them move, so it is a mean. Processor
   * time is in per cent, response times are in seconds. Who stands still for a share of the time
   * finds every answer late, which is taken off.
   */
  static String componentLevels(Inquiry inquiry, Collection<String> components) {
    return """
    WITH here AS (
      SELECT lower(service) AS component, service, metric, ts,
             value * CASE WHEN metric LIKE '%%latency%%' THEN 0.001
                          WHEN metric = 'cpu_ratio' THEN 100 ELSE 1 END AS value
      FROM samples
      WHERE lower(service) IN %1$s AND region = %2$s AND version = '' AND pod = ''
        AND (metric IN ('latency_mean_ms', 'latency_p50_ms', 'error_ratio',
                        'requests_per_second', 'completions_per_second', 'utilisation',
                        'queue_length', 'pods_ready', 'cpu_ratio', 'gc_ratio')
             OR metric LIKE 'dependency_latency_ms:%%' OR metric LIKE 'dependency_error_ratio:%%')
        AND ts >= %3$s AND ts <= %4$s)
    SELECT component, min(service) AS service, metric,
           round(CASE WHEN count(*) FILTER (WHERE ts < %5$s) > 3
                 THEN median(value) FILTER (WHERE ts < %5$s)
                 ELSE avg(value) FILTER (WHERE ts < %5$s) END, 6) AS before,
           round(mad(value) FILTER (WHERE ts < %5$s), 6) AS deviation,
           count(*) FILTER (WHERE ts < %5$s) AS points_before,
           round(CASE WHEN count(*) FILTER (WHERE ts >= %6$s) > 3
                 THEN median(value) FILTER (WHERE ts >= %6$s)
                 ELSE avg(value) FILTER (WHERE ts >= %6$s) END, 6) AS newest,
           count(*) FILTER (WHERE ts >= %6$s) AS points_newest
    FROM here
    GROUP BY component, metric
    ORDER BY component, metric
    LIMIT 400\
    """
        .formatted(
            Literal.list(components),
            Literal.text(inquiry.signal().region()),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()),
            Literal.timestamp(inquiry.cut()),
            Literal.timestamp(inquiry.newestFrom()));
  }

  /**
   * How live heap grows, by version. A pod that restarts begins a new life at a low heap, and a
   * line through several lives says nothing: so a line is fitted to each life, and the middle one
   * counts.
   */
  static String heapByVersion(Inquiry inquiry) {
    return """
    WITH steps AS (
      SELECT metric, version, pod, t, value,
             CASE WHEN ts < %1$s THEN 'before' ELSE 'after' END AS phase,
             CASE WHEN value < 0.7 * lag(value) OVER w THEN 1 ELSE 0 END AS fell
      FROM samples
      WHERE %2$s AND metric IN ('heap_ratio', 'memory_ratio')
        AND ts >= %3$s AND ts <= %4$s
      WINDOW w AS (PARTITION BY metric, version, pod ORDER BY t)),
    lives AS (
      SELECT *, sum(fell) OVER (PARTITION BY metric, version, pod ORDER BY t) AS life
      FROM steps),
    lines AS (
      SELECT metric, version, phase, CASE WHEN pod = '' THEN 'all' ELSE 'pod' END AS level,
             count(*) AS points, regr_slope(value, t) AS slope, regr_r2(value, t) AS r2,
             max(t) - min(t) AS seconds, max(value) AS highest
      FROM lives
      GROUP BY metric, version, phase, pod, life
      HAVING count(*) >= 4)
    SELECT metric, version, phase, level, count(*) AS lives,
           round(median(points), 1) AS points_a_life, round(median(seconds), 0) AS seconds,
           round(median(slope) * 60, 5) AS growth_per_minute,
           round(median(r2), 4) AS r2,
           round(max(highest), 4) AS highest
    FROM lines
    GROUP BY metric, version, phase, level
    ORDER BY metric, version, phase, level
    LIMIT 40\
    """
        .formatted(
            Literal.timestamp(inquiry.cut()),
            place(inquiry.service(), inquiry.signal().region()),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()));
  }

  /** Response times and errors by version: before the change, in its first minute, and now. */
  static String byVersion(Inquiry inquiry) {
    return """
    SELECT metric, version,
           round(median(value) FILTER (WHERE ts < %1$s), 5) AS before,
           round(median(value) FILTER (WHERE ts >= %1$s AND ts < %2$s), 5) AS first_minute,
           round(median(value) FILTER (WHERE ts >= %3$s), 5) AS newest,
           count(*) AS points
    FROM samples
    WHERE %4$s AND pod = ''
      AND metric IN ('error_ratio', 'latency_p99_ms', 'latency_p50_ms', 'latency_mean_ms')
      AND ts >= %5$s AND ts <= %6$s
    GROUP BY metric, version
    ORDER BY metric, version
    LIMIT 40\
    """
        .formatted(
            Literal.timestamp(inquiry.cut()),
            Literal.timestamp(inquiry.firstMinuteTo()),
            Literal.timestamp(inquiry.newestFrom()),
            place(inquiry.service(), inquiry.signal().region()),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()));
  }

  /**
   * Errors, response times and answers of each pod, before the onset and now. A median of three
   * values or fewer would not see one of them move, so it is a mean.
   */
  static String byPod(Inquiry inquiry) {
    return """
    SELECT version, pod, metric,
           round(median(value) FILTER (WHERE ts < %1$s), 6) AS before,
           round(CASE WHEN count(*) FILTER (WHERE ts >= %2$s) > 3
                 THEN median(value) FILTER (WHERE ts >= %2$s)
                 ELSE avg(value) FILTER (WHERE ts >= %2$s) END, 6) AS newest,
           count(*) FILTER (WHERE ts >= %2$s) AS points_newest
    FROM samples
    WHERE %3$s AND pod != ''
      AND metric IN ('error_ratio', 'latency_mean_ms', 'completions_per_second')
      AND ts >= %4$s AND ts <= %5$s
    GROUP BY version, pod, metric
    HAVING count(*) FILTER (WHERE ts >= %2$s) > 0
    ORDER BY version, pod, metric
    LIMIT 400\
    """
        .formatted(
            Literal.timestamp(inquiry.onset()),
            Literal.timestamp(inquiry.newestFrom()),
            place(inquiry.service(), inquiry.signal().region()),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()));
  }

  /** What the 99th percentile follows. */
  static String whatLatencyFollows(Inquiry inquiry) {
    return """
    WITH wide AS (
      SELECT ts,
             max(value) FILTER (WHERE metric = 'latency_p99_ms') AS p99,
             max(value) FILTER (WHERE metric = 'gc_ratio') AS gc,
             max(value) FILTER (WHERE metric = 'requests_per_second') AS traffic,
             max(value) FILTER (WHERE metric = %4$s) AS dependency
      FROM samples
      WHERE %1$s AND version = '' AND pod = '' AND ts >= %2$s AND ts <= %3$s
      GROUP BY ts)
    SELECT count(p99) AS points,
           round(corr(ln(greatest(p99, 0.001)), gc), 3) AS with_gc,
           round(corr(ln(greatest(p99, 0.001)), traffic), 3) AS with_traffic,
           round(corr(ln(greatest(p99, 0.001)), dependency), 3) AS with_dependency,
           count(gc) AS gc_points, count(traffic) AS traffic_points,
           count(dependency) AS dependency_points
    FROM wide
    WHERE p99 IS NOT NULL
    ORDER BY points\
    """
        .formatted(
            place(inquiry.service(), inquiry.signal().region()),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()),
            Literal.text(inquiry.calls().name()));
  }

  /** When each quantity first left its normal band for two points in a row. */
  static String firstToMove(Inquiry inquiry) {
    return """
    WITH here AS (
      SELECT metric, ts, value
      FROM samples
      WHERE %1$s AND version = '' AND pod = '' AND metric IN %2$s
        AND ts >= %3$s AND ts <= %4$s),
    normal AS (
      SELECT metric, median(value) AS centre,
             greatest(6 * mad(value), 0.1 * abs(median(value)),
                      CASE WHEN metric LIKE '%%ratio' THEN 0.01 ELSE 0.000001 END) AS band
      FROM here
      WHERE ts < %5$s
      GROUP BY metric
      HAVING count(*) >= 5),
    moves AS (
      SELECT metric, ts, abs(value - centre) > band AS off,
             lead(abs(value - centre) > band) OVER (PARTITION BY metric ORDER BY ts) AS still_off
      FROM here JOIN normal USING (metric)
      WHERE ts >= %5$s)
    SELECT metric, round(epoch(min(ts)) - epoch(%6$s), 1) AS seconds_from_onset
    FROM moves
    WHERE off AND still_off
    GROUP BY metric
    ORDER BY seconds_from_onset, metric\
    """
        .formatted(
            place(inquiry.service(), inquiry.signal().region()),
            Literal.list(levelsOf(inquiry)),
            Literal.timestamp(inquiry.normalFrom()),
            Literal.timestamp(inquiry.now()),
            Literal.timestamp(inquiry.cut()),
            Literal.timestamp(inquiry.onset()));
  }

  /** Whether changes are recorded at all. */
  static String changesRecorded() {
    return Worded.countOfChanges().sql();
  }

  /** How many changes come into question. */
  static String changesCounted(Instant onset) {
    return Worded.countOfChanges(onset.minus(CHANGES_BACK), onset.plus(ONSET_UNCERTAIN)).sql();
  }

  /**
   * Every change of the hours before the onset, wherever it was made, and of the seconds after it
   * that the onset is uncertain by.
   */
  static String changesBefore(Instant onset) {
    return Worded.changes(onset.minus(CHANGES_BACK), onset.plus(ONSET_UNCERTAIN), MOST_CHANGES)
        .sql();
  }

  /** The promise's own figures around the moment of detection. */
  static String breach(String service, String region, Instant onset, Instant detectedAt) {
    return """
    SELECT ts,
           max(value) FILTER (WHERE metric = 'latency_p99_ms') AS p99_ms,
           max(value) FILTER (WHERE metric = 'error_ratio') AS error_ratio,
           max(value) FILTER (WHERE metric = 'requests_per_second') AS requests_per_second
    FROM samples
    WHERE %1$s AND version = '' AND pod = '' AND ts >= %2$s AND ts <= %3$s
    GROUP BY ts
    ORDER BY ts DESC
    LIMIT 12\
    """
        .formatted(
            place(service, region),
            Literal.timestamp(onset.minus(AROUND)),
            Literal.timestamp(detectedAt));
  }

  /** The promise's figures of every region that serves, since an instant. */
  static String promise(String service, Instant since) {
    return """
    SELECT ts, region,
           max(value) FILTER (WHERE metric = 'latency_p99_ms') AS p99_ms,
           max(value) FILTER (WHERE metric = 'error_ratio') AS error_ratio
    FROM samples
    WHERE service = %1$s AND version = '' AND pod = '' AND ts >= %2$s
      AND metric IN ('latency_p99_ms', 'error_ratio')
    GROUP BY ts, region
    ORDER BY ts DESC, region
    LIMIT 12\
    """
        .formatted(Literal.text(service), Literal.timestamp(since));
  }

  /** The newest value of each metric of a place. */
  static String newest(String service, String region) {
    return """
    SELECT metric, max(ts) AS at, arg_max(value, ts) AS value
    FROM samples
    WHERE %1$s AND version = '' AND pod = ''
    GROUP BY metric
    ORDER BY metric
    LIMIT 40\
    """
        .formatted(place(service, region));
  }

  private static List<String> levelsOf(Inquiry inquiry) {
    Stream<String> calls = Stream.of(inquiry.calls().name()).filter(name -> !LEVELS.contains(name));
    return Stream.concat(LEVELS.stream(), calls).toList();
  }

  /** A recording of a single service need not name it. */
  private static String place(String service, String region) {
    return "service IN (" + Literal.text(service) + ", '') AND region = " + Literal.text(region);
  }
}

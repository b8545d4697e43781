package dev.aegis.app.receive;

import dev.aegis.app.receive.OtlpSpans.Side;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.telemetry.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Spans as histograms of how long requests took, by process: those that it answered, and the calls
 * that it made, by whom it called; each apart for those that failed. They have names of their own,
 * since spans may be a sample of the requests, and since the process may count them itself. Their
 * bounds are the powers of the fourth root of two from 2^-10 to 2^6, which is a millisecond to 64
 * seconds, and at most 19 % apart.
 *
 * <p>All are written at once, as if the process had been scraped: then no requests are a rate of
 * zero, until a process has been silent for {@link #SILENCE}. Thread-safe.
 */
public final class SpanSeries {
  /** How long requests took that a process answered. */
  public static final String SERVER = "traces_server_duration_seconds";

  /** How long calls took that it made. */
  public static final String CLIENT = "traces_client_duration_seconds";

  /** After which what a process did is no longer written. */
  static final Duration SILENCE = Duration.ofMinutes(5);

  /** Histograms at once; of more, the one that was silent for longest begins again. */
  static final int MOST = 1_000;

  private static final int LOWEST = -40;
  private static final int HIGHEST = 24;
  private static final double STEPS_PER_DOUBLING = 4;
  private static final double MICROS = 1e6;
  private static final double[] BOUNDS = new double[HIGHEST - LOWEST + 1];
  private static final String[] LE = new String[BOUNDS.length];

  static {
    for (int i = 0; i < BOUNDS.length; i++) {
      BOUNDS[i] = Math.pow(2, (LOWEST + i) / STEPS_PER_DOUBLING);
      LE[i] = new BigDecimal(Double.toString(BOUNDS[i])).toPlainString();
    }
  }

  private final SeriesTable table;
  private final Map<Map<String, String>, Durations> all = new Newest();

  public SpanSeries(SeriesTable table) {
    this.table = table;
  }

  private static final class Newest extends LinkedHashMap<Map<String, String>, Durations> {
    private static final long serialVersionUID = 1L;

    Newest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Map<String, String>, Durations> eldest) {
      return size() > MOST;
    }
  }

  /** How long requests took so far. */
  private static final class Durations {
    private final double[] upTo = new double[BOUNDS.length];
    private double count;
    private double sum;
    private Instant seen = Instant.MIN;

    void add(double seconds, Instant at) {
      for (int i = BOUNDS.length - 1; i >= 0 && seconds <= BOUNDS[i]; i--) {
        upTo[i]++;
      }
      count++;
      sum += seconds;
      seen = at;
    }
  }

  /** Counts a span; one of neither side of a call, or of a call to nobody known, says nothing. */
  public synchronized void add(Map<String, String> who, Side side, Span span, Instant now) {
    boolean server = side == Side.SERVER;
    if (!server && span.peer().isEmpty()) {
      return;
    }
    Map<String, String> labels = new LinkedHashMap<>(who);
    // A process of its own in the table: what is measured of it otherwise has times of its own.
    labels.put("job", "spans of " + who.getOrDefault("job", ""));
    labels.put("__name__", server ? SERVER : CLIENT);
    if (span.failed()) {
      labels.put("status", "error");
    }
    if (!server) {
      labels.put("dependency", span.peer());
    }
    all.computeIfAbsent(labels, _ -> new Durations()).add(span.durationMicros() / MICROS, now);
  }

  /** Writes what was counted so far. */
  public synchronized void write(Instant now) {
    all.values().removeIf(each -> each.seen.plus(SILENCE).isBefore(now));
    if (all.isEmpty()) {
      return;
    }
    long millis = now.toEpochMilli();
    try (SeriesTable.Writer writer = table.write()) {
      all.forEach((labels, durations) -> write(writer, labels, durations, millis));
    }
  }

  private static void write(
      SeriesTable.Writer writer, Map<String, String> labels, Durations durations, long millis) {
    String name = labels.getOrDefault("__name__", "");
    Map<String, String> own = new LinkedHashMap<>(labels);
    own.put("__name__", name + "_bucket");
    for (int i = 0; i < BOUNDS.length; i++) {
      own.put("le", LE[i]);
      point(writer, own, millis, durations.upTo[i]);
    }
    own.put("le", "+Inf");
    point(writer, own, millis, durations.count);
    own.remove("le");
    own.put("__name__", name + "_count");
    point(writer, own, millis, durations.count);
    own.put("__name__", name + "_sum");
    point(writer, own, millis, durations.sum);
  }

  private static void point(
      SeriesTable.Writer writer, Map<String, String> labels, long millis, double value) {
    writer.labels();
    labels.forEach(writer::label);
    writer.point(writer.series(), millis, value);
  }
}

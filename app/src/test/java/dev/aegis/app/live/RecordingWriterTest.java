package dev.aegis.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.intake.Intake;
import dev.aegis.app.intake.Recording;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.LogLine;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingWriterTest {
  private static final long SEED = 20_261_122;
  private static final Instant START = Instant.parse("2026-01-05T10:00:00.123Z");
  private static final List<Metric> SHARES =
      List.of(
          Metric.ERROR_RATIO,
          Metric.UTILISATION,
          Metric.HEAP_RATIO,
          Metric.GC_RATIO,
          Metric.CPU_RATIO,
          Figures.POOL_RATIO,
          Metric.RETRY_RATIO);
  private static final List<Metric> NUMBERS =
      List.of(
          Metric.REQUEST_RATE,
          Metric.COMPLETION_RATE,
          Metric.LATENCY_P50,
          Metric.LATENCY_P99,
          Metric.LATENCY_MEAN,
          Metric.DEPENDENCY_LATENCY,
          Metric.QUEUE_LENGTH,
          Metric.PODS_READY,
          Metric.POD_RESTARTS,
          Figures.THREADS,
          Figures.POOL_WAITING,
          Figures.REFUSED,
          Figures.LOG_FAILURES,
          new Metric("log_errors_per_second"),
          new Metric("log_lines_per_second"),
          new Metric("log_errors_per_second:connection_to_is_not_available_request_timed"),
          new Metric("dependency_latency_ms:inventory"),
          new Metric("dependency_error_ratio:payments-db"));

  @TempDir Path folder;

  @Test
  void aRecordingIsReadBackToTheLastBit() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 20; round++) {
      Telemetry written = telemetry(random);
      ServiceProfile profile = profile(random);
      Path own = folder.resolve("r" + round);
      RecordingWriter.Written files =
          random.nextBoolean()
              ? RecordingWriter.write(own, written, profile)
              : RecordingWriter.writeCompressed(own, written, profile);
      assertThat(RecordingWriter.Written.in(own)).isEqualTo(files);

      Recording read = Intake.read(List.of(own), files.changes(), files.slo());

      List<Series> series =
          read.telemetry().series().stream()
              .filter(s -> !s.key().metric().name().endsWith("_per_minute"))
              .toList();
      assertThat(series).as("seed %d, round %d", SEED, round).isEqualTo(written.series());
      assertThat(read.telemetry().changes()).isEqualTo(written.changes());
      assertThat(read.telemetry().logs()).isEqualTo(written.logs());
      assertThat(read.profile()).isEqualTo(profile);
    }
  }

  private static Telemetry telemetry(Random random) {
    List<Series> series = new ArrayList<>();
    for (String service : List.of("checkout-api", "payments")) {
      for (String region : List.of("us-east-1", "us-west-2")) {
        for (Metric metric : SHARES) {
          series.add(series(new SeriesKey(metric, service, region, "", ""), 1, random));
        }
        for (Metric metric : NUMBERS) {
          series.add(series(new SeriesKey(metric, service, region, "", ""), 5_000, random));
        }
        series.add(
            series(new SeriesKey(Metric.HEAP_RATIO, service, region, "v2.3.1", ""), 1, random));
        series.add(
            series(
                new SeriesKey(Metric.LATENCY_P99, service, region, "v2.3.1", ""), 3_000, random));
        series.add(
            series(new SeriesKey(Metric.HEAP_RATIO, service, region, "v2.3.1", "p-1"), 1, random));
      }
    }
    List<Change> changes = new ArrayList<>();
    List<LogLine> logs = new ArrayList<>();
    for (int i = 0; i < random.nextInt(6); i++) {
      Change.Kind kind = List.of(Change.Kind.values()).get(random.nextInt(4));
      boolean set = kind == Change.Kind.FLAG || kind == Change.Kind.CONFIG;
      changes.add(
          new Change(
              START.plusMillis(1_000L * i + random.nextInt(900)),
              kind,
              "checkout-api",
              random.nextBoolean() ? "" : "us-east-1",
              set ? "on" : kind == Change.Kind.SCALE ? "6" : "v2.3." + i,
              set ? "off" : kind == Change.Kind.SCALE ? "4" : "v2.3.0",
              "say \"" + word(random) + "\", é: 7% -> {x}",
              set ? "pool.size" : ""));
      logs.add(
          new LogLine(
              START.plusMillis(1_000L * i + random.nextInt(900)),
              "checkout-api",
              random.nextBoolean() ? "ERROR" : "INFO",
              "no \"receipt\" " + word(random)));
    }
    return new Telemetry(series, changes, logs);
  }

  private static Series series(SeriesKey key, double most, Random random) {
    int size = 2 + random.nextInt(40);
    long[] times = new long[size];
    double[] values = new double[size];
    long at = START.toEpochMilli();
    for (int i = 0; i < size; i++) {
      at += 1 + random.nextInt(4_000);
      times[i] = at;
      values[i] = random.nextInt(5) == 0 ? 0 : most * random.nextDouble() * random.nextDouble();
    }
    return new Series(key, times, values);
  }

  private static ServiceProfile profile(Random random) {
    return new ServiceProfile(
        "checkout-api",
        new Slo(1 + random.nextInt(2_000), random.nextDouble() * 0.2 + 1e-6),
        "us-east-1",
        List.of(
            new ServiceProfile.Region("us-east-1", 4, 8),
            new ServiceProfile.Region("us-west-2", 0, random.nextInt(9))),
        random.nextInt(9),
        random.nextInt(60),
        random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(9_000)),
        random.nextBoolean() ? null : Duration.ofNanos(random.nextInt(1_000_000_000)),
        random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(90)),
        random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(90)),
        serving(random),
        random.nextBoolean() ? "" : "inventory",
        new ServiceProfile.Costs(
            random.nextDouble() * 1e4,
            Duration.ofSeconds(random.nextInt(9_000)),
            random.nextDouble(),
            random.nextDouble() * 1e-5,
            24),
        random.nextBoolean() ? ServiceProfile.DEFAULT_ENVIRONMENT : "staging: 2");
  }

  private static Serving serving(Random random) {
    return new Serving(
        random.nextBoolean() ? null : List.of(Serving.Balancing.values()).get(random.nextInt(2)),
        random.nextBoolean()
            ? null
            : new Serving.WarmUp(Duration.ofMillis(random.nextInt(9_000)), 1 + random.nextDouble()),
        random.nextBoolean() ? 0 : 1 + random.nextInt(8) / 4.0,
        random.nextBoolean()
            ? Collections.emptySortedMap()
            : new TreeMap<>(Map.of("inventory", 1 + random.nextInt(9))));
  }

  private static String word(Random random) {
    return Integer.toString(random.nextInt(1_000_000), 36);
  }
}

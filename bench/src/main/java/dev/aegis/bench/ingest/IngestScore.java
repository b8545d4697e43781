package dev.aegis.bench.ingest;

import dev.aegis.anomaly.Watch;
import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.alert.AlertFormat;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.live.LiveSettings;
import dev.aegis.app.live.LiveTelemetry;
import dev.aegis.app.live.MetricNames;
import dev.aegis.app.live.ReceivedScrapes;
import dev.aegis.app.receive.OtlpMetrics;
import dev.aegis.app.receive.RemoteWrite;
import dev.aegis.app.series.SeriesLimits;
import dev.aegis.app.series.SeriesTable;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Measures in this process: samples a second and core from the body of remote write, and from that
 * of OTLP, to the table and through detection, bytes a series, and alerts a second with their
 * acknowledgement. Processor time, not wall time, wherever a core is spoken of, so that what else
 * the machine does counts little.
 */
public final class IngestScore {
  private static final int ROUNDS = 10;
  private static final Duration STEP = Duration.ofSeconds(15);

  private IngestScore() {}

  /**
   * Prints a line a figure.
   *
   * @param args what to measure: {@code samples SERIES}, {@code otlp SERIES}, {@code memory
   *     SERIES}, {@code alerts MANY} all at once, {@code paced MANY} at 1,000 a second, or {@code
   *     rival SERIES}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int many = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "samples" -> {
        Stream stream = new Stream(many);
        SeriesTable table = table(many);
        RemoteWrite receiver = new RemoteWrite(table, 64 << 20);
        samples(
            "remote write",
            stream.series(),
            table,
            stream::bodies,
            body -> receiver.accept(body, RemoteWrite.Version.V1));
      }
      case "otlp" -> {
        OtlpStream stream = new OtlpStream(many);
        SeriesTable table = table(many + many / Stream.SERIES_PER_POD);
        OtlpMetrics receiver = new OtlpMetrics(table);
        samples("OTLP", stream.series(), table, stream::bodies, receiver::accept);
      }
      case "memory" -> memory(many);
      case "alerts" -> alerts(many, Double.POSITIVE_INFINITY);
      case "paced" -> alerts(many, 1_000);
      case "rival" -> Rival.run(many);
      default ->
          throw new IllegalArgumentException(
              "expected samples, otlp, memory, alerts, paced or rival");
    }
  }

  private static SeriesTable table(int series) {
    SeriesLimits limits = SeriesLimits.DEFAULTS.withSeries(series + 1_000);
    return new SeriesTable(limits, MetricNames.DEFAULTS.matter(), InstantSource.system(), 0x5eed);
  }

  /** One reading of all pods, as bodies. */
  private interface Bodies {
    List<byte[]> of(int round, long epochMillis);
  }

  private static void samples(
      String format, int series, SeriesTable table, Bodies sent, Consumer<byte[]> receiver) {
    ReceivedScrapes scrapes =
        new ReceivedScrapes(table, MetricNames.DEFAULTS, Duration.ofMinutes(10));
    ServiceProfile profile =
        new ServiceProfile(
            "service-7",
            new Slo(1_000, 0.01),
            "us-east-1",
            List.of(),
            0,
            0,
            null,
            null,
            null,
            "",
            new ServiceProfile.Costs(0, Duration.ofMinutes(42), 0, 0, 0));
    LiveTelemetry live =
        new LiveTelemetry(
            "service-7",
            "",
            MetricNames.DEFAULTS,
            new LiveSettings(STEP, Duration.ofHours(1), Duration.ofMinutes(1), 1, 0));
    Watch watch = new Watch(profile);
    Instant first = Instant.now().minus(STEP.multipliedBy(ROUNDS));
    double writing = 0;
    double detecting = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Instant at = first.plus(STEP.multipliedBy(round));
      List<byte[]> bodies = sent.of(round, at.toEpochMilli());
      long before = processorNanos();
      bodies.forEach(receiver);
      long between = processorNanos();
      live.accept(scrapes.read(at));
      watch.read(new Telemetry(live.series(), List.of(), List.of()));
      long after = processorNanos();
      // The first rounds make the series and are compiled meanwhile.
      if (round >= ROUNDS / 2) {
        writing += (between - before) / 1e9;
        detecting += (after - between) / 1e9;
      }
    }
    double points = (double) series * (ROUNDS - ROUNDS / 2);
    // Of OTLP each process also has the time of its start.
    if (table.counts().kept() < (long) series * ROUNDS) {
      throw new IllegalStateException("expected every sample to be kept: " + table.counts());
    }
    print(format + ", body to table, samples a second and core", points / writing);
    print(
        format + ", through detection of every service, samples a second and core",
        points / (writing + detecting));
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void memory(int series) {
    Stream stream = new Stream(series);
    SeriesTable table = table(series);
    RemoteWrite receiver = new RemoteWrite(table, 64 << 20);
    long before = heap();
    Instant first = Instant.now().minus(STEP.multipliedBy(ROUNDS));
    for (int round = 0; round < ROUNDS; round++) {
      stream
          .bodies(round, first.plus(STEP.multipliedBy(round)).toEpochMilli())
          .forEach(body -> receiver.accept(body, RemoteWrite.Version.V1));
    }
    long after = heap();
    print("series", table.counts().series());
    print(
        "bytes a series, labels and 8 points", (after - before) / (double) table.counts().series());
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void alerts(int many, double perSecond) throws IOException, InterruptedException {
    Path state = Files.createTempDirectory(Path.of("."), "ingest-alerts");
    Instant now = Instant.now();
    try (Journal journal = Journal.open(state, InstantSource.system());
        AlertDesk desk =
            new AlertDesk(
                journal.inbox(), "observer", journal.epoch(), InstantSource.system(), _ -> {});
        BareSyncs bare = new BareSyncs(state);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      double[] millis = new double[many];
      CountDownLatch done = new CountDownLatch(many);
      Semaphore senders = new Semaphore(200);
      long begun = System.nanoTime();
      for (int i = 0; i < many; i++) {
        int number = i;
        senders.acquire();
        await(begun + (long) (1e9 * i / perSecond));
        var _ =
            threads.submit(() -> {
              long sent = System.nanoTime();
              desk.accept(
                  "bench", AlertFormat.WEBHOOK, AlertFormat.WEBHOOK.read(alert(number), now));
              millis[number] = (System.nanoTime() - sent) / 1e6;
              senders.release();
              done.countDown();
              return number;
            });
      }
      done.await();
      double seconds = (System.nanoTime() - begun) / 1e9;
      double[] later = Arrays.copyOfRange(millis, many / 5, many);
      Arrays.sort(later);
      Arrays.sort(millis);
      int kept = journal.inbox().all().size();
      print("alerts, one a message, at most 200 on their way", many);
      print("lost", many - kept);
      print("alerts a second, each synced before it is acknowledged", many / seconds);
      print("p50 of the acknowledgement in ms", millis[many / 2]);
      print("p99 of the acknowledgement in ms", millis[(int) (0.99 * many)]);
      print(
          "p99 after the first fifth, in which code is compiled, in ms",
          later[(int) (0.99 * later.length)]);
      double[] syncs = bare.millis();
      Arrays.sort(syncs);
      double bareP99 = syncs[(int) (0.99 * syncs.length)];
      print("bare syncs of 4 KiB meanwhile by a thread of its own", syncs.length);
      print("p50 of these in ms", syncs[syncs.length / 2]);
      print("p99 of these in ms", bareP99);
      print(
          "p99 of the acknowledgement, in bare syncs",
          later[(int) (0.99 * later.length)] / bareP99);
    }
  }

  private static void await(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  private static String alert(int number) {
    return """
    {"version": "4", "status": "firing", "alerts": [{"status": "firing", "fingerprint": "f%d",
     "labels": {"alertname": "HighLatency", "service": "checkout-api", "instance": "pod-%d", "severity":
     "page"}, "annotations": {"summary": "p99 above 1 s for 5 minutes"},
     "startsAt": "2026-01-05T10:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
     "generatorURL": "http://prometheus.example/graph"}]}
    """
        .formatted(number, number);
  }

  static void print(String what, double value) {
    System.out.printf(Locale.ROOT, "%-70s %,14.1f%n", what, value);
  }
}

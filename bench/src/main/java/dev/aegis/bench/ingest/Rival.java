package dev.aegis.bench.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The same bodies over HTTP to Aegis and to Debian's Prometheus, processes of their own, in turns;
 * what each takes of the processors, from {@code /proc}. Prometheus also writes the samples to its
 * log on disk and keeps all of them; Aegis also looks for incidents and keeps the newest.
 */
final class Rival {
  private static final int ROUNDS = 40;
  private static final double TICKS_A_SECOND = 100;

  private Rival() {}

  static void run(int series) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(Path.of("."), "ingest-rival");
    Files.writeString(work.resolve("prometheus.yml"), "global: {}\n");
    Files.writeString(
        work.resolve("aegis.yaml"),
        "services: [service.yaml]\nlimits: {series: " + (series + 1_000) + "}\n");
    Files.writeString(
        work.resolve("service.yaml"),
        "slo: {latency_p99: 1000ms, errors: 1%}\nservice: {name: service-7, region: us-east-1}\n");
    int port = freePort();
    int other = freePort();
    Process aegis =
        start(
            work,
            "aegis.log",
            Map.of("AEGIS_HOME", work.resolve("home").toAbsolutePath().toString()),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            absolute(System.getProperty("java.class.path", "")),
            "dev.aegis.app.Main",
            "serve",
            "--port",
            "" + port);
    Process prometheus =
        start(
            work,
            "prometheus.log",
            Map.of(),
            "prometheus",
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--web.enable-remote-write-receiver",
            "--web.listen-address=127.0.0.1:" + other);
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI toAegis = URI.create("http://127.0.0.1:" + port);
      URI toPrometheus = URI.create("http://127.0.0.1:" + other);
      awaitReady(client, toAegis.resolve("/readyz"));
      awaitReady(client, toPrometheus.resolve("/-/ready"));
      measure(
          client, new Stream(series), List.of(aegis, prometheus), List.of(toAegis, toPrometheus));
    } finally {
      for (Process each : List.of(aegis, prometheus)) {
        each.destroy();
        if (!each.waitFor(15, TimeUnit.SECONDS)) {
          each.destroyForcibly();
        }
      }
    }
  }

  private static void measure(
      HttpClient client, Stream stream, List<Process> processes, List<URI> addresses)
      throws IOException, InterruptedException {
    double[] seconds = new double[2];
    Instant first = Instant.now().minus(Duration.ofSeconds(15L * ROUNDS));
    for (int round = 0; round < ROUNDS; round++) {
      List<byte[]> bodies = stream.bodies(round, first.plusSeconds(15L * round).toEpochMilli());
      for (int i = 0; i < 2; i++) {
        double before = processorSeconds(processes.get(i));
        for (byte[] body : bodies) {
          send(client, addresses.get(i).resolve("/api/v1/write"), body);
        }
        // The first rounds make the series.
        seconds[i] += round >= ROUNDS / 2 ? processorSeconds(processes.get(i)) - before : 0;
      }
    }
    double points = (double) stream.series() * (ROUNDS - ROUNDS / 2);
    IngestScore.print("aegis serve over HTTP, samples a processor second", points / seconds[0]);
    IngestScore.print("Prometheus 2.42 over HTTP, samples a processor second", points / seconds[1]);
    IngestScore.print("ratio, Aegis to Prometheus", seconds[1] / seconds[0]);
  }

  private static void send(HttpClient client, URI address, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          address + " answered " + response.statusCode() + ": " + response.body());
    }
  }

  private static void awaitReady(HttpClient client, URI address) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    for (int i = 0; i < 300; i++) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("expected an answer at " + address + ", found none");
  }

  /** In user and kernel mode, all threads. */
  private static double processorSeconds(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  private static Process start(
      Path work, String log, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve(log).toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String absolute(String classPath) {
    List<String> parts = new ArrayList<>();
    for (String part : classPath.split(java.io.File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(java.io.File.pathSeparator, parts);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}

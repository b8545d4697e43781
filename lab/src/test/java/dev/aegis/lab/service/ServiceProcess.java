package dev.aegis.lab.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A service in a process of its own, ended with the test. */
final class ServiceProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final int port;
  private final Path log;

  private ServiceProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  static ServiceProcess start(Path folder, String service, int slots, int queue, String... more)
      throws IOException {
    Path log = folder.resolve(service + "-" + System.nanoTime() + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceMain.class.getName(),
                "--service",
                service,
                "--region",
                "us-east-1",
                "--pod",
                service + "-us-east-1-0",
                "--version",
                "v2.3.0",
                "--slots",
                Integer.toString(slots),
                "--queue",
                Integer.toString(queue),
                "--log",
                log.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String ready =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      process.destroyForcibly();
      throw new IOException("expected ready PORT, found " + ready);
    }
    return new ServiceProcess(process, Integer.parseInt(ready.substring(6)), log);
  }

  Process process() {
    return process;
  }

  Path log() {
    return log;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  HttpResponse<String> get(String path) throws Exception {
    return later(path).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  CompletableFuture<HttpResponse<String>> later(String path) {
    return HTTP.sendAsync(
        HttpRequest.newBuilder(URI.create(url() + path)).build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** So many requests at once. */
  List<CompletableFuture<HttpResponse<String>>> burst(String path, int count) {
    return IntStream.range(0, count).mapToObj(_ -> later(path)).toList();
  }

  HttpResponse<String> told(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(method, BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  void effect(String keys) throws Exception {
    String line = "id=e started=" + System.currentTimeMillis() + " " + keys;
    HttpResponse<String> answer = told("PUT", "/control/effects", line);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
  }

  /** The sum of a metric's samples whose labels contain this. */
  double metric(String name, String label) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  double metric(String name) throws Exception {
    return metric(name, "");
  }

  /** Waits for something, for a generous while. */
  static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("expected within " + PATIENCE + ": " + what);
      }
      Thread.sleep(20);
    }
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}

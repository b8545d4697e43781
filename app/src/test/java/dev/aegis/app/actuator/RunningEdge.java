package dev.aegis.app.actuator;

import com.sun.net.httpserver.HttpServer;
import dev.aegis.app.testkit.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A real HAProxy on loopback before little HTTP servers that answer with the region's name. */
final class RunningEdge implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int SLOTS = 4;

  /** How long a pod takes to answer. */
  static final Duration ANSWER = Duration.ofMillis(20);

  private final String region;
  private final Process process;
  private final List<HttpServer> pods = new ArrayList<>();
  private final Map<Integer, AtomicLong> answered = new TreeMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  final HaproxyConfig config;
  final HaproxySocket socket;
  final HaproxySlots slots;

  private RunningEdge(HaproxyConfig config, Process process) {
    this.region = config.region();
    this.config = config;
    this.process = process;
    this.socket = new HaproxySocket(config.socket(), LIMIT);
    this.slots = new HaproxySlots(socket);
  }

  /** Starts one without a pod. */
  static RunningEdge start(String region, String other, Path directory) throws Exception {
    Needs.program("haproxy");
    // Between finding a free port and listening on it somebody else may take it.
    for (int attempt = 0; attempt < 5; attempt++) {
      Path own = Files.createDirectories(directory.resolve(region + attempt));
      HaproxyConfig config =
          new HaproxyConfig(region, List.of(other), SLOTS, freePort(), freePort(), own);
      Files.writeString(config.map(), config.mapText());
      Path file = Files.writeString(own.resolve("haproxy.cfg"), config.text());
      Process process =
          new ProcessBuilder("haproxy", "-db", "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(own.resolve("haproxy.log").toFile())
              .start();
      RunningEdge edge = new RunningEdge(config, process);
      if (edge.listens()) {
        return edge;
      }
      edge.close();
      System.out.println(Files.readString(own.resolve("haproxy.log")));
    }
    throw new IllegalStateException("expected HAProxy to start, found that it ends each time");
  }

  private boolean listens() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      try {
        socket.ask("show", "info");
        return true;
      } catch (HaproxyException e) {
        Thread.sleep(20);
      }
    }
    return false;
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Starts a pod that gets no request yet, and says its port. */
  int pod() throws IOException {
    HttpServer pod =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    AtomicLong count = new AtomicLong();
    pod.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    pod.createContext(
        "/",
        exchange -> {
          pause();
          count.incrementAndGet();
          byte[] body = region.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    pod.start();
    pods.add(pod);
    answered.put(pod.getAddress().getPort(), count);
    return pod.getAddress().getPort();
  }

  private static void pause() {
    try {
      Thread.sleep(ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts this many pods and lets them get requests. */
  List<Integer> serve(int count) throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ports.add(pod());
    }
    slots.serve(ports);
    return ports;
  }

  long answeredBy(int port) {
    return answered.getOrDefault(port, new AtomicLong()).get();
  }

  /** Sends so many requests, a few at a time, and counts who answered, or the status if not 200. */
  Map<String, Integer> send(int requests) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + config.port() + "/checkout"))
            .timeout(Duration.ofSeconds(30))
            .build();
    Map<String, Integer> counts = new TreeMap<>();
    List<Callable<String>> calls = Collections.nCopies(requests, () -> answer(request));
    try (var senders = Executors.newFixedThreadPool(8)) {
      for (Future<String> answer : senders.invokeAll(calls)) {
        counts.merge(answer.get(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200 ? answer.body() : String.valueOf(answer.statusCode());
  }

  HaproxyRegion region() {
    return new HaproxyRegion(region, socket, config.map());
  }

  HaproxyRoutes routes() {
    return new HaproxyRouteMap(socket, config.map()).read();
  }

  /** Ends HAProxy as the kernel does when memory is out. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    pods.forEach(pod -> pod.stop(0));
    client.shutdownNow();
  }
}

package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plant as whoever speaks with its control API sees it. */
final class RunningPlant {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{(.*)} (\\S+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  RunningPlant(int port) {
    this.port = port;
  }

  /** Waits until something holds. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waiting until " + what).isNegative();
      Pause.millis(50);
    }
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    return send(port, method, path, body, headers);
  }

  private HttpResponse<String> send(
      int to, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    return JSON.readTree(send("GET", path, "").body());
  }

  JsonNode deployment(String service, String region) {
    for (JsonNode each : get("/v1/state").get("deployments")) {
      if (each.get("service").asString().equals(service)
          && each.get("region").asString().equals(region)) {
        return each;
      }
    }
    throw new AssertionError("no " + service + " in " + region);
  }

  JsonNode edge(String region) {
    for (JsonNode each : get("/v1/state").get("edges")) {
      if (each.get("region").asString().equals(region)) {
        return each;
      }
    }
    throw new AssertionError("no edge in " + region);
  }

  boolean ready() {
    return get("/v1/health").get("ready").asBoolean();
  }

  void awaitSettled(String service, String region) {
    await(
        service + " in " + region + " is settled",
        () -> deployment(service, region).get("settled").asBoolean());
  }

  /** The sum of a metric of the processes of one job in a region, over labels that contain this. */
  double sum(String job, String region, String metric, String label) {
    return sum(job, region, metric, each -> each.contains(label));
  }

  private double sum(String job, String region, String metric, Predicate<String> counts) {
    double sum = 0;
    for (JsonNode group : get("/v1/targets")) {
      JsonNode labels = group.get("labels");
      if (labels.get("job").asString().equals(job)
          && labels.get("region").asString().equals(region)) {
        String address = group.get("targets").get(0).asString();
        int to = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        for (Map.Entry<String, Double> each : samples(to, metric).entrySet()) {
          sum += counts.test(each.getKey()) ? each.getValue() : 0;
        }
      }
    }
    return sum;
  }

  private Map<String, Double> samples(int to, String metric) {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : send(to, "GET", "/metrics", "").body().lines().toList()) {
      Matcher matcher = SAMPLE.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(metric)) {
        samples.put(matcher.group(2), Double.parseDouble(matcher.group(3)));
      }
    }
    return samples;
  }

  /** What the clients of a region were answered otherwise than with 200. */
  double failed(String region) {
    // One scrape: between two of them a request may be answered, and fewer than none have failed.
    return sum(
        "clients", region, "client_requests_total", label -> !label.contains("status=\"200\""));
  }

  /** The processes recorded in a plant's directory, and the server of its database. */
  static List<Long> pids(Path directory) {
    List<Long> pids = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("run"));
        Stream<Path> servers = Files.list(directory.resolve("database"))) {
      for (Path file : files.toList()) {
        pids.add(Long.parseLong(Files.readString(file).strip()));
      }
      for (Path server : servers.map(s -> s.resolve("postmaster.pid")).toList()) {
        if (Files.exists(server)) {
          pids.add(Long.parseLong(Files.readAllLines(server).getFirst().strip()));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return pids;
  }

  static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}

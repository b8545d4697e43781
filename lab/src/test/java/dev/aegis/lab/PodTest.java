package dev.aegis.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against a pod in a process of its own. */
class PodTest {
  private static final int SLOTS = 4;
  private static final int REQUESTS = 20;
  private static final double WORK_SECONDS = 0.02;

  @Test
  void servesEveryRequestAndAccountsForTheSlotTimeItTook() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Pod.class.getName(),
                Integer.toString(SLOTS),
                "20")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (HttpClient client = HttpClient.newHttpClient();
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String base = "http://127.0.0.1:" + out.readLine();
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(0, REQUESTS).mapToObj(_ -> get(client, base + "/checkout")).toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
      String metrics = get(client, base + "/metrics").get().body();
      assertThat(metrics).contains("http_requests_total{status=\"200\"} " + REQUESTS + "\n");
      assertThat(value(metrics, "slots_busy_seconds_total"))
          .isGreaterThanOrEqualTo(REQUESTS * WORK_SECONDS);
      assertThat(value(metrics, "requests_in_pod")).isZero();
    } finally {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }

  private static CompletableFuture<HttpResponse<String>> get(HttpClient client, String uri) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(uri)).build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static double value(String metrics, String name) {
    return metrics
        .lines()
        .filter(l -> l.startsWith(name + " "))
        .mapToDouble(l -> Double.parseDouble(l.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}

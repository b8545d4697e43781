package dev.aegis.lab.plant;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Short requests to the control ports of the plant's own processes. */
final class Loopback implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /** The answer to a request that must succeed. */
  String ask(String method, int port, String path, String body) throws IOException {
    HttpResponse<String> answer = send(method, port, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Whether a process answers 200 to {@code GET /ready}. */
  boolean ready(int port) {
    try {
      return send("GET", port, "/ready", "").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> send(String method, int port, String path, String body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + path, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}

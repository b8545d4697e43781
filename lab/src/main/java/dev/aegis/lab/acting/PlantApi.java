package dev.aegis.lab.acting;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The plant's control API over HTTP. Safe for use by several threads. */
public final class PlantApi implements AutoCloseable {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private final JsonMapper json = JsonMapper.builder().build();
  private final URI base;
  private final HttpClient http;

  /**
   * @param base such as {@code http://127.0.0.1:7100}
   */
  public PlantApi(URI base) {
    this.base = base;
    this.http = HttpClient.newBuilder().connectTimeout(TIME_LIMIT).build();
  }

  /** Where it listens. */
  public URI base() {
    return base;
  }

  /** What was answered. */
  record Answer(int status, JsonNode body) {
    /** The plant's own words on why it did not do it. */
    String error() {
      return body.path("error").asString("status " + status);
    }
  }

  /** Desired and actual state. */
  public JsonNode state() {
    return get("/v1/state");
  }

  /** Whether every pod is ready and traffic flows. */
  public boolean healthy() {
    try {
      return get("/v1/health").path("ready").asBoolean(false);
    } catch (PlantUnreachableException _) {
      return false;
    }
  }

  /** Why the lab ended by itself; empty while it has not, or cannot be asked. */
  public Optional<String> failure() {
    try {
      String why = get("/v1/health").path("failure").asString("");
      return why.isEmpty() ? Optional.empty() : Optional.of(why);
    } catch (PlantUnreachableException _) {
      return Optional.empty();
    }
  }

  /**
   * Starts a fault.
   *
   * @param yaml text of a fault file
   * @throws IllegalArgumentException in the plant's words when it does not take it
   */
  public void inject(String yaml) {
    Answer answer = send("POST", "/v1/faults", yaml, Map.of());
    if (answer.status() >= 300) {
      throw new IllegalArgumentException(answer.error());
    }
  }

  /** Ids of the faults that run. */
  public JsonNode faults() {
    return get("/v1/faults");
  }

  private JsonNode get(String path) {
    Answer answer = send("GET", path, null, Map.of());
    if (answer.status() != 200) {
      throw new PlantUnreachableException(
          "expected status 200 of " + base.resolve(path) + ", found " + answer.error(), null);
    }
    return answer.body();
  }

  Answer send(String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIME_LIMIT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      String text = response.body();
      return new Answer(response.statusCode(), json.readTree(text.isBlank() ? "{}" : text));
    } catch (IOException | JacksonException e) {
      throw new PlantUnreachableException(
          "no answer from the plant at " + base + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlantUnreachableException("interrupted while asking the plant", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /** The plant did not answer, so nobody knows whether it has heard. */
  public static final class PlantUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlantUnreachableException(String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
    }
  }
}

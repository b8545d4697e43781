package dev.aegis.app.bandbus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests to Band's Agent API under one of our identities. Safe for use by several threads. */
final class BandRest implements AutoCloseable {
  /** The largest answer: a hundred messages of the longest texts. */
  private static final int MOST_BYTES = 8 << 20;

  private static final int LONGEST_REASON = 200;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int LONGEST_WAIT_SECONDS = 3_600;

  private final URI base;
  private final BoundedHttp http;

  BandRest(URI base, Duration timeout) {
    this.base = URI.create(base.toString().replaceAll("/+$", "") + "/api/v1/agent/");
    this.http = new BoundedHttp(timeout, "", null);
  }

  JsonNode get(Identity as, String path) {
    return ask(as, path, builder -> builder.GET());
  }

  JsonNode post(Identity as, String path, JsonNode body) {
    return ask(
        as,
        path,
        builder ->
            builder
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** A request without a body. */
  JsonNode post(Identity as, String path) {
    return ask(as, path, builder -> builder.POST(HttpRequest.BodyPublishers.noBody()));
  }

  private interface Form {
    HttpRequest.Builder of(HttpRequest.Builder builder);
  }

  /** The body of an answer of success; a missing node for one without a body. */
  private JsonNode ask(Identity as, String path, Form form) {
    URI uri = base.resolve(path);
    HttpRequest.Builder request =
        form.of(
            HttpRequest.newBuilder(uri)
                .header("X-API-Key", as.key())
                .header("Accept", "application/json"));
    try {
      HttpResponse<byte[]> answer = http.send(request, uri, MOST_BYTES);
      String body = new String(answer.body(), UTF_8);
      JsonNode json = WireJson.parse(body).orElseGet(WireJson::object);
      if (answer.statusCode() / 100 != 2) {
        throw refused(answer, json);
      }
      return json;
    } catch (FetchException e) {
      boolean nobody = e.getCause() instanceof ConnectException;
      throw new BandFailure(String.valueOf(e.getMessage()), 0, nobody, Duration.ZERO, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BandFailure("interrupted", 0, false, Duration.ZERO, e);
    }
  }

  /** What a server said no to, it has not done; one that failed may have. */
  private BandFailure refused(HttpResponse<byte[]> answer, JsonNode json) {
    int status = answer.statusCode();
    JsonNode error = json.path("error");
    String code = error.isString() ? error.stringValue() : error.path("code").asString("");
    String reason = error.path("message").asString(json.path("message").asString(""));
    String said = CleanText.line(code + " " + reason, LONGEST_REASON);
    return new BandFailure(
        base.getAuthority() + " answers " + status + (said.isEmpty() ? "" : ": " + said),
        status,
        status / 100 == 4 && status != REQUEST_TIMEOUT,
        wait(answer.headers().firstValue("Retry-After").orElse(null)));
  }

  private static Duration wait(@Nullable String seconds) {
    return seconds != null && seconds.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), LONGEST_WAIT_SECONDS))
        : Duration.ZERO;
  }

  @Override
  public void close() {
    http.close();
  }
}

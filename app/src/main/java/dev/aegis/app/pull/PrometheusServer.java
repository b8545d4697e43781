package dev.aegis.app.pull;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.series.SeriesTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches samples by <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">the HTTP
 * API of Prometheus</a>, which Mimir, Thanos and VictoriaMetrics speak too. A range selector at one
 * instant answers the samples as they were scraped, with their own times; names are asked for some
 * at a time and a long window in pieces, so that no answer is large. Redirections are not followed.
 * One caller at a time.
 */
public final class PrometheusServer implements AutoCloseable {
  /** Names of metrics in one query. */
  static final int NAMES = 8;

  /** The longest window of one query. */
  static final Duration PIECE = Duration.ofMinutes(5);

  private static final int BYTES = 64 << 20;
  private static final int SHOWN = 200;
  private static final int OK = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(10)
                          .maxStringLength(1 << 16)
                          .maxNameLength(4_096)
                          .maxTokenCount(20_000_000)
                          .build())
                  .build())
          .build();

  private final URI query;
  private final String authorization;
  private final String match;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * Connects to nobody yet.
   *
   * @param base such as {@code https://prometheus.example:9090}; a path before {@code /api} is kept
   * @param authorization the value of that header; empty for none
   * @param match further matchers such as {@code cluster="a"}; may be empty
   * @param timeout for each answer
   */
  public PrometheusServer(URI base, String authorization, String match, Duration timeout) {
    this.query = URI.create(base.toString().replaceAll("/+$", "") + "/api/v1/query");
    this.authorization = authorization;
    this.match = match;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Writes the samples of a window into the table, oldest first in each series.
   *
   * @param names of metrics
   * @param after the window begins behind this instant
   * @param upTo and ends with this one
   * @return samples that came
   * @throws PullException when the server did not answer as it should
   * @throws InterruptedException when the thread was interrupted
   */
  public long pull(SeriesTable table, List<String> names, Instant after, Instant upTo)
      throws InterruptedException {
    long samples = 0;
    for (Instant from = after; from.isBefore(upTo); ) {
      Instant to = from.plus(PIECE).isBefore(upTo) ? from.plus(PIECE) : upTo;
      for (int i = 0; i < names.size(); i += NAMES) {
        List<String> some = names.subList(i, Math.min(i + NAMES, names.size()));
        JsonNode result = ask(selector(some, from, to), to);
        samples += write(table, result, from.toEpochMilli());
      }
      from = to;
    }
    return samples;
  }

  private String selector(List<String> names, Instant from, Instant to) {
    String any =
        names.stream()
            .map(n -> n.replaceAll("[^a-zA-Z0-9_:]", "."))
            .collect(Collectors.joining("|"));
    return "{__name__=~\""
        + any
        + "\""
        + (match.isEmpty() ? "" : "," + match)
        + "}["
        + Duration.between(from, to).toMillis()
        + "ms]";
  }

  private JsonNode ask(String selector, Instant at) throws InterruptedException {
    String form = "query=" + URLEncoder.encode(selector, StandardCharsets.UTF_8) + "&time=" + at;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(query)
            .timeout(timeout)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(BYTES + 1);
        return result(response.statusCode(), body);
      }
    } catch (IOException e) {
      throw new PullException(
          query + ": expected an answer, found " + CleanText.line(String.valueOf(e), SHOWN), e);
    }
  }

  private JsonNode result(int status, byte[] body) {
    if (body.length > BYTES) {
      throw new PullException(query + ": expected at most " + BYTES + " bytes, found more", null);
    }
    if (status != OK) {
      String said = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
      throw new PullException(
          query + ": expected status 200, found " + status + ": " + CleanText.line(said, SHOWN),
          null);
    }
    try {
      JsonNode result = MAPPER.readTree(body).path("data").path("result");
      if (!result.isArray()) {
        throw new PullException(query + ": expected a list of results, found none", null);
      }
      return result;
    } catch (JacksonException e) {
      throw new PullException(query + ": expected JSON, found something else", e);
    }
  }

  private static long write(SeriesTable table, JsonNode result, long afterMillis) {
    long samples = 0;
    try (SeriesTable.Writer writer = table.write()) {
      for (JsonNode each : result) {
        writer.labels();
        for (Map.Entry<String, JsonNode> label : each.path("metric").properties()) {
          writer.label(label.getKey(), label.getValue().asString(""));
        }
        int series = writer.series();
        for (Sample sample : samples(each.path("values"))) {
          if (sample.millis() > afterMillis) {
            var _ = writer.point(series, sample.millis(), sample.value());
            samples++;
          }
        }
      }
    }
    return samples;
  }

  private record Sample(long millis, double value) {}

  private static List<Sample> samples(JsonNode values) {
    List<Sample> samples = new ArrayList<>(values.size());
    for (JsonNode pair : values) {
      double seconds = pair.path(0).asDouble(Double.NaN);
      double value = number(pair.path(1).asString(""));
      if (Double.isFinite(seconds) && Math.abs(seconds) < 1e12) {
        samples.add(new Sample(Math.round(1e3 * seconds), value));
      }
    }
    return samples;
  }

  /** As Prometheus writes numbers; NaN for what is none. */
  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          yield Double.NaN;
        }
      }
    };
  }

  /** Where it asks. */
  @Override
  public String toString() {
    return Objects.toString(query);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}

package dev.aegis.app.pull;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.BoundedHttp;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.series.Dropped;
import dev.aegis.app.series.SeriesTable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

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
  public static final Duration PIECE = Duration.ofMinutes(5);

  private static final int BYTES = 64 << 20;
  private static final int SHOWN = 200;
  private static final int OK = 200;

  private final URI query;
  private final String match;
  private final BoundedHttp http;

  /**
   * Connects to nobody yet.
   *
   * @param base such as {@code https://prometheus.example:9090}; a path before {@code /api} is kept
   * @param authorization the value of that header; empty for none
   * @param match further matchers such as {@code cluster="a"}; may be empty
   * @param timeout for each answer as a whole
   * @param trusted whose certificates are believed; {@code null} for those that Java believes
   */
  public PrometheusServer(
      URI base,
      String authorization,
      String match,
      Duration timeout,
      @Nullable SSLContext trusted) {
    this(base, authorization, match, timeout, trusted, false);
  }

  /**
   * The same.
   *
   * @param linkLocal whether it may be asked at a link-local address
   */
  public PrometheusServer(
      URI base,
      String authorization,
      String match,
      Duration timeout,
      @Nullable SSLContext trusted,
      boolean linkLocal) {
    this.query = URI.create(base.toString().replaceAll("/+$", "") + "/api/v1/query");
    this.match = match;
    this.http = new BoundedHttp(timeout, authorization, trusted, linkLocal);
  }

  /** Takes the series of an answer. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One series, or the part of it that this answer has.
     *
     * @param labels with its name as {@code __name__}: untrusted text
     * @param millis when its samples were measured, oldest first, in milliseconds since 1970; may
     *     be overwritten afterwards
     * @param values of them: may be NaN or infinite; may be overwritten afterwards
     * @param count of them; what stands behind is of nobody
     */
    void series(Map<String, String> labels, long[] millis, double[] values, int count);
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
      Pulled pulled = new Pulled(table, from.toEpochMilli());
      long histograms = samples(names, from, to, pulled);
      pulled.refuse(histograms);
      samples += pulled.samples;
      from = to;
    }
    return samples;
  }

  /** Writes what comes into a table. */
  private static final class Pulled implements Sink {
    private final SeriesTable table;
    private final long afterMillis;
    private long samples;

    Pulled(SeriesTable table, long afterMillis) {
      this.table = table;
      this.afterMillis = afterMillis;
    }

    @Override
    public void series(Map<String, String> labels, long[] millis, double[] values, int count) {
      try (SeriesTable.Writer writer = table.write()) {
        writer.labels();
        labels.forEach(writer::label);
        int series = writer.series();
        for (int i = 0; i < count; i++) {
          if (millis[i] > afterMillis) {
            var _ = writer.point(series, millis[i], values[i]);
            samples++;
          }
        }
      }
    }

    void refuse(long histograms) {
      if (histograms > 0) {
        try (SeriesTable.Writer writer = table.write()) {
          writer.drop(Dropped.NATIVE_HISTOGRAM, histograms);
        }
      }
    }
  }

  /**
   * The raw samples of a window that is no longer than {@link #PIECE}.
   *
   * @param after samples of this instant may be among them, too
   * @return native histograms that were left out
   * @throws PullException when the server did not answer as it should; what came before the fault
   *     was handed on
   * @throws InterruptedException when the thread was interrupted
   */
  public long samples(List<String> names, Instant after, Instant upTo, Sink sink)
      throws InterruptedException {
    long histograms = 0;
    for (int i = 0; i < names.size(); i += NAMES) {
      List<String> some = names.subList(i, Math.min(i + NAMES, names.size()));
      long window = Duration.between(after, upTo).toMillis();
      histograms += ask(selector(some) + "[" + window + "ms]", upTo, sink);
    }
    return histograms;
  }

  /**
   * How many series of these names there are now.
   *
   * @throws PullException when the server did not answer as it should
   * @throws InterruptedException when the thread was interrupted
   */
  public long count(List<String> names, Instant at) throws InterruptedException {
    double[] series = {0};
    for (int i = 0; i < names.size(); i += NAMES) {
      List<String> some = names.subList(i, Math.min(i + NAMES, names.size()));
      var _ =
          ask(
              "count(" + selector(some) + ")",
              at,
              (_, _, values, count) -> series[0] += count > 0 ? values[count - 1] : 0);
    }
    return (long) series[0];
  }

  private String selector(List<String> names) {
    String any =
        names.stream()
            .map(n -> n.replaceAll("[^a-zA-Z0-9_:]", "."))
            .collect(Collectors.joining("|"));
    return "{__name__=~\"" + any + "\"" + (match.isEmpty() ? "" : "," + match) + "}";
  }

  private long ask(String promql, Instant at, Sink sink) throws InterruptedException {
    String form = "query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8) + "&time=" + at;
    BoundedHttp.Reply reply;
    try {
      reply = http.post(query, form, "application/json", BYTES);
    } catch (FetchException e) {
      throw new PullException(e.reason(), String.valueOf(e.getMessage()), e);
    }
    if (reply.status() != OK) {
      byte[] body = reply.body();
      String said = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
      throw new PullException(
          FetchException.Reason.BAD_STATUS,
          query
              + ": expected status 200, found "
              + reply.status()
              + ": "
              + CleanText.line(said, SHOWN),
          null);
    }
    try {
      return QueryAnswer.read(reply.body(), sink);
    } catch (PullException e) {
      throw new PullException(e.reason(), query + ": " + e.getMessage(), e);
    }
  }

  /** Where it asks. */
  @Override
  public String toString() {
    return query.toString();
  }

  @Override
  public void close() {
    http.close();
  }
}

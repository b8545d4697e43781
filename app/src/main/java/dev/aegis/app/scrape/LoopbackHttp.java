package dev.aegis.app.scrape;

import dev.aegis.app.scrape.FetchException.Reason;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks processes on this machine, and no others, within a time that covers the whole answer and up
 * to a number of bytes. Redirections are not followed. Thread-safe.
 */
public final class LoopbackHttp implements AutoCloseable {
  private final HttpClient client;
  private final Duration timeout;

  /**
   * Opens no connection yet.
   *
   * @param timeout for one answer as a whole
   */
  public LoopbackHttp(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("expected a time-out above 0, found " + timeout);
    }
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  public Duration timeout() {
    return timeout;
  }

  /**
   * An answer.
   *
   * @param contentType as the answer names it; empty where it does not
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Answer(byte[] body, String contentType) {}

  /** As {@link #fetch}, the body alone. */
  public byte[] get(URI uri, String accept, int most) throws InterruptedException {
    return fetch(uri, accept, most).body();
  }

  /**
   * The answer to a GET.
   *
   * @param most bytes it may have
   * @throws FetchException when there is none with status 200 within the time
   * @throws InterruptedException when the thread was interrupted; the request is given up
   */
  public Answer fetch(URI uri, String accept, int most) throws InterruptedException {
    requireLoopback(uri);
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", accept).GET().build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> new BoundedBody(most));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new FetchException(
            Reason.BAD_STATUS, uri + ": expected status 200, found " + response.statusCode(), null);
      }
      return new Answer(response.body(), response.headers().firstValue("Content-Type").orElse(""));
    } catch (TimeoutException e) {
      throw timedOut(uri, e);
    } catch (ExecutionException e) {
      throw failure(uri, first(e));
    } finally {
      answer.cancel(true);
    }
  }

  private FetchException failure(URI uri, Throwable cause) {
    return switch (cause) {
      case BoundedBody.TooLarge large ->
          new FetchException(
              Reason.TOO_LARGE,
              uri + ": expected at most " + large.most() + " bytes, found more",
              cause);
      case java.net.http.HttpTimeoutException _ -> timedOut(uri, cause);
      case ConnectException _ ->
          new FetchException(
              Reason.UNREACHABLE, uri + ": expected an answer, found nobody listening", cause);
      default ->
          new FetchException(
              Reason.UNREACHABLE,
              uri + ": expected an answer, found " + Said.of(String.valueOf(cause.getMessage())),
              cause);
    };
  }

  /** The client wraps what went wrong in one or more exceptions of its own. */
  private static Throwable first(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedBody.TooLarge || cause instanceof ConnectException) {
        return cause;
      }
    }
    return Objects.requireNonNullElse(failure.getCause(), failure);
  }

  private FetchException timedOut(URI uri, Throwable cause) {
    return new FetchException(
        Reason.TIMED_OUT,
        uri + ": expected an answer within " + timeout.toMillis() + " ms, found none",
        cause);
  }

  /**
   * Refuses every address that is not this machine's own.
   *
   * @throws FetchException when it is another, or no address of HTTP
   */
  public static void requireLoopback(URI uri) {
    String host = Objects.requireNonNullElse(uri.getHost(), "");
    boolean loopback =
        host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    if (!"http".equals(uri.getScheme()) || !loopback) {
      throw new FetchException(
          Reason.NOT_LOOPBACK,
          "expected an address such as http://127.0.0.1:8080, found " + Said.of(uri.toString()),
          null);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}

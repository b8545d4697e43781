package dev.aegis.app.scrape;

import dev.aegis.app.scrape.FetchException.Reason;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks addresses that the owner of the machine named, within a time that covers the whole answer
 * and up to a number of bytes. Redirections are not followed, so that credentials go nowhere else.
 * Thread-safe.
 */
public final class BoundedHttp implements Fetch, AutoCloseable {
  private static final int OK = 200;

  private final HttpClient client;
  private final Duration timeout;
  private final String authorization;
  private final boolean linkLocal;

  /**
   * Opens no connection yet.
   *
   * @param timeout for one answer as a whole
   * @param authorization the value of that header; empty for none
   * @param trusted whose certificates are believed; {@code null} for those that Java believes
   */
  public BoundedHttp(Duration timeout, String authorization, @Nullable SSLContext trusted) {
    this(timeout, authorization, trusted, false);
  }

  /**
   * The same.
   *
   * @param linkLocal whether addresses are asked, too, that {@link Outbound} refuses
   */
  public BoundedHttp(
      Duration timeout, String authorization, @Nullable SSLContext trusted, boolean linkLocal) {
    this.linkLocal = linkLocal;
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("expected a time-out above 0, found " + timeout);
    }
    this.timeout = timeout;
    this.authorization = authorization;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    this.client = (trusted == null ? builder : builder.sslContext(trusted)).build();
  }

  Duration timeout() {
    return timeout;
  }

  @Override
  public Answer fetch(URI uri, String accept, int most) throws InterruptedException {
    Reply reply = ask(HttpRequest.newBuilder(uri).header("Accept", accept).GET(), uri, most);
    if (reply.status() != OK) {
      throw new FetchException(
          Reason.BAD_STATUS, uri + ": expected status 200, found " + reply.status(), null);
    }
    return new Answer(reply.body(), reply.contentType());
  }

  /**
   * An answer with any status.
   *
   * @param contentType as the answer names it; empty where it does not
   * @param retryAfter the header of that name; empty where there is none
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Reply(int status, byte[] body, String contentType, String retryAfter) {}

  /**
   * The answer to a body that is sent.
   *
   * @param headers of the request, with the type of its body
   * @param most bytes of the answer
   * @throws FetchException when there is no whole answer within the time
   * @throws InterruptedException when the thread was interrupted; the request is given up
   */
  public Reply post(URI uri, Map<String, String> headers, byte[] body, int most)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return ask(request, uri, most);
  }

  /**
   * The answer to a form that is sent.
   *
   * @param form as in the body of {@code application/x-www-form-urlencoded}
   * @param most bytes of the answer
   * @throws FetchException when there is no whole answer within the time
   * @throws InterruptedException when the thread was interrupted; the request is given up
   */
  public Reply post(URI uri, String form, String accept, int most) throws InterruptedException {
    return ask(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofString(form)),
        uri,
        most);
  }

  private Reply ask(HttpRequest.Builder request, URI uri, int most) throws InterruptedException {
    HttpResponse<byte[]> response = send(request, uri, most);
    return new Reply(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValue("Retry-After").orElse(""));
  }

  /**
   * The answer to a request of one's own, with any status.
   *
   * @param uri the address of the request
   * @param most bytes of the answer
   * @throws FetchException when there is no whole answer within the time; what was asked for may
   *     have been done all the same, unless nobody was listening
   * @throws InterruptedException when the thread was interrupted; the request is given up
   */
  public HttpResponse<byte[]> send(HttpRequest.Builder request, URI uri, int most)
      throws InterruptedException {
    if (!linkLocal) {
      Outbound.require(uri);
    }
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.timeout(timeout).build(), info -> new BoundedBody(most));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
      case SSLException _ ->
          new FetchException(
              Reason.UNTRUSTED,
              uri
                  + ": expected a certificate that is trusted and of this name, found "
                  + Said.of(String.valueOf(cause.getMessage()))
                  + "; name its authority with ca_file",
              cause);
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
      if (cause instanceof BoundedBody.TooLarge
          || cause instanceof ConnectException
          || cause instanceof SSLException) {
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

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}

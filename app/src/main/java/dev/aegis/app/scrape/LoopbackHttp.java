package dev.aegis.app.scrape;

import dev.aegis.app.scrape.FetchException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** Asks processes on this machine, and no others, as {@link BoundedHttp} does. Thread-safe. */
public final class LoopbackHttp implements Fetch, AutoCloseable {
  private final BoundedHttp http;

  /**
   * Opens no connection yet.
   *
   * @param timeout for one answer as a whole
   */
  public LoopbackHttp(Duration timeout) {
    this.http = new BoundedHttp(timeout, "", null);
  }

  public Duration timeout() {
    return http.timeout();
  }

  /** As {@link #fetch}, the body alone. */
  public byte[] get(URI uri, String accept, int most) throws InterruptedException {
    return fetch(uri, accept, most).body();
  }

  @Override
  public Answer fetch(URI uri, String accept, int most) throws InterruptedException {
    requireLoopback(uri);
    return http.fetch(uri, accept, most);
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
    http.close();
  }
}

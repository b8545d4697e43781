package dev.aegis.app.serve;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A service that says it answered a hundred requests since it was scraped before; over TLS where it
 * has a certificate, and only to those who know the password where it has one.
 */
final class ServedService implements AutoCloseable {
  private final HttpServer server;
  private final Semaphore scrapes = new Semaphore(0);
  private long fast;
  private long slow;
  private volatile boolean broken;

  ServedService() {
    this(null, "");
  }

  /**
   * @param tls the certificate that it shows; {@code null} for none
   * @param authorization the header that it asks for; empty for none
   */
  ServedService(@Nullable SSLContext tls, String authorization) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      if (tls == null) {
        server = HttpServer.create(address, 16);
      } else {
        HttpsServer https = HttpsServer.create(address, 16);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = https;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
    server.createContext(
        "/metrics",
        exchange -> {
          if (!authorization.isEmpty()
              && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
          }
          byte[] body = text().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          scrapes.release();
        });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on half of the requests take five seconds. */
  void breakDown() {
    broken = true;
  }

  void recover() {
    broken = false;
  }

  /** Waits until it is scraped again, for at most five seconds. */
  void awaitScrape() throws InterruptedException {
    scrapes.drainPermits();
    var _ = scrapes.tryAcquire(5, TimeUnit.SECONDS);
  }

  private String text() {
    fast += broken ? 50 : 100;
    slow += broken ? 50 : 0;
    long all = fast + slow;
    return """
    # TYPE http_server_request_duration_seconds histogram
    http_server_request_duration_seconds_bucket{status="200",le="0.1"} %d
    http_server_request_duration_seconds_bucket{status="200",le="5"} %d
    http_server_request_duration_seconds_bucket{status="200",le="+Inf"} %d
    http_server_request_duration_seconds_sum{status="200"} %f
    http_server_request_duration_seconds_count{status="200"} %d
    # TYPE process_start_time_seconds gauge
    process_start_time_seconds 1.7e9
    """
        .formatted(fast, all, all, 0.05 * fast + 4 * slow, all);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

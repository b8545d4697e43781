package dev.aegis.app.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A service that says it answered a hundred requests since it was scraped before. */
final class ServedService implements AutoCloseable {
  private final HttpServer server;
  private long fast;
  private long slow;
  private volatile boolean broken;

  ServedService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = text().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
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

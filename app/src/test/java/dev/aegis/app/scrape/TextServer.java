package dev.aegis.app.scrape;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server of the test's own, on a free port of the loopback. */
public final class TextServer implements AutoCloseable {
  /** What it does with a request. */
  public interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Reply reply;

  public TextServer(Reply reply) {
    this.reply = reply;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            this.reply.to(exchange);
          }
        });
    server.start();
  }

  public static TextServer of(String text) {
    return new TextServer(say(text));
  }

  public static Reply say(String text) {
    return answer(200, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply answer(int status, byte[] body) {
    return exchange -> {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    };
  }

  public void replies(Reply next) {
    reply = next;
  }

  public void says(String text) {
    reply = say(text);
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public URI uri(String path) {
    return URI.create("http://" + address() + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

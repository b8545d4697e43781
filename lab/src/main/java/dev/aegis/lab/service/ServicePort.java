package dev.aegis.lab.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The HTTP port of a process on loopback: requests, metrics and what it is told. */
final class ServicePort {
  private static final int LARGEST_BODY = 1 << 18;
  private static final int BACKLOG = 1_024;

  private final HttpServer server;

  /** What is done with the text of a request to a control route. */
  interface Told {
    Answer tell(String body) throws InterruptedException;
  }

  ServicePort() throws IOException {
    // The answer's head and body are two writes: without this the second waits for an
    // acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/", exchange -> send(exchange, new Answer(404, "expected /ready, /metrics or a route\n")));
  }

  int port() {
    return server.getAddress().getPort();
  }

  void start() {
    server.start();
  }

  void serve(ServicePod pod) {
    on("GET", pod.route(), exchange -> pod.answer(query(exchange)));
    on("GET", "/ready", _ -> pod.ready() ? Answer.ok("ready\n") : new Answer(503, "draining\n"));
    on("GET", "/metrics", _ -> Answer.ok(pod.metrics()));
    on(
        "POST",
        "/control/drain",
        _ ->
            pod.drain()
                ? Answer.ok("drained\n")
                : new Answer(504, "requests are still being served\n"));
  }

  /** Takes the text that is put there. */
  void told(String path, Consumer<String> consumer) {
    on(
        "PUT",
        path,
        exchange -> {
          consumer.accept(body(exchange));
          return Answer.ok("as told\n");
        });
  }

  private interface Handler {
    Answer handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void on(String method, String path, Handler handler) {
    server.createContext(
        path, exchange -> send(exchange, handled(method, path, handler, exchange)));
  }

  private static Answer handled(String method, String path, Handler handler, HttpExchange exchange)
      throws IOException {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return new Answer(404, "expected " + path + "\n");
    }
    if (!exchange.getRequestMethod().equals(method)) {
      return new Answer(405, "expected " + method + " " + path + "\n");
    }
    try {
      return handler.handle(exchange);
    } catch (RefusedException | IllegalArgumentException e) {
      return new Answer(400, e.getMessage() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(503, "stopping\n");
    }
  }

  private static String query(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  private static String body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw new RefusedException("expected at most " + LARGEST_BODY + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}

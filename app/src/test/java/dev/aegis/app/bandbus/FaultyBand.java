package dev.aegis.app.bandbus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Stands before a server, and does to requests what a network and a busy server do. */
public final class FaultyBand implements AutoCloseable {
  /** What becomes of a request. */
  public enum Fault {
    NONE,
    LOST_BEFORE,
    LOST_AFTER,
    FAILED_AFTER,
    TOO_MANY,
    UNAVAILABLE,
    UNPROCESSABLE,
    UNAUTHORIZED
  }

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI behind;
  private final Map<Fault, Integer> done = new ConcurrentHashMap<>();
  private volatile BiFunction<String, String, Fault> faults = (_, _) -> Fault.NONE;
  private volatile UnaryOperator<String> rewriting = body -> body;

  private FaultyBand(URI behind) throws IOException {
    this.behind = behind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Begins. */
  public static FaultyBand before(URI server) throws IOException {
    return new FaultyBand(server);
  }

  /** Where it is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on this decides, from the method and the path of a request. */
  public void faults(BiFunction<String, String, Fault> deciding) {
    faults = deciding;
  }

  /** From now on answers are shown so. */
  public void rewriting(UnaryOperator<String> bodies) {
    rewriting = bodies;
  }

  /** How often it did this. */
  public int times(Fault fault) {
    return done.getOrDefault(fault, 0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Fault fault = faults.apply(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
      done.merge(fault, 1, Integer::sum);
      switch (fault) {
        case NONE -> pass(exchange, forward(exchange));
        case LOST_BEFORE -> throw new IOException("lost before it came");
        case LOST_AFTER -> {
          var _ = forward(exchange);
          throw new IOException("lost after it was done");
        }
        case FAILED_AFTER -> {
          var _ = forward(exchange);
          refuse(exchange, 502);
        }
        case TOO_MANY -> refuse(exchange, 429);
        case UNAVAILABLE -> refuse(exchange, 503);
        case UNPROCESSABLE -> refuse(exchange, 422);
        case UNAUTHORIZED -> refuse(exchange, 401);
      }
    }
  }

  private HttpResponse<String> forward(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("X-API-Key", "Content-Type", "Accept")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private void pass(HttpExchange exchange, HttpResponse<String> answer) throws IOException {
    byte[] body = rewriting.apply(answer.body()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    byte[] body =
        "{\"error\":{\"code\":\"injected\",\"message\":\"a fault\"}}"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}

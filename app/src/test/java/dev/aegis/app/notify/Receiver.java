package dev.aegis.app.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server of this machine that keeps what it is sent, and answers what it is told to answer. */
final class Receiver implements AutoCloseable {
  /** What came. */
  record Request(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** What it answers. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status) {
      return new Reply(status, Map.of(), "");
    }
  }

  private final HttpServer server;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private volatile Reply otherwise = Reply.of(200);

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              new Request(
                  exchange.getRequestURI().toString(),
                  Map.copyOf(exchange.getRequestHeaders()),
                  body));
          Reply next = replies.poll();
          Reply reply = next == null ? otherwise : next;
          reply.headers().forEach(exchange.getResponseHeaders()::set);
          byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers these, one each, before what it always answers. */
  void next(Reply... given) {
    replies.addAll(List.of(given));
  }

  void always(Reply given) {
    otherwise = given;
  }

  /** The next request; waits for it, for a minute at most. */
  Request take() throws InterruptedException {
    Request request = requests.poll(60, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("expected a request within a minute, found none");
    }
    return request;
  }

  /** What has come and was not taken. */
  int left() {
    return requests.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

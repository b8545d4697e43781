package dev.aegis.lab.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The HTTP port of a process on loopback: requests, metrics and what it is told. One virtual thread
 * a connection that is kept, one read and one write a request: the JDK's server hands each request
 * to three threads and writes each answer twice, which costs more than all a pod does besides.
 */
final class ServicePort {
  private static final int BACKLOG = 1_024;
  private static final long PAUSE_NANOS = 10_000_000;

  private final ServerSocket entrance;
  private final Map<String, Route> routes = new ConcurrentHashMap<>();

  /** What answers one method on one path. */
  private record Route(String method, Handler handler) {}

  private interface Handler {
    Answer handle(HttpRequest request) throws InterruptedException;
  }

  ServicePort() throws IOException {
    entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  int port() {
    return entrance.getLocalPort();
  }

  void start() {
    Thread.ofPlatform().daemon().name("port").start(this::accept);
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket socket = entrance.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Too many open files passes; whoever was turned away may try again.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new HttpConnection(socket.getInputStream(), socket.getOutputStream()).serve(this::answer);
    } catch (IOException e) {
      // The client has gone, which concerns nobody here.
    }
  }

  void serve(ServicePod pod) {
    on("GET", pod.route(), request -> pod.answer(request.query()));
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
        request -> {
          consumer.accept(request.body());
          return Answer.ok("as told\n");
        });
  }

  private void on(String method, String path, Handler handler) {
    routes.put(path, new Route(method, handler));
  }

  private Answer answer(HttpRequest request) {
    Route route = routes.get(request.path());
    if (route == null) {
      return new Answer(404, "expected /ready, /metrics or a route\n");
    }
    if (!route.method().equals(request.method())) {
      return new Answer(405, "expected " + route.method() + " " + request.path() + "\n");
    }
    try {
      return route.handler().handle(request);
    } catch (RefusedException | IllegalArgumentException e) {
      return new Answer(400, e.getMessage() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(503, "stopping\n");
    }
  }
}

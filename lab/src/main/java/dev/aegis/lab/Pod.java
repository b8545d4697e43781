package dev.aegis.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One pod of the lab: an HTTP server on loopback whose work is a timed wait on one of a limited
 * number of slots, so that a second pod really adds capacity on one machine. Serves {@code
 * /checkout} and {@code /metrics} (Prometheus text format).
 */
public final class Pod implements AutoCloseable {
  private static final int MAX_WAITING = 1_000;

  private final HttpServer server;
  private final Semaphore slots;
  private final int slotCount;
  private final Duration work;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();

  private Pod(HttpServer server, int slots, Duration work) {
    this.server = server;
    this.slots = new Semaphore(slots, true);
    this.slotCount = slots;
    this.work = work;
  }

  /**
   * Starts a pod on a free port of the loopback interface.
   *
   * @param slots requests it works on at once
   * @param work how long a request holds a slot
   */
  public static Pod start(int slots, Duration work) throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(loopback, MAX_WAITING);
    Pod pod = new Pod(server, slots, work);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/checkout", pod::checkout);
    server.createContext("/metrics", pod::metrics);
    server.start();
    return pod;
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void checkout(HttpExchange exchange) throws IOException {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      refused.incrementAndGet();
      answer(exchange, 503, "queue full\n");
      return;
    }
    try {
      slots.acquire();
      long begun = System.nanoTime();
      try {
        Thread.sleep(work);
      } finally {
        slots.release();
        busyNanos.addAndGet(System.nanoTime() - begun);
      }
      served.incrementAndGet();
      answer(exchange, 200, "ok\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer(exchange, 503, "stopping\n");
    } finally {
      waiting.decrementAndGet();
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String text =
        String.format(
            Locale.ROOT,
            """
            # TYPE http_requests_total counter
            http_requests_total{status="200"} %d
            http_requests_total{status="503"} %d
            # TYPE slots_busy_seconds_total counter
            slots_busy_seconds_total %.6f
            # TYPE slots gauge
            slots %d
            # TYPE requests_in_pod gauge
            requests_in_pod %d
            """,
            served.get(),
            refused.get(),
            busyNanos.get() / 1e9,
            slotCount,
            waiting.get());
    answer(exchange, 200, text);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Runs a pod until its standard input ends; prints its port first. */
  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("expected: Pod SLOTS WORK_MILLIS");
      System.exit(2);
    }
    try (Pod pod = start(Integer.parseInt(args[0]), Duration.ofMillis(Long.parseLong(args[1])))) {
      System.out.println(pod.port());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

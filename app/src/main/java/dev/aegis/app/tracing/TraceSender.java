package dev.aegis.app.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.scrape.Outbound;
import dev.aegis.app.tracing.IncidentTrace.Work;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends traces of incidents by OTLP over HTTP, in JSON, which collectors take beside Protocol
 * Buffers. A thread of its own sends: whoever hands over a log never waits, and what cannot be sent
 * is said once, counted, and left. Thread-safe.
 */
public final class TraceSender implements AutoCloseable {
  /** Incidents that wait to be sent. */
  static final int WAITING = 100;

  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
  private static final String PATH = "/v1/traces";
  private static final int OK = 200;
  private static final int ERROR = 2;
  private static final int INTERNAL = 1;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final URI address;
  private final String version;
  private final Consumer<String> notices;
  private final BlockingQueue<List<RoomMessage>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Thread thread = Thread.ofVirtual().name("traces").unstarted(this::run);
  private boolean silent;

  /**
   * Begins to wait for incidents.
   *
   * @param endpoint of a collector, without the path of traces
   * @param version of Aegis
   * @param notices takes one sentence when sending fails, and when it goes again
   */
  public TraceSender(URI endpoint, String version, Consumer<String> notices) {
    this.address = at(endpoint);
    this.version = version;
    this.notices = notices;
    thread.start();
  }

  private static URI at(URI endpoint) {
    String text = endpoint.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + PATH);
  }

  /** Takes the log of an incident that is over. */
  public void ended(List<RoomMessage> log) {
    if (!waiting.offer(List.copyOf(log))) {
      failed.incrementAndGet();
    }
  }

  /** Incidents whose trace was taken. */
  public long sent() {
    return sent.get();
  }

  /** Incidents whose trace was not. */
  public long failed() {
    return failed.get();
  }

  private void run() {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIME_LIMIT).build()) {
      while (!Thread.currentThread().isInterrupted()) {
        send(waiting.take(), client);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<RoomMessage> log, HttpClient client) throws InterruptedException {
    List<Work> spans = IncidentTrace.of(log);
    if (spans.isEmpty()) {
      return;
    }
    Optional<String> refused = Outbound.whyNot(address);
    if (refused.isPresent()) {
      told(refused.get());
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIME_LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json(spans, version)))
            .build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      told(status == OK ? "" : "it answered " + status);
    } catch (IOException e) {
      told(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  /** Says the first failure, and the first success after it. */
  private void told(String why) {
    if (why.isEmpty()) {
      sent.incrementAndGet();
      if (silent) {
        notices.accept("traces are sent to " + address + " again");
      }
    } else {
      failed.incrementAndGet();
      if (!silent) {
        notices.accept("the trace of an incident was not taken by " + address + ": " + why);
      }
    }
    silent = !why.isEmpty();
  }

  /** An {@code ExportTraceServiceRequest} in JSON. */
  static byte[] json(List<Work> spans, String version) {
    ObjectNode request = NODES.objectNode();
    ObjectNode resource = request.putArray("resourceSpans").addObject();
    ArrayNode who = resource.putObject("resource").putArray("attributes");
    attribute(who, "service.name", "aegis");
    attribute(who, "service.version", version);
    ObjectNode scope = resource.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "dev.aegis");
    ArrayNode all = scope.putArray("spans");
    spans.forEach(span -> add(all, span));
    return request.toString().getBytes(UTF_8);
  }

  private static void add(ArrayNode all, Work span) {
    ObjectNode node = all.addObject();
    node.put("traceId", span.trace()).put("spanId", span.id());
    if (!span.parent().isEmpty()) {
      node.put("parentSpanId", span.parent());
    }
    node.put("name", span.name())
        .put("kind", INTERNAL)
        .put("startTimeUnixNano", nanos(span.from()))
        .put("endTimeUnixNano", nanos(span.to()));
    ArrayNode attributes = node.putArray("attributes");
    span.attributes().forEach((name, value) -> attribute(attributes, "aegis." + name, value));
    if (span.failed()) {
      node.putObject("status").put("code", ERROR);
    }
  }

  private static void attribute(ArrayNode attributes, String name, String value) {
    if (!value.isEmpty()) {
      attributes.addObject().put("key", name).putObject("value").put("stringValue", value);
    }
  }

  /** Numbers of 64 bits are texts in this encoding. */
  private static String nanos(Instant at) {
    return Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L) + at.getNano() + "";
  }

  /** Ends; what still waits is not sent. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

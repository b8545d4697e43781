package dev.aegis.lab.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One pod: takes requests, works on some of them at once, counts all of them. */
final class ServicePod {
  private static final long DRAIN_LIMIT_NANOS = 10_000_000_000L;

  private final PodIdentity identity;
  private final RequestSlots slots;
  private final Mishaps mishaps;
  private final Work work;
  private final LogFile log;
  private final @Nullable Dependencies dependencies;
  private final ProcessMetrics process = new ProcessMetrics();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counters requests =
      new Counters("http_server_requests_total", "Requests answered.");
  private final Durations durations =
      new Durations(
          "http_server_request_duration_seconds", "How long requests took, waiting included.");
  private volatile boolean ready = true;

  ServicePod(
      PodIdentity identity,
      RequestSlots slots,
      Mishaps mishaps,
      Work work,
      LogFile log,
      @Nullable Dependencies dependencies) {
    this.identity = identity;
    this.slots = slots;
    this.mishaps = mishaps;
    this.work = work;
    this.log = log;
    this.dependencies = dependencies;
  }

  String route() {
    return work.route();
  }

  boolean ready() {
    return ready;
  }

  /** Answers a request on the route of the service and counts it. */
  Answer answer(String query) {
    long begun = System.nanoTime();
    inFlight.incrementAndGet();
    try {
      Answer answer = worked(query);
      String labels =
          MetricText.label("route", work.route())
              + MetricText.label("status", Integer.toString(answer.status()));
      requests.count(labels);
      durations.record(labels, System.nanoTime() - begun);
      return answer;
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private Answer worked(String query) {
    try {
      Visit.sku(query);
      OptionalLong since = slots.enter();
      if (since.isEmpty()) {
        return new Answer(503, "too many requests wait already\n");
      }
      Visit visit = new Visit(work.route(), query, slots, since.getAsLong());
      try {
        Optional<Answer> mishap = mishaps.befall(visit);
        return mishap.isPresent() ? mishap.get() : work.serve(visit);
      } finally {
        visit.leave();
      }
    } catch (RefusedException e) {
      return new Answer(400, e.getMessage() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(503, "stopping\n");
    } catch (RuntimeException e) {
      log.error("failed: " + e);
      return new Answer(500, "an internal error\n");
    }
  }

  void tick() {
    mishaps.tick();
    work.tick();
  }

  /** Says it is not ready, and returns once nobody is being served, or after ten seconds. */
  boolean drain() throws InterruptedException {
    ready = false;
    long end = System.nanoTime() + DRAIN_LIMIT_NANOS;
    while (inFlight.get() > 0 && System.nanoTime() < end) {
      Waits.seconds(0.02);
    }
    return inFlight.get() == 0;
  }

  String metrics() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("service", identity.service());
    labels.put("region", identity.region());
    labels.put("version", identity.version());
    labels.put("pod", identity.pod());
    MetricText text = new MetricText(labels);
    requests.write(text);
    durations.write(text);
    text.single(
        "http_server_requests_in_flight", "gauge", "Requests not yet answered.", inFlight.get());
    text.single("service_ready", "gauge", "1 while it takes requests.", ready ? 1L : 0L);
    text.single("request_slots", "gauge", "Requests worked on at once, at most.", slots.slots());
    text.single(
        "request_slots_busy_seconds_total", "counter", "Slot time used.", slots.busySeconds());
    text.single("request_queue_length", "gauge", "Requests that wait for a slot.", slots.waiting());
    text.single(
        "requests_refused_total",
        "counter",
        "Requests the queue had no room for.",
        slots.refused());
    process.write(text);
    if (dependencies != null) {
      dependencies.write(text);
    }
    text.single(
        "log_writes_failed_total", "counter", "Lines that could not be logged.", log.failures());
    work.write(text);
    return text.toString();
  }
}

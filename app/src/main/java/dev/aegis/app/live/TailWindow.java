package dev.aegis.app.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The requests of the last few scrapes together. */
final class TailWindow {
  private final Duration length;
  private final Deque<Timed> parts = new ArrayDeque<>();

  TailWindow(Duration length) {
    this.length = length;
  }

  private record Timed(Instant at, Histogram requests) {}

  void add(Instant at, Histogram requests) {
    parts.addLast(new Timed(at, requests));
    while (!parts.getFirst().at().isAfter(at.minus(length))) {
      parts.removeFirst();
    }
  }

  /** When something was added last. */
  Instant newest() {
    return parts.getLast().at();
  }

  Histogram requests() {
    Histogram all = new Histogram();
    parts.forEach(part -> all.add(part.requests()));
    return all;
  }
}

package dev.aegis.telemetry;

import java.time.Duration;
import java.time.Instant;

/**
 * A span of time, closed at its start and open at its end.
 *
 * @param from first instant inside
 * @param to first instant after it, not before {@code from}
 */
public record Window(Instant from, Instant to) {
  public Window {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "expected a window that ends after its start, found " + from + " to " + to);
    }
  }

  public Duration length() {
    return Duration.between(from, to);
  }

  public boolean contains(Instant at) {
    return !at.isBefore(from) && at.isBefore(to);
  }
}

package dev.aegis.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A part of a trace: the work of one service on one request.
 *
 * @param trace which request it belongs to
 * @param id its own, within the trace
 * @param parent the span that waits for it or began it; empty for a root
 * @param service who worked; empty when not recorded
 * @param operation what was done; empty when not recorded
 * @param peer whom it called, by the name that the caller knows; empty for what is no call, or when
 *     not recorded
 * @param startMicros since 1970
 * @param durationMicros zero or more
 * @param failed whether it ended with an error
 */
public record Span(
    String trace,
    String id,
    String parent,
    String service,
    String operation,
    String peer,
    long startMicros,
    long durationMicros,
    boolean failed) {
  public Span {
    Objects.requireNonNull(trace);
    Objects.requireNonNull(id);
    Objects.requireNonNull(parent);
    Objects.requireNonNull(service);
    Objects.requireNonNull(operation);
    Objects.requireNonNull(peer);
    if (durationMicros < 0) {
      throw new IllegalArgumentException(
          "expected a duration of zero or more, found " + durationMicros + " us");
    }
  }

  /** When it began. */
  public Instant start() {
    return Instant.EPOCH.plus(startMicros, ChronoUnit.MICROS);
  }
}

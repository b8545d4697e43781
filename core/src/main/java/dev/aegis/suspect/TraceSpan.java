package dev.aegis.suspect;

import java.time.Instant;
import java.util.Objects;

/**
 * The work of one service on one request.
 *
 * @param trace the request
 * @param id of the span within it
 * @param parent the span that asked for it; empty for the first
 * @param service who worked
 * @param name what was done
 * @param at when it began
 * @param millis how long it took, in milliseconds
 * @param failed whether it ended with an error
 * @param words its error and attributes: untrusted text; empty when there are none
 */
public record TraceSpan(
    String trace,
    String id,
    String parent,
    String service,
    String name,
    Instant at,
    double millis,
    boolean failed,
    String words) {
  public TraceSpan {
    Objects.requireNonNull(trace);
    Objects.requireNonNull(id);
    Objects.requireNonNull(parent);
    Objects.requireNonNull(service);
    Objects.requireNonNull(name);
    Objects.requireNonNull(at);
    Objects.requireNonNull(words);
  }
}

package dev.aegis.suspect;

import java.time.Instant;
import java.util.Objects;

/**
 * What was noticed first: the alert.
 *
 * @param service where; empty when the alert does not say
 * @param measure the name of the series that the alert is about; empty when it does not say
 * @param at when it was noticed, which is later than it began
 * @param words its text: untrusted
 */
public record Failure(String service, String measure, Instant at, String words) {
  public Failure {
    Objects.requireNonNull(service);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(at);
    Objects.requireNonNull(words);
  }
}

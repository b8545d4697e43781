package dev.aegis.cause;

import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked about one incident: where, and which spans of time are compared.
 *
 * @param signal the incident
 * @param dependency the shared dependency's name; empty when there is none
 * @param now the newest instant that may be looked at
 */
record Inquiry(Signal signal, String dependency, Instant now) {
  private static final Duration LOOK_BACK = Duration.ofMinutes(30);
  private static final Duration NEWEST = Duration.ofSeconds(60);

  Inquiry {
    Objects.requireNonNull(signal);
    Objects.requireNonNull(dependency);
    Objects.requireNonNull(now);
  }

  Instant onset() {
    return signal.startedAt();
  }

  ChangeCorrelation correlation() {
    return new ChangeCorrelation(
        signal.service(), signal.region(), dependency, signal.environment(), onset());
  }

  /** The likeliest change that could have broken the service by its content. */
  Optional<Change> suspectedRelease() {
    return signal.suspects().stream()
        .map(Signal.Suspect::change)
        .filter(c -> c.kind() != Change.Kind.SCALE)
        .filter(this::couldReach)
        .findFirst();
  }

  /** The likeliest deploy. */
  Optional<Change> suspectedDeploy() {
    return signal.suspects().stream()
        .map(Signal.Suspect::change)
        .filter(c -> c.kind() == Change.Kind.DEPLOY)
        .filter(this::couldReach)
        .findFirst();
  }

  private boolean couldReach(Change change) {
    return correlation().precedes(change) && correlation().reaches(change);
  }

  /** The last instant that is surely normal: the suspected release, else the onset. */
  Instant cut() {
    return suspectedRelease().map(Change::at).orElse(onset());
  }

  /** Where the span called normal begins. */
  Instant normalFrom() {
    return cut().minus(LOOK_BACK);
  }

  /** Where the span called newest begins: the last minute, and never before the onset. */
  Instant newestFrom() {
    Instant lastMinute = now.minus(NEWEST);
    return lastMinute.isBefore(onset()) ? onset() : lastMinute;
  }

  /** The first minute after the cut, which tells a step from a slow rise. */
  Instant firstMinuteTo() {
    return cut().plus(NEWEST);
  }
}

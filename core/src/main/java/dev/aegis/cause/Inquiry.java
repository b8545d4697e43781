package dev.aegis.cause;

import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked about one incident: where, and which spans of time are compared.
 *
 * @param signal the incident
 * @param service which service is looked at: that of the signal, or one that it calls
 * @param dependency the shared dependency's name; empty when there is none
 * @param calls the time of calls to it
 * @param now the newest instant that may be looked at
 */
record Inquiry(Signal signal, String service, String dependency, Metric calls, Instant now) {
  private static final Duration LOOK_BACK = Duration.ofMinutes(30);
  private static final Duration NEWEST = Duration.ofSeconds(60);

  Inquiry {
    Objects.requireNonNull(signal);
    Objects.requireNonNull(service);
    Objects.requireNonNull(dependency);
    Objects.requireNonNull(calls);
    Objects.requireNonNull(now);
  }

  /** Of the service in trouble, with the dependency that its owners declared. */
  Inquiry(Signal signal, String dependency, Instant now) {
    this(signal, signal.service(), dependency, Metric.DEPENDENCY_LATENCY, now);
  }

  /** The same with another service as the dependency that matters. */
  Inquiry dependingOn(String called) {
    return called.equals(dependency)
        ? this
        : new Inquiry(
            signal, service, called, Metric.callLatency(called.toLowerCase(Locale.ROOT)), now);
  }

  /** The same of a service that is called. */
  Inquiry at(String called) {
    return new Inquiry(signal, called, "", Metric.DEPENDENCY_LATENCY, now);
  }

  Instant onset() {
    return signal.startedAt();
  }

  ChangeCorrelation correlation() {
    return new ChangeCorrelation(
        service, signal.region(), dependency, signal.environment(), onset());
  }

  /** The likeliest change that could have broken the service by its content. */
  Optional<Change> suspectedRelease() {
    return signal.suspects().stream()
        .map(Signal.Suspect::change)
        .filter(c -> c.kind() != Change.Kind.SCALE)
        .filter(this::couldReach)
        .min(likeliestFirst());
  }

  /** The likeliest deploy. */
  Optional<Change> suspectedDeploy() {
    return signal.suspects().stream()
        .map(Signal.Suspect::change)
        .filter(c -> c.kind() == Change.Kind.DEPLOY)
        .filter(this::couldReach)
        .min(likeliestFirst());
  }

  private Comparator<Change> likeliestFirst() {
    return Comparator.comparingDouble(change -> -correlation().plausibility(change));
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

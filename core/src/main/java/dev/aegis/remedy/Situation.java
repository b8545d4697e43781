package dev.aegis.remedy;

import dev.aegis.room.Diagnosis;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The figures a fix is chosen by, read from telemetry and from what the owners declared. NaN stands
 * for what was not measured.
 *
 * @param signal what is wrong
 * @param diagnosis why
 * @param profile what the owners declared
 * @param pods pods of the region in trouble
 * @param offeredPerSecond requests offered to it, per second
 * @param completedPerSecond requests its pods complete, per second
 * @param utilisation slots in use over slots there are, 0 to 1
 * @param heapRatio live heap over its limit, 0 to 1
 * @param version the version that runs there; empty when not known
 * @param suspects the changes that may have caused it, likeliest first
 */
public record Situation(
    Signal signal,
    Diagnosis diagnosis,
    ServiceProfile profile,
    int pods,
    double offeredPerSecond,
    double completedPerSecond,
    double utilisation,
    double heapRatio,
    String version,
    List<Signal.Suspect> suspects) {
  /**
   * How far back "now" reaches: long enough to damp one noisy scrape, short enough to be current,
   * and never to before the onset, when all was well.
   */
  private static final Duration RECENT = Duration.ofSeconds(30);

  /** A suspect with less belief than this is not acted upon. */
  private static final double SUSPECT_SHARE = 0.2;

  public Situation {
    Objects.requireNonNull(signal);
    Objects.requireNonNull(diagnosis);
    Objects.requireNonNull(profile);
    Objects.requireNonNull(version);
    suspects = List.copyOf(suspects);
  }

  /** Reads the figures as they stand at {@code now}. */
  public static Situation read(
      Signal signal,
      Diagnosis diagnosis,
      ServiceProfile profile,
      Telemetry telemetry,
      Instant now) {
    Recent recent = new Recent(telemetry, signal, now);
    double seenPods = recent.last(Metric.PODS_READY);
    int declared = profile.region(signal.region()).map(ServiceProfile.Region::pods).orElse(0);
    int pods = declared > 0 ? declared : Double.isNaN(seenPods) ? 0 : (int) Math.round(seenPods);
    return new Situation(
        signal,
        diagnosis,
        profile,
        pods,
        recent.mean(Metric.REQUEST_RATE),
        recent.mean(Metric.COMPLETION_RATE),
        recent.mean(Metric.UTILISATION),
        recent.mean(Metric.HEAP_RATIO),
        runningVersion(telemetry, signal, now),
        signal.suspects());
  }

  private static String runningVersion(Telemetry telemetry, Signal signal, Instant now) {
    return telemetry.changes().stream()
        .filter(c -> c.kind() == Change.Kind.DEPLOY && !c.at().isAfter(now))
        .filter(c -> isHere(c, signal))
        .reduce((earlier, later) -> later)
        .map(Change::version)
        .orElse("");
  }

  private static boolean isHere(Change change, Signal signal) {
    return (change.service().isEmpty() || change.service().equals(signal.service()))
        && (change.region().isEmpty() || change.region().equals(signal.region()));
  }

  /** The likeliest suspect of a kind that has a state to go back to. */
  public Optional<Change> suspect(Change.Kind kind) {
    return suspects.stream()
        .filter(s -> s.share() >= SUSPECT_SHARE)
        .map(Signal.Suspect::change)
        .filter(c -> c.kind() == kind && isHere(c, signal) && !c.previous().isEmpty())
        .findFirst();
  }

  /** The deploy of another service that the likeliest cause which lies in one began with. */
  public Optional<Change> blamedDeployElsewhere() {
    return diagnosis.hypotheses().stream()
        .filter(h -> !h.service().isEmpty() && h.weight() >= Planner.MATTERS)
        .flatMap(h -> Optional.ofNullable(h.change()).stream())
        .filter(c -> c.kind() == Change.Kind.DEPLOY && !c.previous().isEmpty())
        .findFirst();
  }

  /**
   * The likeliest suspected deploy of another service that this region uses, with a version to go
   * back to.
   */
  public Optional<Change> suspectedDeployElsewhere() {
    return suspects.stream()
        .filter(s -> s.share() >= SUSPECT_SHARE)
        .map(Signal.Suspect::change)
        .filter(c -> c.kind() == Change.Kind.DEPLOY && !c.previous().isEmpty())
        .filter(c -> !c.service().isEmpty() && !c.service().equals(signal.service()))
        .filter(c -> c.region().equals(signal.region()))
        .findFirst();
  }

  /** What telemetry shows of the targets: all there is to bind a plan to behind a recording. */
  public String observedState() {
    return String.format(
        Locale.ROOT,
        "%s/%s pods=%d version=%s",
        signal.service(),
        signal.region(),
        pods,
        version.isEmpty() ? "unknown" : version);
  }

  /** Series of one service and region over the last moments. */
  private record Recent(Telemetry telemetry, Signal signal, Instant now) {
    double mean(Metric metric) {
      return inWindow(metric).map(Series::mean).orElse(Double.NaN);
    }

    double last(Metric metric) {
      return inWindow(metric).map(Series::last).orElse(Double.NaN);
    }

    private Optional<Series> inWindow(Metric metric) {
      Instant recent = now.minus(RECENT);
      Instant from = signal.startedAt().isAfter(recent) ? signal.startedAt() : recent;
      Window window = new Window(from, now.plusMillis(1));
      return telemetry
          .find(metric, signal.service(), signal.region())
          .map(s -> s.within(window))
          .filter(s -> !s.isEmpty());
    }
  }
}

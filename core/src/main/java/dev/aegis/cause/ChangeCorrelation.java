package dev.aegis.cause;

import dev.aegis.room.Signal.Suspect;
import dev.aegis.telemetry.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which of the recorded changes may have begun an incident.
 *
 * <p>Plausibility is a product: {@code nearness x place x environment x kind}. Nearness is {@code 1
 * / (1 + (s / 600)^1.5)} for a change {@code s} seconds before the onset: half after ten minutes,
 * with a long tail, because a leak takes hours to hurt. The onset itself is only known to within
 * some scrapes (its first point may be one that chance made high), so a change {@code s} seconds
 * after it still has {@code exp(-(s / 3)^2)}: nothing beyond ten. Place is 1 for the same service
 * and region and falls by factors that keep a decoy elsewhere behind anything at home; one in
 * another environment is such a decoy, too. Kind follows how often each began an outage (SoCC'22,
 * 152 incidents: code 27, deployment 13, configuration 12 per cent).
 */
public final class ChangeCorrelation {
  private static final double HALF_BELIEVED_SECONDS = 600;
  private static final double TAIL = 1.5;
  private static final double ONSET_KNOWN_WITHIN = 3;
  private static final double OTHER_REGION = 0.05;
  private static final double DEPENDENCY = 0.4;
  private static final double WHOLE_ESTATE = 0.6;
  private static final double OTHER_SERVICE = 0.02;
  private static final double OTHER_ENVIRONMENT = 0.02;
  private static final int SHORT_COMMIT = 12;

  /** Below this a change is not worth a reader's time. */
  private static final double FLOOR = 0.002;

  private static final int MOST_SHOWN = 5;

  private final String service;
  private final String region;
  private final String dependency;
  private final String environment;
  private final Instant onset;

  /**
   * Correlates changes with one onset.
   *
   * @param service where it hurts
   * @param region where it hurts; empty when not recorded, and then every region is as near
   * @param dependency the shared dependency's name; empty when there is none
   * @param environment where it hurts, as its owners call it
   * @param onset the first anomalous point
   */
  public ChangeCorrelation(
      String service, String region, String dependency, String environment, Instant onset) {
    this.service = Objects.requireNonNull(service);
    this.region = Objects.requireNonNull(region);
    this.dependency = Objects.requireNonNull(dependency);
    this.environment = Objects.requireNonNull(environment);
    this.onset = Objects.requireNonNull(onset);
  }

  /**
   * The changes worth suspecting, the likeliest first.
   *
   * @return at most five; their shares add up to 1; empty when none is plausible at all
   */
  public List<Suspect> rank(List<Change> changes) {
    List<Change> plausible =
        changes.stream()
            .filter(c -> plausibility(c) >= FLOOR)
            .sorted(
                Comparator.comparingDouble((Change c) -> -plausibility(c))
                    .thenComparing(Change::at, Comparator.reverseOrder())
                    .thenComparing(Change::kind)
                    .thenComparing(Change::service)
                    .thenComparing(Change::region)
                    .thenComparing(Change::version)
                    .thenComparing(Change::previous)
                    .thenComparing(Change::description))
            .limit(MOST_SHOWN)
            .toList();
    double[] shares = Shares.of(plausible.stream().mapToDouble(this::plausibility).toArray());
    List<Suspect> suspects = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      Change change = plausible.get(i);
      suspects.add(new Suspect(change, secondsBefore(change), shares[i], why(change)));
    }
    return suspects;
  }

  /** How likely the change is to have begun it, 0 to 1, whatever else was changed. */
  public double plausibility(Change change) {
    double seconds = secondsBefore(change);
    return nearness(seconds)
        * serviceFactor(change)
        * regionFactor(change)
        * (isElsewhere(change) ? OTHER_ENVIRONMENT : 1)
        * kindFactor(change.kind());
  }

  private static double nearness(double secondsBefore) {
    return secondsBefore < 0
        ? Math.exp(-Math.pow(secondsBefore / ONSET_KNOWN_WITHIN, 2))
        : 1 / (1 + Math.pow(secondsBefore / HALF_BELIEVED_SECONDS, TAIL));
  }

  /** Whether it was made before the onset, as far as that is known. */
  boolean precedes(Change change) {
    return nearness(secondsBefore(change)) >= FLOOR;
  }

  /** Whether it was made where it could touch the service directly, whenever that was. */
  boolean reaches(Change change) {
    return serviceFactor(change) > OTHER_SERVICE
        && regionFactor(change) > OTHER_REGION
        && !isElsewhere(change);
  }

  private boolean isElsewhere(Change change) {
    return Environments.differ(environment, change.environment());
  }

  private double secondsBefore(Change change) {
    return Duration.between(change.at(), onset).toMillis() / 1000.0;
  }

  private double serviceFactor(Change change) {
    if (change.service().equals(service)) {
      return 1;
    }
    if (change.service().isEmpty()) {
      return WHOLE_ESTATE;
    }
    return change.service().equals(dependency) ? DEPENDENCY : OTHER_SERVICE;
  }

  private double regionFactor(Change change) {
    boolean near = region.isEmpty() || change.region().isEmpty() || change.region().equals(region);
    return near ? 1 : OTHER_REGION;
  }

  private static double kindFactor(Change.Kind kind) {
    return switch (kind) {
      case DEPLOY -> 1;
      case CONFIG -> 0.8;
      case FLAG -> 0.7;
      case SCALE -> 0.4;
    };
  }

  private String why(Change change) {
    double seconds = secondsBefore(change);
    String when = seconds < 0 ? " after the estimated onset, " : " before onset, ";
    return Words.duration(Math.abs(seconds)) + when + place(change) + origin(change);
  }

  /** Where it was made and what was built, as far as that is recorded. */
  private String origin(Change change) {
    String where = Words.name(change.environment());
    String commit = Words.name(change.commit());
    return (change.environment().isEmpty()
            ? ""
            : isElsewhere(change) ? ", in " + where + " alone" : ", in " + where)
        + (change.commit().isEmpty()
            ? ""
            : ", commit " + commit.substring(0, Math.min(commit.length(), SHORT_COMMIT)));
  }

  private String place(Change change) {
    String where =
        change.region().isEmpty()
            ? "all regions"
            : change.region().equals(region) ? "same region" : "other region";
    if (change.service().equals(service)) {
      return change.region().equals(region) && !region.isEmpty()
          ? "same service and region"
          : "same service, " + where;
    }
    String whose =
        change.service().isEmpty()
            ? "whole estate"
            : change.service().equals(dependency) ? "its dependency" : "other service";
    return String.format(Locale.ROOT, "%s, %s", whose, where);
  }
}

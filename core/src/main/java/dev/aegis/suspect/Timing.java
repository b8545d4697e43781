package dev.aegis.suspect;

import dev.aegis.telemetry.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a change took effect, held against when the failure began. */
final class Timing {
  private static final double IMPOSSIBLE = -40;
  private static final double LATE = -14;
  private static final double NAMED = 5;
  private static final double UNNAMED = -3;

  private final Symptoms symptoms;

  Timing(Symptoms symptoms) {
    this.symptoms = symptoms;
  }

  /** Whether something with this finding of time can have done it at all. */
  static boolean isPossible(Finding time) {
    return time.decibans() > IMPOSSIBLE;
  }

  /** Of a commit and the deploys that name it. */
  Finding of(Commit commit, List<Change> deploys) {
    if (deploys.isEmpty()) {
      Finding late = late(commit.at(), "it was made");
      return late == null ? new Finding(UNNAMED, "no deploy names it", Finding.Kind.TIME) : late;
    }
    Instant first = deploys.stream().map(Change::at).min(Instant::compareTo).orElse(commit.at());
    return of(first, "it was deployed", NAMED);
  }

  /** Of something that took effect at an instant. */
  Finding of(Instant at, String verb, double named) {
    Finding late = late(at, verb);
    if (late != null) {
      return late;
    }
    Duration gap = Duration.between(at, symptoms.onset());
    double near =
        gap.compareTo(Duration.ofMinutes(20)) <= 0
            ? 4
            : gap.compareTo(Duration.ofHours(1)) <= 0
                ? 2
                : gap.compareTo(Duration.ofHours(6)) <= 0 ? 0 : -3;
    return new Finding(
        named + near, verb + " " + words(gap) + " before it began", Finding.Kind.TIME);
  }

  private @Nullable Finding late(Instant at, String verb) {
    Duration slack = symptoms.step();
    if (at.isAfter(symptoms.latest().plus(slack))) {
      return new Finding(IMPOSSIBLE, verb + " after it had begun", Finding.Kind.TIME);
    }
    return at.isAfter(symptoms.earliest().plus(slack))
        ? new Finding(LATE, verb + " when things already went wrong", Finding.Kind.TIME)
        : null;
  }

  private static String words(Duration gap) {
    long seconds = Math.max(0, gap.toSeconds());
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}

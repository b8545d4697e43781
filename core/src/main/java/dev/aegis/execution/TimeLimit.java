package dev.aegis.execution;

import dev.aegis.room.Plan;
import java.time.Duration;
import java.util.Optional;

/** How long a step may be under way before nobody believes in its end any more. */
public final class TimeLimit {
  /** The limit of a step of a plan that is expected to be quick. */
  public static final Duration LEAST = Duration.ofMinutes(5);

  /** How many times the expected duration a plan may take. */
  public static final int FACTOR = 3;

  private TimeLimit() {}

  /** The limit for each step of a plan; the least where the plan is not known. */
  public static Duration of(Optional<Plan> plan) {
    return plan.map(p -> p.expectedDuration().multipliedBy(FACTOR))
        .filter(limit -> limit.compareTo(LEAST) > 0)
        .orElse(LEAST);
  }
}

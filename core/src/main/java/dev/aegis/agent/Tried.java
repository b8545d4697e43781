package dev.aegis.agent;

import dev.aegis.incident.Incident.Judged;
import dev.aegis.remedy.Planner;
import java.util.List;

/** What was tried, and what was not, in words. */
final class Tried {
  private static final int UNPROVED_TOLD = 3;

  private Tried() {}

  static List<String> describe(List<Judged> attempts) {
    return attempts.stream()
        .map(attempt ->
            attempt.proposal().action().describe()
                + ": "
                + attempt.result().verdict()
                + ", "
                + attempt.result().sentence())
        .toList();
  }

  /** What a person could do by hand. */
  static List<String> unproved(Planner planner) {
    return planner.unproved().stream()
        .limit(UNPROVED_TOLD)
        .map(c -> c.action().describe() + " (" + c.why() + ")")
        .toList();
  }
}

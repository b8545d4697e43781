package dev.aegis.agent;

import dev.aegis.incident.Incident.Judged;
import java.util.List;

/** What was tried, in words. */
final class Tried {
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
}

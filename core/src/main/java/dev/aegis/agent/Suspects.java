package dev.aegis.agent;

import dev.aegis.room.Signal;
import dev.aegis.suspect.Commit;
import dev.aegis.suspect.Failure;
import dev.aegis.suspect.Scene;
import dev.aegis.suspect.Suspect;
import dev.aegis.suspect.SuspectRanking;
import dev.aegis.suspect.TraceSpan;
import dev.aegis.telemetry.Span;
import java.time.Instant;
import java.util.List;

/** Which of the recorded commits may have caused an incident, by what their diffs do. */
final class Suspects {
  private Suspects() {}

  /**
   * All commits up to now and the possibility that none did it, the likeliest first; empty where
   * none are recorded.
   */
  static List<Suspect> of(Signal signal, Desk desk, Instant now) {
    List<Commit> commits = desk.commits().stream().filter(c -> !c.at().isAfter(now)).toList();
    return commits.isEmpty() ? List.of() : SuspectRanking.of(scene(signal, desk, commits));
  }

  private static Scene scene(Signal signal, Desk desk, List<Commit> commits) {
    String measure = signal.symptoms().isEmpty() ? "" : signal.symptoms().getFirst().metric();
    return new Scene(
        new Failure(signal.service(), measure, signal.detectedAt(), signal.whySeverity()),
        desk.telemetry(),
        desk.logPatterns(signal.startedAt()),
        desk.telemetry().spans().stream().map(Suspects::traced).toList(),
        commits);
  }

  private static TraceSpan traced(Span span) {
    return new TraceSpan(
        span.trace(),
        span.id(),
        span.parent(),
        span.service(),
        span.operation(),
        span.start(),
        span.durationMicros() / 1e3,
        span.failed(),
        span.peer());
  }
}

package dev.aegis.agent;

import dev.aegis.cause.ChangeCorrelation;
import dev.aegis.incident.Incident;
import dev.aegis.remedy.Situation;
import dev.aegis.room.Recheck;
import dev.aegis.room.Signal;

/** What a fix is chosen by, as it is known in a turn. */
final class Circumstances {
  private Circumstances() {}

  /**
   * What is wrong. Once something was found to have changed, with the changes that are recorded by
   * now, since one of them may have come late.
   *
   * @throws IllegalStateException when the room has no signal
   */
  static Signal signal(Turn turn) {
    Signal signal =
        Incident.of(turn.log())
            .signal()
            .orElseThrow(() ->
                new IllegalStateException(
                    "expected a signal from @observer in the room, found none; post one first"));
    boolean changed =
        turn.log().stream()
            .anyMatch(m ->
                m.payload() instanceof Recheck recheck
                    && recheck.outcome() == Recheck.Outcome.CHANGED);
    return changed ? suspectingAnew(signal, turn.desk()) : signal;
  }

  static Signal suspectingAnew(Signal s, Desk desk) {
    ChangeCorrelation correlation =
        new ChangeCorrelation(
            s.service(),
            s.region(),
            desk.profile().dependency(),
            desk.profile().environment(),
            s.startedAt());
    return new Signal(
        s.service(),
        s.region(),
        s.severity(),
        s.whySeverity(),
        s.startedAt(),
        s.detectedAt(),
        s.slo(),
        s.symptoms(),
        correlation.rank(desk.telemetry().changes()),
        s.dollarsPerMinute(),
        s.evidence(),
        s.environment());
  }

  /**
   * The figures of the service by now.
   *
   * @throws IllegalStateException when the room has no signal or no diagnosis
   */
  static Situation situation(Turn turn) {
    return Situation.read(
        signal(turn),
        Incident.of(turn.log())
            .diagnosis()
            .orElseThrow(() -> new IllegalStateException("no diagnosis")),
        turn.desk().profile(),
        turn.desk().telemetry(),
        turn.now());
  }
}

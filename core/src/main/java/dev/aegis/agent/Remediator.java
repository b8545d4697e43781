package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Judged;
import dev.aegis.remedy.Candidate;
import dev.aegis.remedy.Planner;
import dev.aegis.remedy.Situation;
import dev.aegis.room.Action;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.Remediation;
import dev.aegis.room.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Proposes one fix at a time; after a rejection the reason decides which comes next. */
public final class Remediator implements Agent {
  /** After this many proposals a quarrel with the validator goes to a person. */
  public static final int MAX_ATTEMPTS = 5;

  private final Duration recoverWithin;

  /**
   * @param recoverWithin the time a fix is given until the SLO must be met
   */
  public Remediator(Duration recoverWithin) {
    this.recoverWithin = recoverWithin;
  }

  @Override
  public Handle handle() {
    return Handle.REMEDIATOR;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    Incident incident = Incident.of(turn.log());
    Signal signal = incident.signal().orElseThrow(() -> new IllegalStateException("no signal"));
    Situation situation =
        Situation.read(
            signal,
            incident.diagnosis().orElseThrow(() -> new IllegalStateException("no diagnosis")),
            turn.desk().profile(),
            turn.desk().telemetry(),
            turn.now());
    List<Judged> attempts = incident.judged();
    Planner planner = new Planner(situation, attempts, recoverWithin, incident.failedInReality());
    Planner.Choice choice = planner.next();
    if (attempts.size() >= MAX_ATTEMPTS) {
      String why = "no agreement after " + attempts.size() + " proposals";
      return giveUp(why, attempts, planner, missing(choice, situation));
    }
    return choice
        .candidate()
        .map(candidate -> propose(turn, candidate, attempts, situation, choice))
        .orElseGet(() -> giveUp(choice.why(), attempts, planner, missing(choice, situation)));
  }

  private static List<Reply> propose(
      Turn turn,
      Candidate candidate,
      List<Judged> attempts,
      Situation situation,
      Planner.Choice choice) {
    int attempt = attempts.size() + 1;
    Remediation proposal =
        new Remediation(
            attempt,
            candidate.action(),
            choice.why(),
            candidate.undo(),
            candidate.whyUndo(),
            candidate.duration(),
            candidate.blastRadius(),
            candidate.dollarsPerHour(),
            observedState(turn, situation, candidate.action()),
            choice.considered());
    String text = "fix " + attempt + ": " + candidate.action().describe();
    return List.of(Reply.to(Handle.VALIDATOR, text, proposal));
  }

  /** Behind a recording there is no target; what was recorded takes its place. */
  static String observedState(Turn turn, Situation situation, Action action) {
    String state = turn.desk().targetState(action);
    return state.isEmpty() ? situation.observedState() : state;
  }

  private static List<Reply> giveUp(
      String why, List<Judged> attempts, Planner planner, List<String> missing) {
    Escalation escalation =
        new Escalation(why, Tried.describe(attempts), missing, Tried.unproved(planner));
    return List.of(Reply.to(Handle.HUMAN, "cannot find a fix that holds: " + why, escalation));
  }

  /** What would have helped to decide; what merely does not apply here would not. */
  private static List<String> missing(Planner.Choice choice, Situation situation) {
    return Stream.concat(
            choice.considered().stream().filter(c -> c.contains("not known")),
            situation.diagnosis().gaps().stream())
        .toList();
  }
}

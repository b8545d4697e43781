package dev.aegis.agent;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Incident.Judged;
import dev.aegis.remedy.Candidate;
import dev.aegis.remedy.Planner;
import dev.aegis.remedy.Situation;
import dev.aegis.room.Action;
import dev.aegis.room.Answer;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    return List.of(
        switch (Heard.in(turn)) {
          case QUESTION -> answered(turn);
          case CHALLENGE -> challenged(turn);
          case WORK -> searched(turn);
        });
  }

  /** What it tells a person who asks. */
  public Reply answered(Turn turn) {
    Answer answer =
        new RemediatorAnswers(turn, recoverWithin).answer(Topics.asked(turn).orElseThrow());
    return Reply.to(turn.trigger().sender(), answer.answer(), answer);
  }

  /**
   * The next fix, as a {@link Remediation}; or that the plan stays (an {@link Answer}), that it
   * waits for more to be observed (a {@link dev.aegis.room.Deferral}), or that it gives up (an
   * {@link Escalation}).
   */
  public Reply searched(Turn turn) {
    Incident incident = Incident.of(turn.log());
    Situation situation = Circumstances.situation(turn);
    List<Judged> attempts = incident.judgedInThisSearch();
    Optional<ApprovalRequest> open =
        turn.trigger().payload() instanceof Diagnosis ? incident.openRequest() : Optional.empty();
    if (open.isPresent() && chosen(situation, unproved(attempts), incident, open.get())) {
      String text =
          "the plan stays: " + open.get().plan().action().describe() + " still comes first";
      return Reply.toAll(text, new Answer(text, List.of()));
    }
    Planner planner = new Planner(situation, attempts, recoverWithin, incident.failedInReality());
    Planner.Choice choice = planner.next();
    if (attempts.size() >= MAX_ATTEMPTS) {
      String why = "no agreement after " + attempts.size() + " proposals";
      return giveUp(turn, incident, why, planner, missing(choice, situation));
    }
    return choice
        .candidate()
        .map(candidate -> propose(turn, incident, candidate, situation, choice))
        .orElseGet(() -> giveUp(turn, incident, choice.why(), planner, missing(choice, situation)));
  }

  /** Without those that passed: what was proved may come first again. */
  private static List<Judged> unproved(List<Judged> attempts) {
    return attempts.stream().filter(a -> a.result().verdict() != Verdict.PASS).toList();
  }

  /** Whether what is asked for would be chosen again. */
  private boolean chosen(
      Situation situation, List<Judged> attempts, Incident incident, ApprovalRequest asked) {
    return next(situation, attempts, incident).filter(asked.plan().action()::equals).isPresent();
  }

  private Optional<Action> next(Situation situation, List<Judged> attempts, Incident incident) {
    return new Planner(situation, attempts, recoverWithin, incident.failedInReality())
        .next()
        .candidate()
        .map(Candidate::action);
  }

  /** Chooses again from what was known of the replay then and of the service now. */
  public Reply challenged(Turn turn) {
    Incident incident = Incident.of(turn.log());
    Challenge challenge = Rechecks.asked(turn).orElseThrow();
    Rechecks rechecks = Rechecks.of(turn, challenge);
    RoomMessage claim = Rechecks.claim(turn, challenge);
    if (!(claim.payload() instanceof Remediation was)) {
      return Rechecks.reply(rechecks.recheck(""));
    }
    List<Judged> before =
        incident.judged().stream().filter(j -> j.proposal().attempt() < was.attempt()).toList();
    String now =
        next(Circumstances.situation(turn), before, incident).map(Action::describe).orElse("none");
    boolean same = now.equals(was.action().describe());
    rechecks.with(
        new Recheck.Checked(
            "",
            same ? Recheck.Outcome.HOLDS : Recheck.Outcome.CHANGED,
            "chosen again",
            "",
            "",
            same
                ? List.of()
                : List.of(new Recheck.Figure("first choice", was.action().describe(), now))));
    return Rechecks.reply(rechecks.recheck("by what is known now the first choice is " + now));
  }

  private static Reply propose(
      Turn turn,
      Incident incident,
      Candidate candidate,
      Situation situation,
      Planner.Choice choice) {
    int attempt = incident.judged().size() + 1;
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
    return Reply.to(Handle.VALIDATOR, text, proposal);
  }

  /** Behind a recording there is no target; what was recorded takes its place. */
  static String observedState(Turn turn, Situation situation, Action action) {
    String state = turn.desk().targetState(action);
    return state.isEmpty() ? situation.observedState() : state;
  }

  private static Reply giveUp(
      Turn turn, Incident incident, String why, Planner planner, List<String> missing) {
    return Patience.instead(turn, incident, why, missing)
        .orElseGet(() -> {
          List<String> tried = Tried.describe(incident.judgedInThisSearch());
          return Reply.to(
              Handle.HUMAN,
              "cannot find a fix that holds: " + why,
              new Escalation(why, tried, missing, Tried.unproved(planner)));
        });
  }

  /** What would have helped to decide; what merely does not apply here would not. */
  private static List<String> missing(Planner.Choice choice, Situation situation) {
    return Stream.concat(
            choice.considered().stream().filter(c -> c.contains("not known")),
            situation.diagnosis().gaps().stream())
        .toList();
  }
}

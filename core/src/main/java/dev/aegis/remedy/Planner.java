package dev.aegis.remedy;

import dev.aegis.incident.Incident.Judged;
import dev.aegis.room.Action;
import dev.aegis.room.Cause;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Reason;
import dev.aegis.room.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Picks the next fix to prove: the least drastic one that fits a cause with weight and that no
 * earlier verdict speaks against. What an earlier verdict says is its reason, never its number.
 *
 * <p>Least drastic: smallest blast radius first, then one that can be taken back, then the quicker,
 * then the cheaper, then the catalogue's order of names. What ended incidents that the diagnosis
 * recalls comes before all others, and what did not help there after them; it is proved like any.
 */
public final class Planner {
  /** A cause with less weight than this does not choose a fix. */
  static final double MATTERS = 0.1;

  private static final Comparator<Candidate> LEAST_DRASTIC =
      Comparator.comparing(Candidate::blastRadius)
          .thenComparing(c -> c.undoing().isEmpty())
          .thenComparing(Candidate::duration)
          .thenComparingDouble(Candidate::dollarsPerHour)
          .thenComparing(c -> c.action().kind());

  private final Situation situation;
  private final List<Judged> attempts;
  private final Duration recoverWithin;
  private final List<Action> failed;

  /**
   * @param recoverWithin the time a fix is given before the SLO must be met; a fix that takes
   *     longer while users are hurt is passed over
   */
  public Planner(Situation situation, List<Judged> attempts, Duration recoverWithin) {
    this(situation, attempts, recoverWithin, List.of());
  }

  /**
   * @param failed what was carried out in this incident and did not help, whatever its replay said
   */
  public Planner(
      Situation situation, List<Judged> attempts, Duration recoverWithin, List<Action> failed) {
    this.failed = List.copyOf(failed);
    this.situation = Objects.requireNonNull(situation);
    this.attempts = List.copyOf(attempts);
    this.recoverWithin = Objects.requireNonNull(recoverWithin);
  }

  /**
   * The next fix.
   *
   * @param candidate the choice; empty when nothing is left
   * @param why why this one next
   * @param considered what else there was and why it is not next, one sentence each, the nearest to
   *     being chosen first
   */
  public record Choice(Optional<Candidate> candidate, String why, List<String> considered) {
    public Choice {
      considered = List.copyOf(considered);
    }
  }

  public Choice next() {
    Catalogue catalogue = Catalogue.of(situation);
    List<Objected> objected = new ArrayList<>();
    List<Candidate> open = new ArrayList<>();
    for (Candidate candidate : catalogue.candidates()) {
      objection(candidate)
          .ifPresentOrElse(
              objection -> objected.add(new Objected(candidate, objection)),
              () -> open.add(candidate));
    }
    objected.sort(Comparator.comparing(o -> o.objection().distance()));
    Memories memories = new Memories(situation.diagnosis());
    open.sort(memories.order().thenComparing(LEAST_DRASTIC));
    List<String> considered = new ArrayList<>();
    open.stream()
        .skip(1)
        .map(c -> c.action().kind().wire() + ": " + whyLater(c, open.getFirst(), memories))
        .forEach(considered::add);
    objected.forEach(
        o -> considered.add(o.candidate().action().kind().wire() + ": " + o.objection().why()));
    considered.addAll(catalogue.inapplicable());
    if (open.isEmpty()) {
      return new Choice(Optional.empty(), "nothing in the catalogue is left to try", considered);
    }
    Candidate chosen = open.getFirst();
    return new Choice(Optional.of(chosen), chosen.why() + memories.clause(chosen), considered);
  }

  private static String whyLater(Candidate later, Candidate chosen, Memories memories) {
    boolean moved = memories.order().compare(chosen, later) < 0;
    return moved && LEAST_DRASTIC.compare(later, chosen) < 0
        ? "less drastic (" + drastic(later) + ")" + memories.instead(chosen, later)
        : "more drastic (" + drastic(later) + ")";
  }

  /**
   * What fits a cause with weight and neither a rejection nor reality speaks against, whether or
   * not the replay could decide it: for a person to choose from. What ends the cause comes before
   * what only relieves it, then the least drastic.
   */
  public List<Candidate> unproved() {
    return Catalogue.of(situation).candidates().stream()
        .filter(c -> !fittingCauses(c).isEmpty())
        .filter(c -> failed.stream().noneMatch(done -> isNoMoreThan(c.action(), done)))
        .filter(c -> attempts.stream().noneMatch(a -> rejects(a, c)))
        .sorted(
            Comparator.comparing((Candidate c) -> !c.removesCause()).thenComparing(LEAST_DRASTIC))
        .toList();
  }

  private static boolean rejects(Judged attempt, Candidate candidate) {
    return attempt.result().verdict() == Verdict.REJECT
        && spokenAgainst(candidate, attempt).isPresent();
  }

  /** How far a candidate is from being chosen, the nearest first. */
  private enum Distance {
    TOO_SLOW,
    ANOTHER_SPOKE_AGAINST,
    DOES_NOT_FIT,
    TRIED
  }

  private record Objection(Distance distance, String why) {}

  private record Objected(Candidate candidate, Objection objection) {}

  private static String drastic(Candidate candidate) {
    String blast =
        switch (candidate.blastRadius()) {
          case SMALL -> "small blast radius";
          case MEDIUM -> "medium blast radius";
          case LARGE -> "large blast radius";
        };
    return blast + ", " + candidate.duration().toSeconds() + " s";
  }

  private Optional<Objection> objection(Candidate candidate) {
    if (fittingCauses(candidate).isEmpty()) {
      String why = "it does nothing about " + leading().statement();
      return Optional.of(new Objection(Distance.DOES_NOT_FIT, why));
    }
    for (Action done : failed) {
      if (isNoMoreThan(candidate.action(), done)) {
        String why = "it was carried out and did not help";
        return Optional.of(new Objection(Distance.TRIED, why));
      }
    }
    for (Judged attempt : attempts) {
      Optional<String> spoken = spokenAgainst(candidate, attempt);
      if (spoken.isPresent()) {
        boolean tried = attempt.proposal().action().equals(candidate.action());
        Distance distance = tried ? Distance.TRIED : Distance.ANOTHER_SPOKE_AGAINST;
        return Optional.of(new Objection(distance, spoken.get()));
      }
    }
    if (isTooSlow(candidate)) {
      String why =
          "it takes "
              + candidate.duration().toSeconds()
              + " s while users are hurt, "
              + recoverWithin.toSeconds()
              + " s are allowed";
      return Optional.of(new Objection(Distance.TOO_SLOW, why));
    }
    return Optional.empty();
  }

  /** A failover carries the users away first, so what follows behind them may take its time. */
  private boolean isTooSlow(Candidate candidate) {
    Action firstStep = candidate.action().steps().getFirst();
    boolean usersLeaveFirst = firstStep.kind() == Action.Kind.FAILOVER_REGION;
    return !usersLeaveFirst && candidate.duration().compareTo(recoverWithin) > 0;
  }

  private Set<Cause> fittingCauses(Candidate candidate) {
    Set<Cause> fitting = EnumSet.noneOf(Cause.class);
    for (Hypothesis hypothesis : situation.diagnosis().hypotheses()) {
      boolean matters = hypothesis.weight() >= MATTERS || hypothesis.equals(leading());
      if (matters && fits(candidate.action(), hypothesis)) {
        fitting.add(hypothesis.cause());
      }
    }
    return fitting;
  }

  private Hypothesis leading() {
    return situation.diagnosis().leading();
  }

  /**
   * Whether an action does something about a cause. What is wrong in a service that is called is a
   * slow dependency to whatever is done elsewhere.
   */
  private static boolean fits(Action action, Hypothesis hypothesis) {
    boolean there =
        hypothesis.service().isEmpty()
            || action instanceof Action.RollbackDeploy rollback
                && rollback.service().equals(hypothesis.service());
    return fits(action.kind(), there ? hypothesis.cause() : Cause.SLOW_DEPENDENCY);
  }

  /** Whether an action of this kind removes or relieves a cause. */
  static boolean fits(Action.Kind kind, Cause cause) {
    return switch (kind) {
      case SCALE_PODS ->
          switch (cause) {
            case LEAK_BY_DEPLOY, TRAFFIC_SURGE, SLOW_DEPENDENCY, CAPACITY_LOST, UNKNOWN -> true;
            case BAD_DEPLOY, HOST_CONTENTION, BAD_POD -> true;
          };
      case RESTART_PODS ->
          switch (cause) {
            case LEAK_BY_DEPLOY, CAPACITY_LOST, BAD_POD, UNKNOWN -> true;
            case BAD_DEPLOY, TRAFFIC_SURGE, SLOW_DEPENDENCY, HOST_CONTENTION -> false;
          };
      case ROLLBACK_DEPLOY, ROLLBACK_AND_FAILOVER, SET_CONFIG, SET_FLAG ->
          switch (cause) {
            case LEAK_BY_DEPLOY, BAD_DEPLOY -> true;
            case TRAFFIC_SURGE, SLOW_DEPENDENCY, CAPACITY_LOST, HOST_CONTENTION -> false;
            case BAD_POD, UNKNOWN -> false;
          };
      case FAILOVER_REGION -> true;
      case SHED_LOAD ->
          switch (cause) {
            case TRAFFIC_SURGE, SLOW_DEPENDENCY, CAPACITY_LOST, HOST_CONTENTION -> true;
            case LEAK_BY_DEPLOY -> true;
            case BAD_DEPLOY, BAD_POD, UNKNOWN -> false;
          };
    };
  }

  private static Optional<String> spokenAgainst(Candidate candidate, Judged attempt) {
    Action tried = attempt.proposal().action();
    String after = tried.kind().wire() + " was " + verb(attempt) + ": ";
    if (tried.equals(candidate.action())) {
      return Optional.of("the replay has spoken: " + attempt.result().sentence());
    }
    return switch (attempt.result().reason()) {
      case CAUSE_PERSISTS ->
          candidate.removesCause()
              ? Optional.empty()
              : Optional.of(after + "the cause persists, and this does not remove it either");
      case WORSENS ->
          addsLoad(candidate.action()) && addsLoad(tried)
              ? Optional.of(after + "it makes things worse, and this loads the same bottleneck")
              : Optional.empty();
      case NO_HEADROOM ->
          movesTraffic(candidate.action())
              ? Optional.of(after + "the other region cannot carry the traffic")
              : Optional.empty();
      case TOO_SLOW ->
          candidate.duration().compareTo(attempt.proposal().expectedDuration()) >= 0
                  && !movesTraffic(candidate.action())
              ? Optional.of(after + "too slow, and this is no quicker")
              : Optional.empty();
      case NOT_ENOUGH ->
          candidate.action().kind() == tried.kind() && !isLarger(candidate.action(), tried)
              ? Optional.of(after + "not enough, and this is no larger")
              : Optional.empty();
      case HOLDS, DOES_NOT_REPRODUCE, NOT_OBSERVED, TOO_CLOSE -> Optional.empty();
    };
  }

  private static String verb(Judged attempt) {
    return attempt.result().verdict() == Verdict.REJECT ? "rejected" : "not decided";
  }

  private static boolean addsLoad(Action action) {
    return switch (action.kind()) {
      case SCALE_PODS, RESTART_PODS -> true;
      case ROLLBACK_DEPLOY,
          FAILOVER_REGION,
          ROLLBACK_AND_FAILOVER,
          SHED_LOAD,
          SET_FLAG,
          SET_CONFIG ->
          false;
    };
  }

  private static boolean movesTraffic(Action action) {
    return action.steps().stream().anyMatch(s -> s.kind() == Action.Kind.FAILOVER_REGION);
  }

  /** The same kind of action again, and no more of it. */
  private static boolean isNoMoreThan(Action candidate, Action done) {
    return candidate.kind() == done.kind() && !isLarger(candidate, done);
  }

  private static boolean isLarger(Action candidate, Action tried) {
    return candidate instanceof Action.ScalePods more
        && tried instanceof Action.ScalePods less
        && more.toPods() > less.toPods();
  }

  /** Whether a verdict's reason leaves anything to try, for whoever decides who speaks next. */
  public static boolean leavesRoom(Reason reason) {
    return switch (reason) {
      case CAUSE_PERSISTS, NOT_ENOUGH, TOO_SLOW, WORSENS, NO_HEADROOM, NOT_OBSERVED, TOO_CLOSE ->
          true;
      case HOLDS, DOES_NOT_REPRODUCE -> false;
    };
  }
}

package dev.aegis.policy;

import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.ServiceProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether the policy lets a step go to its target now. Asked again just before each dispatch,
 * with everything that was done until then. The kill switch is not here: it is no policy and has no
 * exemption.
 */
public final class Gate {
  private static final Duration HOUR = Duration.ofHours(1);

  /** However many actions failed in a row, a target is not left alone for longer. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

  private final Policy policy;
  private final ServiceProfile profile;
  private final List<RoomMessage> acts;
  private final Instant now;

  /**
   * @param acts the messages with an {@link Execution} or a {@link Verification} of every room, in
   *     the one order in which they became durable
   */
  public Gate(Policy policy, ServiceProfile profile, List<RoomMessage> acts, Instant now) {
    this.policy = policy;
    this.profile = profile;
    this.acts = List.copyOf(acts);
    this.now = now;
  }

  /** Why this armed step may not go to its target, with the rule's name; empty when it may. */
  public Optional<String> whyNot(Execution step) {
    return first(
        () -> autonomy(),
        () -> step.undo() ? Optional.empty() : frozen(step.action()),
        () -> locked(step),
        () -> step.undo() ? Optional.empty() : coolingDown(step),
        () -> step.undo() ? Optional.empty() : overLimit(step));
  }

  private interface Rule {
    Optional<String> whyNot();
  }

  private static Optional<String> first(Rule... rules) {
    for (Rule rule : rules) {
      Optional<String> why = rule.whyNot();
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  private Optional<String> autonomy() {
    return switch (policy.autonomy()) {
      case APPROVE -> Optional.empty();
      case OBSERVE, RECOMMEND ->
          Optional.of("policy autonomy: " + policy.autonomy().word() + " lets nothing be executed");
    };
  }

  private Optional<String> frozen(Action action) {
    for (Policy.Freeze freeze : policy.freezes()) {
      boolean exempt = freeze.exceptRollback() && action instanceof Action.RollbackDeploy;
      if (!exempt && freeze.span().contains(now)) {
        String why = freeze.why().isEmpty() ? "" : " (" + freeze.why() + ")";
        return Optional.of("policy freeze: " + freeze.span().describe() + why);
      }
    }
    boolean open =
        policy.allowed().isEmpty() || policy.allowed().stream().anyMatch(s -> s.contains(now));
    return open
        ? Optional.empty()
        : Optional.of(
            "policy allow: actions are allowed only "
                + String.join(", ", policy.allowed().stream().map(Span::describe).toList()));
  }

  /**
   * One action at a time on a target. A step that became durable earlier goes first, so that of two
   * rooms that arm at the same moment exactly one yields.
   */
  private Optional<String> locked(Execution step) {
    Map<String, RoomMessage> open = new HashMap<>();
    List<String> armed = new ArrayList<>();
    for (RoomMessage act : acts) {
      if (act.payload() instanceof Execution execution) {
        switch (execution.state()) {
          case ARMED -> {
            armed.add(execution.key());
            open.put(execution.key(), act);
          }
          case DISPATCHED -> open.put(execution.key(), act);
          case OBSERVED, REFUSED, UNKNOWN -> open.remove(execution.key());
        }
      }
    }
    int mine = armed.contains(step.key()) ? armed.indexOf(step.key()) : armed.size();
    for (RoomMessage act : open.values()) {
      Execution other = (Execution) act.payload();
      boolean earlier = armed.indexOf(other.key()) < mine;
      boolean ours = other.planHash().equals(step.planHash());
      if (earlier && !ours && Target.meet(step.action(), other.action())) {
        return Optional.of(
            "policy lock: " + act.room() + " is carrying out " + other.action().describe());
      }
    }
    return Optional.empty();
  }

  private Optional<String> coolingDown(Execution step) {
    Instant last = null;
    for (RoomMessage act : taken(step)) {
      if (Target.meet(step.action(), action(act))) {
        last = act.ts();
      }
    }
    if (last == null) {
      return Optional.empty();
    }
    int failures = failuresInARow(step);
    Duration pause = pause(failures);
    Instant until = last.plus(pause);
    return now.isBefore(until)
        ? Optional.of(
            "policy cool-down: the last action on the target was at "
                + last
                + ", the next may come at "
                + until
                + (failures == 0 ? "" : " after " + failures + " that failed"))
        : Optional.empty();
  }

  private Duration pause(int failures) {
    double longest = (double) LONGEST_PAUSE.toMillis();
    double millis = (double) policy.coolDown().toMillis() * Math.pow(policy.backOff(), failures);
    return Duration.ofMillis((long) Math.min(millis, longest));
  }

  /**
   * Plans on the same target that ended refused, unknown or without help since the last good one.
   */
  private int failuresInARow(Execution step) {
    Map<String, Action> plans = new HashMap<>();
    Set<String> failed = new HashSet<>();
    Set<String> taken = new HashSet<>();
    int inARow = 0;
    for (RoomMessage act : acts) {
      if (act.payload() instanceof Execution e && !e.planHash().equals(step.planHash())) {
        plans.putIfAbsent(e.planHash(), e.action());
        // A step that this gate refused never reached its target, and says nothing of it.
        boolean lost =
            switch (e.state()) {
              case UNKNOWN -> true;
              case REFUSED -> taken.contains(e.key());
              case ARMED, DISPATCHED, OBSERVED -> false;
            };
        if (e.state() == Execution.State.DISPATCHED) {
          taken.add(e.key());
        }
        if (lost && Target.meet(step.action(), e.action()) && failed.add(e.planHash())) {
          inARow++;
        }
      }
      if (act.payload() instanceof Verification v && plans.containsKey(v.planHash())) {
        Action done = plans.get(v.planHash());
        if (done != null && Target.meet(step.action(), done)) {
          switch (v.outcome()) {
            case HELD -> inARow = 0;
            case NOT_HELD -> inARow += failed.add(v.planHash()) ? 1 : 0;
            case PENDING -> {}
          }
        }
      }
    }
    return inARow;
  }

  /** A plan is counted whole, so that it is not stopped between its steps by its own steps. */
  private Optional<String> overLimit(Execution step) {
    int actions = step.steps();
    int pods = Target.pods(step.action(), profile);
    for (RoomMessage act : taken(step)) {
      if (act.ts().isAfter(now.minus(HOUR)) && isOfService(action(act))) {
        actions++;
        pods += Target.pods(action(act), profile);
      }
    }
    if (actions > policy.actionsPerHour()) {
      return Optional.of(over("actions_per_hour", policy.actionsPerHour(), actions));
    }
    return pods > policy.podsPerHour()
        ? Optional.of(over("pods_per_hour", policy.podsPerHour(), pods))
        : Optional.empty();
  }

  private static String over(String rule, int limit, int would) {
    return String.format(
        Locale.ROOT, "policy %s: at most %,d, this would make it %,d", rule, limit, would);
  }

  private boolean isOfService(Action action) {
    return Target.of(action).stream().anyMatch(t -> t.service().equals(profile.service()));
  }

  /**
   * The steps of other plans that their targets took, or may have taken, each once and without
   * those that took something back.
   */
  private List<RoomMessage> taken(Execution step) {
    Map<String, RoomMessage> byKey = new LinkedHashMap<>();
    for (RoomMessage act : acts) {
      if (act.payload() instanceof Execution e
          && !e.undo()
          && !e.planHash().equals(step.planHash())
          && mayBeDone(e.state())) {
        byKey.putIfAbsent(e.key(), act);
      }
    }
    return List.copyOf(byKey.values());
  }

  private static boolean mayBeDone(Execution.State state) {
    return switch (state) {
      case DISPATCHED, OBSERVED, UNKNOWN -> true;
      case ARMED, REFUSED -> false;
    };
  }

  private static Action action(RoomMessage act) {
    return ((Execution) act.payload()).action();
  }
}

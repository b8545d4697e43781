package dev.aegis.postmortem;

import dev.aegis.incident.Incident;
import dev.aegis.room.Action;
import dev.aegis.room.Cause;
import dev.aegis.room.Decision;
import dev.aegis.room.Execution;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Plan;
import dev.aegis.room.Signal;
import dev.aegis.telemetry.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is left to do once an incident is over: it follows from the cause, from what was executed
 * and from what could not be known, in the order in which it matters.
 */
public final class FollowUps {
  /** A list of more than these is read by nobody. */
  private static final int GAPS_NAMED = 4;

  private final Incident record;
  private final List<String> all = new ArrayList<>();

  private FollowUps(Incident record) {
    this.record = record;
  }

  /** One sentence each, most urgent first; empty when nothing is known. */
  public static List<String> of(Incident record) {
    FollowUps found = new FollowUps(record);
    found.urgent();
    record.cause().ifPresent(found::cause);
    record.decision().filter(FollowUps::stands).map(Decision::action).ifPresent(found::executed);
    found.missing();
    return List.copyOf(found.all);
  }

  private static boolean stands(Decision decision) {
    return switch (decision.outcome()) {
      case RESOLVED, LEFT_IN_PLACE -> decision.action() != null;
      case RECOMMENDED, NOT_EXECUTED, DENIED, REVERTED, EXPIRED, UNKNOWN -> false;
    };
  }

  private void urgent() {
    switch (record.status()) {
      case UNKNOWN -> unknownSteps();
      case DENIED, NOT_EXECUTED, EXPIRED, REVERTED, LEFT_IN_PLACE, ESCALATED ->
          all.add(
              "Users are not known to be served as promised again: a person carries the incident on"
                  + " by hand.");
      case WAITING ->
          record
              .approvalRequest()
              .ifPresent(r ->
                  all.add(
                      "Answer the request before "
                          + Figures.time(r.expiresAt())
                          + " UTC; afterwards an answer has no effect."));
      case RECOMMENDED ->
          record
              .approvalRequest()
              .ifPresent(r ->
                  all.add(
                      "Carry the recommended fix out by hand, while what it changes is still as it"
                          + " expects: "
                          + r.plan().action().describe()
                          + "."));
      case OPEN, RESOLVED -> {}
    }
  }

  private void unknownSteps() {
    List<Execution> unknown =
        record.steps().stream().filter(e -> e.state() == Execution.State.UNKNOWN).toList();
    for (Execution e : unknown) {
      all.add(
          "Look at the target by hand before anything is repeated; nobody can tell whether this was"
              + " done: "
              + e.action().describe()
              + ".");
    }
    if (unknown.isEmpty()) {
      all.add("Look at the targets by hand before anything is repeated.");
    }
  }

  private void cause(Hypothesis leading) {
    Optional<Signal.Suspect> deploy =
        suspect(Change.Kind.DEPLOY)
            .filter(s -> leading.service().isEmpty() || s.change().equals(leading.change()));
    switch (leading.cause()) {
      case LEAK_BY_DEPLOY -> {
        all.add(
            "Find and fix the leak in "
                + deployed(deploy)
                + "; hold it back until memory after collection stays flat under load.");
        deploy.ifPresent(s ->
            all.add(
                "Watch a small share of copies longer before a deploy goes everywhere: this one"
                    + " showed "
                    + Figures.seconds(s.secondsBefore())
                    + " after it."));
      }
      case BAD_DEPLOY -> {
        all.add(
            "Find what is wrong in " + deployed(deploy) + " and hold it back until it is fixed.");
        all.add("Let deploys stop by themselves when the first copies break what is promised.");
      }
      case TRAFFIC_SURGE ->
          all.add("Find out where the traffic came from, and let capacity follow it by itself.");
      case SLOW_DEPENDENCY ->
          all.add(
              "Ask the owners of the dependency what happened, and limit how long and how often it"
                  + " is waited for.");
      case HOST_CONTENTION ->
          all.add(
              "Find out what else runs on the machines of the region, and reserve the processor"
                  + " time that the service needs.");
      case CAPACITY_LOST -> all.add("Find out why copies were lost without a change.");
      case BAD_POD ->
          all.add(
              "Find out what was wrong with "
                  + String.join(", ", leading.pods())
                  + ", and let a health check take such a copy out by itself.");
      case UNKNOWN -> all.add("Find the cause: none of the known ones explains what was seen.");
    }
    if (leading.cause() != Cause.UNKNOWN && leading.weight() < 0.5) {
      all.add(
          "Make sure of the cause: it was only held to be " + Plainly.sure(leading.weight()) + ".");
    }
  }

  private Optional<Signal.Suspect> suspect(Change.Kind kind) {
    return record.signal().stream()
        .flatMap(s -> s.suspects().stream())
        .filter(s -> s.change().kind() == kind)
        .findFirst();
  }

  private static String deployed(Optional<Signal.Suspect> suspect) {
    return suspect.map(s -> s.change().version()).filter(v -> !v.isEmpty()).orElse("the deploy");
  }

  private void executed(Action action) {
    for (Action step : action.steps()) {
      all.add(leftBehind(step));
    }
    record
        .approvalRequest()
        .map(r -> r.plan())
        .filter(plan -> plan.action().equals(action) && plan.dollarsPerHour() > 0)
        .map(FollowUps::bill)
        .ifPresent(all::add);
  }

  private static String bill(Plan plan) {
    return "Until that is done the cloud costs "
        + Figures.dollarsPerHour(plan.dollarsPerHour())
        + ".";
  }

  private static String leftBehind(Action action) {
    return switch (action) {
      case Action.ScalePods a ->
          "Decide whether "
              + a.toPods()
              + " copies of "
              + a.service()
              + " stay; before it were "
              + a.fromPods()
              + ".";
      case Action.RestartPods a ->
          "Fresh copies of " + a.service() + " only buy time: what wore the old ones out goes on.";
      case Action.RollbackDeploy a ->
          "Keep "
              + a.fromVersion()
              + " of "
              + a.service()
              + " from being deployed again in "
              + a.region()
              + "; "
              + a.toVersion()
              + " runs there now.";
      case Action.FailoverRegion a ->
          "Send the traffic of "
              + a.service()
              + " back from "
              + a.toRegion()
              + " to "
              + a.fromRegion()
              + " once it is healthy.";
      case Action.RollbackAndFailover a ->
          leftBehind(a.failover()) + " " + leftBehind(a.rollback());
      case Action.ShedLoad a ->
          "Stop refusing requests of "
              + a.service()
              + " at the edge in "
              + a.region()
              + " as soon as it can carry them.";
      case Action.SetFlag a ->
          "Write down in the source that flag "
              + a.flag()
              + " of "
              + a.service()
              + " is now "
              + a.to()
              + ", or set it back.";
      case Action.SetConfig a ->
          "Write down in the source that config "
              + a.key()
              + " of "
              + a.service()
              + " is now "
              + a.to()
              + ", or set it back.";
    };
  }

  private void missing() {
    Set<String> gaps = new LinkedHashSet<>();
    record.escalation().ifPresent(e -> gaps.addAll(e.missing()));
    record.diagnosis().ifPresent(d -> gaps.addAll(d.gaps()));
    gaps.stream().limit(GAPS_NAMED).forEach(gap -> all.add("Close the gap: " + gap));
    if (gaps.size() > GAPS_NAMED) {
      all.add("Close " + (gaps.size() - GAPS_NAMED) + " more gaps that the record names.");
    }
  }
}

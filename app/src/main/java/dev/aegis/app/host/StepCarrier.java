package dev.aegis.app.host;

import dev.aegis.agent.Reply;
import dev.aegis.execution.Actuator;
import dev.aegis.execution.Actuator.Sight;
import dev.aegis.execution.Binding;
import dev.aegis.execution.Interruption;
import dev.aegis.execution.Steps;
import dev.aegis.execution.TimeLimit;
import dev.aegis.policy.Gate;
import dev.aegis.policy.Policy;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Execution;
import dev.aegis.room.Execution.State;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.ServiceProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Carries armed steps to their targets and reads what became of them. A step found in the log when
 * this carrier was made was begun by someone else; its target is read before anything is done.
 */
final class StepCarrier {
  private final Actuator actuator;
  private final Terms terms;
  private final Supplier<ServiceProfile> profile;
  private final InstantSource clock;

  /** Keys of steps that another process began and that were not looked at since. */
  private final Set<String> inherited = new HashSet<>();

  StepCarrier(
      Actuator actuator,
      Terms terms,
      Supplier<ServiceProfile> profile,
      InstantSource clock,
      List<RoomMessage> log) {
    this.actuator = actuator;
    this.terms = terms;
    this.profile = profile;
    this.clock = clock;
    Steps.unfinished(executions(log)).forEach(e -> inherited.add(e.key()));
  }

  /**
   * What to write down next about a step.
   *
   * @param from the message with the step's newest record
   * @param reply the next record
   */
  record Link(RoomMessage from, Reply reply) {}

  /** Goes one link further with every unfinished step. */
  List<Link> carry(List<RoomMessage> log) {
    List<Link> links = new ArrayList<>();
    for (Execution execution : Steps.unfinished(executions(log))) {
      RoomMessage message = messageOf(log, execution);
      next(execution, message, log).ifPresent(reply -> links.add(new Link(message, reply)));
    }
    return links;
  }

  private Optional<Reply> next(Execution execution, RoomMessage message, List<RoomMessage> log) {
    if (inherited.contains(execution.key())) {
      return resume(execution, message, log);
    }
    return execution.state() == State.ARMED
        ? Optional.of(dispatch(execution, log))
        : observe(execution, message, log);
  }

  private Reply dispatch(Execution execution, List<RoomMessage> log) {
    String before;
    try {
      before = actuator.state(execution.action());
    } catch (RuntimeException e) {
      String why = "the target cannot be read (" + e.getMessage() + ")";
      return report(execution, State.REFUSED, why + "; nothing was done");
    }
    Optional<String> why = whyNot(execution, log);
    if (why.isPresent()) {
      return report(execution, State.REFUSED, why.get() + "; nothing was done");
    }
    try {
      actuator.dispatch(new Actuator.Order(execution.action(), execution.key(), terms.epoch()));
      return report(execution, State.DISPATCHED, "the target has the order; before: " + before);
    } catch (Actuator.RefusedException e) {
      String refused = "the target refused the order: " + e.getMessage();
      return report(execution, State.REFUSED, refused + "; nothing was done");
    } catch (RuntimeException e) {
      inherited.add(execution.key());
      return afterDoubt(execution, "the order may not have arrived (" + e.getMessage() + ")");
    }
  }

  /** Everything that may forbid the step, as it stands now. */
  private Optional<String> whyNot(Execution execution, List<RoomMessage> log) {
    Optional<String> stop = terms.stopped().get();
    if (stop.isPresent()) {
      String reason = stop.get().isEmpty() ? "" : " (" + stop.get() + ")";
      return Optional.of("the kill switch is on" + reason);
    }
    Policy policy = terms.policy().get();
    Instant now = clock.instant();
    if (!execution.undo() && execution.step() == 0) {
      Optional<String> approval = whyNotApproved(execution, new Binding(log, policy.hash(), now));
      if (approval.isPresent()) {
        return approval;
      }
    }
    return new Gate(policy, profile.get(), terms.acts().get(), now).whyNot(execution);
  }

  /** The targets of the whole plan are read again; later steps find what earlier ones have made. */
  private Optional<String> whyNotApproved(Execution execution, Binding binding) {
    Optional<ApprovalRequest> asked = binding.request(execution.planHash());
    if (asked.isEmpty()) {
      return binding.whyNotApproved(execution.planHash(), "");
    }
    try {
      String state = actuator.state(asked.get().plan().action());
      return binding.whyNotApproved(execution.planHash(), state);
    } catch (RuntimeException e) {
      return Optional.of("the targets cannot be read (" + e.getMessage() + ")");
    }
  }

  private Reply afterDoubt(Execution execution, String doubt) {
    Sight sight = look(execution);
    return switch (sight) {
      case AS_ORDERED, UNDER_WAY -> {
        inherited.remove(execution.key());
        yield report(execution, State.DISPATCHED, doubt + ", but the target follows it");
      }
      case UNCHANGED -> report(execution, State.REFUSED, doubt + "; the target is as it was");
      case OUT_OF_SIGHT ->
          report(execution, State.UNKNOWN, doubt + " and the target cannot be read");
    };
  }

  private Optional<Reply> observe(Execution execution, RoomMessage message, List<RoomMessage> log) {
    return switch (look(execution)) {
      case AS_ORDERED -> Optional.of(observed(execution, "done"));
      case UNDER_WAY -> overdue(execution, message, log);
      case UNCHANGED ->
          Optional.of(
              report(execution, State.REFUSED, "the target took the order and did not follow it"));
      case OUT_OF_SIGHT ->
          Optional.of(
              report(execution, State.UNKNOWN, "the target could not be read after the order"));
    };
  }

  private Reply observed(Execution execution, String how) {
    return report(
        execution, State.OBSERVED, how + ": " + execution.action().describe() + after(execution));
  }

  private String after(Execution execution) {
    try {
      return "; after: " + actuator.state(execution.action());
    } catch (RuntimeException e) {
      return "; its state cannot be read (" + e.getMessage() + ")";
    }
  }

  /** A step that does not come to its end is not waited for in silence. */
  private Optional<Reply> overdue(Execution execution, RoomMessage message, List<RoomMessage> log) {
    Duration limit =
        TimeLimit.of(
            new Binding(log, "", clock.instant())
                .request(execution.planHash())
                .map(ApprovalRequest::plan));
    Duration underWay = Duration.between(message.ts(), clock.instant());
    return underWay.compareTo(limit) <= 0
        ? Optional.empty()
        : Optional.of(
            report(
                execution,
                State.UNKNOWN,
                "still under way after "
                    + underWay.toSeconds()
                    + " s, "
                    + limit.toSeconds()
                    + " s are its limit"));
  }

  private Optional<Reply> resume(Execution execution, RoomMessage message, List<RoomMessage> log) {
    return switch (Interruption.resume(execution, look(execution))) {
      case CONFIRM -> {
        inherited.remove(execution.key());
        yield Optional.of(observed(execution, "found done after an interruption"));
      }
      case WATCH -> overdue(execution, message, log);
      case DISPATCH_AGAIN -> {
        inherited.remove(execution.key());
        yield Optional.of(dispatch(execution, log));
      }
      case GIVE_UP -> {
        inherited.remove(execution.key());
        yield Optional.of(
            report(
                execution,
                State.UNKNOWN,
                "interrupted, and the target does not show whether it was done"));
      }
    };
  }

  private Sight look(Execution execution) {
    try {
      return actuator.look(execution.action(), execution.key());
    } catch (RuntimeException e) {
      return Sight.OUT_OF_SIGHT;
    }
  }

  private static Reply report(Execution execution, State state, String detail) {
    Execution next = Steps.advance(execution, state, detail);
    return switch (state) {
      case ARMED, DISPATCHED -> Reply.toAll(detail, next);
      case OBSERVED, REFUSED, UNKNOWN -> Reply.to(Handle.COMMANDER, detail, next);
    };
  }

  private static List<Execution> executions(List<RoomMessage> log) {
    return log.stream()
        .filter(m -> m.payload() instanceof Execution)
        .map(m -> (Execution) m.payload())
        .toList();
  }

  private static RoomMessage messageOf(List<RoomMessage> log, Execution execution) {
    return log.stream()
        .filter(m -> execution.equals(m.payload()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }
}

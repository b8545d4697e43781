package dev.aegis.app.host;

import dev.aegis.agent.Reply;
import dev.aegis.execution.Actuator;
import dev.aegis.execution.Actuator.Sight;
import dev.aegis.execution.Interruption;
import dev.aegis.execution.Steps;
import dev.aegis.room.Execution;
import dev.aegis.room.Execution.State;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Carries armed steps to their targets and reads what became of them. A step found in the log when
 * this carrier was made was begun by someone else; its target is read before anything is done.
 */
final class StepCarrier {
  private final Actuator actuator;
  private final BooleanSupplier stopped;

  /** Keys of steps that another process began and that were not looked at since. */
  private final Set<String> inherited = new HashSet<>();

  StepCarrier(Actuator actuator, BooleanSupplier stopped, List<RoomMessage> log) {
    this.actuator = actuator;
    this.stopped = stopped;
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
      next(execution).ifPresent(reply -> links.add(new Link(message, reply)));
    }
    return links;
  }

  private Optional<Reply> next(Execution execution) {
    if (inherited.contains(execution.key())) {
      return resume(execution);
    }
    return execution.state() == State.ARMED ? Optional.of(dispatch(execution)) : observe(execution);
  }

  private Reply dispatch(Execution execution) {
    if (stopped.getAsBoolean()) {
      return report(execution, State.REFUSED, "the kill switch is on; nothing was done");
    }
    try {
      actuator.dispatch(new Actuator.Order(execution.action(), execution.key(), 0));
      return report(execution, State.DISPATCHED, "the target has the order");
    } catch (RuntimeException e) {
      inherited.add(execution.key());
      return afterDoubt(execution, "the order may not have arrived (" + e.getMessage() + ")");
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

  private Optional<Reply> observe(Execution execution) {
    return switch (look(execution)) {
      case AS_ORDERED ->
          Optional.of(report(execution, State.OBSERVED, "done: " + execution.action().describe()));
      case UNDER_WAY -> Optional.empty();
      case UNCHANGED ->
          Optional.of(
              report(execution, State.REFUSED, "the target took the order and did not follow it"));
      case OUT_OF_SIGHT ->
          Optional.of(
              report(execution, State.UNKNOWN, "the target could not be read after the order"));
    };
  }

  private Optional<Reply> resume(Execution execution) {
    return switch (Interruption.resume(execution, look(execution))) {
      case CONFIRM -> {
        inherited.remove(execution.key());
        yield Optional.of(
            report(
                execution,
                State.OBSERVED,
                "found done after an interruption: " + execution.action().describe()));
      }
      case WATCH -> Optional.empty();
      case DISPATCH_AGAIN -> {
        inherited.remove(execution.key());
        yield Optional.of(dispatch(execution));
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

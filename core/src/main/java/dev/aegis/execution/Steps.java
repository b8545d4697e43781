package dev.aegis.execution;

import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The steps of a plan, or of taking it back, and where they stand in the record.
 *
 * <p>Every step goes ARMED (durable, before the target hears of it) → DISPATCHED → OBSERVED. A step
 * that is in the record is never armed again.
 */
public final class Steps {
  private final RoomId room;
  private final String planHash;
  private final boolean undo;
  private final List<Action> actions;

  private Steps(RoomId room, String planHash, boolean undo, Action whole) {
    this.room = Objects.requireNonNull(room);
    this.planHash = planHash;
    this.undo = undo;
    this.actions = whole.steps();
  }

  /** The steps that carry the plan out. */
  public static Steps of(RoomId room, Plan plan) {
    return new Steps(room, plan.hash(), false, plan.action());
  }

  /** The steps that take it back; empty when nothing does. */
  public static Optional<Steps> toUndo(RoomId room, Plan plan) {
    Action undo = plan.undo();
    return undo == null ? Optional.empty() : Optional.of(new Steps(room, plan.hash(), true, undo));
  }

  /** The first step that is not in the record yet, to be armed; empty when all are. */
  public Optional<Execution> next(List<Execution> record) {
    for (int step = 0; step < actions.size(); step++) {
      int number = step;
      if (record.stream().noneMatch(e -> isOurs(e) && e.step() == number)) {
        return Optional.of(at(step, Execution.State.ARMED, actions.get(step).describe()));
      }
    }
    return Optional.empty();
  }

  /** Whether the target was seen as ordered after every step. */
  public boolean allObserved(List<Execution> record) {
    for (int step = 0; step < actions.size(); step++) {
      int number = step;
      boolean observed =
          record.stream()
              .anyMatch(
                  e -> isOurs(e) && e.step() == number && e.state() == Execution.State.OBSERVED);
      if (!observed) {
        return false;
      }
    }
    return true;
  }

  private boolean isOurs(Execution execution) {
    return execution.planHash().equals(planHash) && execution.undo() == undo;
  }

  private Execution at(int step, Execution.State state, String detail) {
    String key = room + "/" + planHash.substring(0, 16) + (undo ? "/undo/" : "/") + step;
    return new Execution(
        planHash, step, actions.size(), undo, actions.get(step), state, key, detail);
  }

  /** The next link of a step's chain. */
  public static Execution advance(Execution from, Execution.State state, String detail) {
    return new Execution(
        from.planHash(),
        from.step(),
        from.steps(),
        from.undo(),
        from.action(),
        state,
        from.key(),
        detail);
  }

  /** Every step whose newest record is neither OBSERVED, REFUSED nor UNKNOWN, oldest first. */
  public static List<Execution> unfinished(List<Execution> record) {
    List<Execution> open = new ArrayList<>();
    for (Execution execution : record) {
      open.removeIf(e -> e.key().equals(execution.key()));
      boolean finished =
          switch (execution.state()) {
            case ARMED, DISPATCHED -> false;
            case OBSERVED, REFUSED, UNKNOWN -> true;
          };
      if (!finished) {
        open.add(execution);
      }
    }
    return List.copyOf(open);
  }
}

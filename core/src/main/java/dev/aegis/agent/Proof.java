package dev.aegis.agent;

import dev.aegis.room.Action;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import dev.aegis.twin.Applied;
import dev.aegis.twin.ChaosReplay;
import dev.aegis.twin.Conformal;
import dev.aegis.twin.ReplayMemory;
import dev.aegis.twin.ReplaySettings;
import dev.aegis.twin.Replications;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/** Has an action replayed against what is known in a turn. */
public final class Proof {
  private final ReplaySettings settings;

  public Proof(ReplaySettings settings) {
    this.settings = Objects.requireNonNull(settings);
  }

  /** Judges a fix that would begin now. */
  ValidationResult judge(Turn turn, Action action) {
    Desk desk = turn.desk();
    ValidationResult result =
        ChaosReplay.judge(
            action,
            desk.telemetry(),
            desk.profile(),
            turn.now(),
            settings,
            desk.seed(),
            applied(turn),
            on(desk),
            new ReplayMemory());
    return Conformal.widened(result, desk.pastForecasts());
  }

  /**
   * What the replay says of taking a fix back.
   *
   * @param noWorse whether the service would be no worse off than with the fix left in place
   * @param sentence why, for people
   * @param evidence what this rests on
   */
  record UndoVerdict(boolean noWorse, String sentence, List<Evidence> evidence) {}

  /** Judges taking back what the log says was done. */
  UndoVerdict undo(Turn turn, Action undo) {
    Desk desk = turn.desk();
    ChaosReplay.Undo verdict =
        ChaosReplay.judgeUndo(
            undo,
            desk.telemetry(),
            desk.profile(),
            turn.now(),
            settings,
            desk.seed(),
            applied(turn),
            on(desk),
            new ReplayMemory());
    return new UndoVerdict(
        verdict.noWorseThanStaying(), verdict.sentence(), verdict.replay().evidence());
  }

  /** What targets were really told, and when. */
  private static List<Applied> applied(Turn turn) {
    return turn.log().stream()
        .filter(Proof::isDispatch)
        .map(m -> new Applied(((Execution) m.payload()).action(), m.ts()))
        .toList();
  }

  private static boolean isDispatch(RoomMessage message) {
    return message.payload() instanceof Execution execution
        && execution.state() == Execution.State.DISPATCHED;
  }

  private static Replications on(Desk desk) {
    return new Replications() {
      @Override
      public <T> List<T> run(int from, int to, IntFunction<T> replication) {
        return desk.replicate(from, to, replication);
      }
    };
  }
}

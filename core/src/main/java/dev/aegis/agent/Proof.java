package dev.aegis.agent;

import dev.aegis.incident.Forecasts;
import dev.aegis.incident.StepTimes;
import dev.aegis.room.Action;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.ValidationResult;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.twin.Applied;
import dev.aegis.twin.ChaosReplay;
import dev.aegis.twin.Conformal;
import dev.aegis.twin.ReplayMemory;
import dev.aegis.twin.ReplaySettings;
import dev.aegis.twin.Replications;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Has an action replayed against what is known in a turn. */
public final class Proof {
  private final ReplaySettings settings;

  public Proof(ReplaySettings settings) {
    this.settings = Objects.requireNonNull(settings);
  }

  /** Judges a fix that would begin now. */
  ValidationResult judge(Turn turn, Action action) {
    Desk desk = turn.desk();
    List<List<RoomMessage>> executed = desk.executed();
    ServiceProfile profile = StepTimes.learntBy(desk.profile(), executed);
    ValidationResult result =
        ChaosReplay.judge(
            action,
            desk.telemetry(),
            profile,
            turn.now(),
            settings,
            desk.seed(),
            applied(turn),
            on(desk),
            new ReplayMemory());
    ValidationResult widened =
        Conformal.widened(result, Forecasts.of(executed).held(profile.environment()));
    return profile.equals(desk.profile())
        ? widened
        : widened.restingOn(learnt(desk.profile(), profile));
  }

  private static Evidence learnt(ServiceProfile declared, ServiceProfile seen) {
    return new Evidence(
        "twin-times",
        "how long pods start and traffic moves is taken from past executions in this environment",
        "steps in " + declared.environment(),
        "twin",
        List.of("what", "declared", "taken"),
        List.of(
            List.of("pod start", words(declared.podStart()), words(seen.podStart())),
            List.of("failover", words(declared.failoverRamp()), words(seen.failoverRamp()))));
  }

  private static String words(@Nullable Duration duration) {
    return duration == null ? "not declared" : duration.toSeconds() + " s";
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
            StepTimes.learntBy(desk.profile(), desk.executed()),
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

package dev.aegis.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action.FailoverRegion;
import dev.aegis.room.Action.RollbackAndFailover;
import dev.aegis.room.Action.RollbackDeploy;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Execution;
import dev.aegis.room.Execution.State;
import dev.aegis.room.MessageId;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepsTest {
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final FailoverRegion AWAY = new FailoverRegion("shop", "east", "west");
  private static final RollbackDeploy BACK = new RollbackDeploy("shop", "east", "v2", "v1");
  private static final Plan PLAN =
      new Plan(
          new RollbackAndFailover(BACK, AWAY),
          new FailoverRegion("shop", "west", "east"),
          "the traffic can be sent back",
          Duration.ofMinutes(5),
          BlastRadius.LARGE,
          3.5,
          "shop/east pods=6 version=v2",
          new MessageId("m-1"));

  @Test
  void takesTheUsersAwayBeforeItTouchesTheRegion() {
    Execution first = Steps.of(ROOM, PLAN).next(List.of()).orElseThrow();
    assertThat(first.action()).isEqualTo(AWAY);
    assertThat(first.state()).isEqualTo(State.ARMED);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void neverArmsAStepThatIsInTheRecordInWhateverState(State state) {
    Steps steps = Steps.of(ROOM, PLAN);
    Execution first = steps.next(List.of()).orElseThrow();
    Execution recorded = Steps.advance(first, state, "seen");
    assertThat(steps.next(List.of(recorded)).orElseThrow().step()).isEqualTo(1);
  }

  @Test
  void isDoneOnlyWhenEveryStepWasObserved() {
    Steps steps = Steps.of(ROOM, PLAN);
    List<Execution> record = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      assertThat(steps.allObserved(record)).isFalse();
      Execution armed = steps.next(record).orElseThrow();
      record.add(armed);
      record.add(Steps.advance(armed, State.OBSERVED, "seen"));
    }
    assertThat(steps.allObserved(record)).isTrue();
    assertThat(steps.next(record)).isEmpty();
  }

  @Test
  void takingBackHasStepsAndKeysOfItsOwn() {
    Execution forward = Steps.of(ROOM, PLAN).next(List.of()).orElseThrow();
    Execution back = Steps.toUndo(ROOM, PLAN).orElseThrow().next(List.of(forward)).orElseThrow();
    assertThat(back.undo()).isTrue();
    assertThat(back.key()).isNotEqualTo(forward.key());
  }

  @Test
  void theNewestRecordOfAStepDecidesWhetherItIsUnfinished() {
    Execution armed = Steps.of(ROOM, PLAN).next(List.of()).orElseThrow();
    Execution dispatched = Steps.advance(armed, State.DISPATCHED, "told");
    Execution observed = Steps.advance(armed, State.OBSERVED, "seen");
    assertThat(Steps.unfinished(List.of(armed))).containsExactly(armed);
    assertThat(Steps.unfinished(List.of(armed, dispatched))).containsExactly(dispatched);
    assertThat(Steps.unfinished(List.of(armed, dispatched, observed))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"ARMED", "DISPATCHED"})
  void anInterruptedStepIsNeverRepeatedWithoutLooking(State found) {
    Execution armed = Steps.of(ROOM, PLAN).next(List.of()).orElseThrow();
    Execution record = Steps.advance(armed, found, "found");
    assertThat(Interruption.resume(record, Actuator.Sight.OUT_OF_SIGHT))
        .isEqualTo(Interruption.Resumption.GIVE_UP);
    assertThat(Interruption.resume(record, Actuator.Sight.AS_ORDERED))
        .isEqualTo(Interruption.Resumption.CONFIRM);
    assertThat(Interruption.resume(record, Actuator.Sight.UNDER_WAY))
        .isEqualTo(Interruption.Resumption.WATCH);
  }

  @Test
  void onlyAStepTheTargetNeverTookIsGivenAgain() {
    Execution armed = Steps.of(ROOM, PLAN).next(List.of()).orElseThrow();
    assertThat(Interruption.resume(armed, Actuator.Sight.UNCHANGED))
        .isEqualTo(Interruption.Resumption.DISPATCH_AGAIN);
    Execution dispatched = Steps.advance(armed, State.DISPATCHED, "told");
    assertThat(Interruption.resume(dispatched, Actuator.Sight.UNCHANGED))
        .isEqualTo(Interruption.Resumption.GIVE_UP);
  }

  @Test
  void anyChangeOfThePlanChangesItsHash() {
    Plan dearer =
        new Plan(
            PLAN.action(),
            PLAN.undo(),
            PLAN.whyUndo(),
            PLAN.expectedDuration(),
            PLAN.blastRadius(),
            3.6,
            PLAN.observedState(),
            PLAN.validation());
    Plan noUndo =
        new Plan(
            PLAN.action(),
            null,
            PLAN.whyUndo(),
            PLAN.expectedDuration(),
            PLAN.blastRadius(),
            PLAN.dollarsPerHour(),
            PLAN.observedState(),
            PLAN.validation());
    assertThat(List.of(PLAN.hash(), dearer.hash(), noUndo.hash())).doesNotHaveDuplicates();
    assertThat(PLAN.hash()).hasSize(64);
  }
}

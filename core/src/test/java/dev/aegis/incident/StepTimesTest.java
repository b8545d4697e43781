package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  private static final Action SCALE = new Action.ScalePods("shop", "east", 6, 12);
  private static final Action AWAY = new Action.FailoverRegion("shop", "east", "west");

  private int rooms;

  /** A room in which one step was ordered and seen done so many seconds later. */
  private List<RoomMessage> room(
      String environment, Action action, int seconds, Verification.Outcome outcome) {
    RoomId room = RoomId.of(2026, ++rooms);
    List<RoomMessage> log = new ArrayList<>();
    Signal signal =
        new Signal(
            "shop",
            "east",
            Severity.SEV1,
            "burning",
            START,
            START,
            new Slo(1000, 0.01),
            List.of(),
            List.of(),
            0,
            List.of(),
            environment);
    say(log, room, Handle.OBSERVER, signal, START);
    say(log, room, Handle.AEGIS, step(action, Execution.State.DISPATCHED), START);
    say(
        log,
        room,
        Handle.AEGIS,
        step(action, Execution.State.OBSERVED),
        START.plusSeconds(seconds));
    say(
        log,
        room,
        Handle.COMMANDER,
        new Verification("hash", outcome, 1, 0, null, "seen", List.of()),
        START.plusSeconds(600));
    return log;
  }

  private static Execution step(Action action, Execution.State state) {
    return new Execution("hash", 0, 1, false, action, state, "key", "");
  }

  private static void say(
      List<RoomMessage> log, RoomId room, Handle sender, Payload payload, Instant at) {
    long seq = log.size() + 1L;
    log.add(
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            room,
            seq,
            new MessageId("m-" + seq),
            null,
            sender,
            List.of(),
            "text",
            payload,
            at));
  }

  private List<List<RoomMessage>> three(String environment, Verification.Outcome outcome) {
    return List.of(
        room(environment, SCALE, 40, outcome),
        room(environment, SCALE, 70, outcome),
        room(environment, SCALE, 50, outcome));
  }

  @Test
  void threeStepsOfPlansThatHelpedTellHowLongPodsTake() {
    StepTimes times = StepTimes.of(three("production", Verification.Outcome.HELD), "production");

    assertThat(times.podStart(null)).contains(Duration.ofSeconds(50));
    assertThat(times.failoverRamp(null)).isEmpty();
  }

  @Test
  void plansThatDidNotHelpAndOtherEnvironmentsDoNotCount() {
    assertThat(
            StepTimes.of(three("production", Verification.Outcome.NOT_HELD), "production")
                .podStart(null))
        .isEmpty();
    assertThat(StepTimes.of(three("lab", Verification.Outcome.HELD), "production").podStart(null))
        .isEmpty();
  }

  @Test
  void twoStepsSayNothing() {
    List<List<RoomMessage>> two = three("production", Verification.Outcome.HELD).subList(0, 2);
    assertThat(StepTimes.of(two, "production").podStart(null)).isEmpty();
  }

  @Test
  void whatIsLearntStaysWithinThreeTimesWhatWasDeclared() {
    StepTimes times = StepTimes.of(three("production", Verification.Outcome.HELD), "production");

    assertThat(times.podStart(Duration.ofSeconds(10))).contains(Duration.ofSeconds(30));
    assertThat(times.podStart(Duration.ofSeconds(240))).contains(Duration.ofSeconds(80));
  }

  @Test
  void movingTrafficIsCountedApart() {
    List<List<RoomMessage>> moves = new ArrayList<>();
    for (int seconds : new int[] {20, 22, 90}) {
      moves.add(room("production", AWAY, seconds, Verification.Outcome.HELD));
    }
    StepTimes times = StepTimes.of(moves, "production");

    assertThat(times.failoverRamp(Duration.ofSeconds(30))).contains(Duration.ofSeconds(22));
    assertThat(times.podStart(null)).isEmpty();
  }
}

package dev.aegis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Action;
import dev.aegis.room.Execution;
import dev.aegis.room.Execution.State;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Slo;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
  /** A Saturday. */
  private static final Instant NOW = Instant.parse("2026-03-14T03:00:00Z");

  private static final Action SCALE = new Action.ScalePods("shop", "east", 6, 12);
  private static final Action ELSEWHERE = new Action.ScalePods("shop", "west", 6, 12);
  private static final Action ROLLBACK = new Action.RollbackDeploy("shop", "east", "v2", "v1");
  private static final Action FLAG = new Action.SetFlag("shop", "cache", "on", "off");
  private static final Policy APPROVE = new Policy(Autonomy.APPROVE);

  private final List<RoomMessage> acts = new ArrayList<>();

  @Test
  void aFreezeWinsOverWhatIsAllowedAndMayExemptARollback() {
    Span saturdays =
        new Span.Weekly(Set.of(DayOfWeek.SATURDAY), LocalTime.MIDNIGHT, LocalTime.NOON);
    Policy.Freeze freeze =
        new Policy.Freeze(new Span.Once(NOW.minusSeconds(1), NOW.plusSeconds(1)), "the sale", true);
    Policy frozen = policy(List.of(saturdays), List.of(freeze), Duration.ZERO, 12, 100);
    assertThat(whyNot(frozen, step(SCALE, "a", false)).orElseThrow())
        .contains("policy freeze", "the sale");
    assertThat(whyNot(frozen, step(ROLLBACK, "a", false))).isEmpty();
    Span sundays = new Span.Weekly(Set.of(DayOfWeek.SUNDAY), LocalTime.MIDNIGHT, LocalTime.NOON);
    Policy closed = policy(List.of(sundays), List.of(), Duration.ZERO, 12, 100);
    assertThat(whyNot(closed, step(SCALE, "a", false)).orElseThrow()).contains("policy allow");
  }

  @Test
  void hoursThatEndOnTheNextDayBelongToTheDayOnWhichTheyBegin() {
    Span friday =
        new Span.Weekly(Set.of(DayOfWeek.FRIDAY), LocalTime.of(18, 0), LocalTime.of(4, 0));
    assertThat(friday.contains(NOW)).isTrue();
    assertThat(friday.contains(NOW.plus(Duration.ofHours(1)))).isFalse();
    assertThat(friday.contains(NOW.plus(Duration.ofHours(20)))).isFalse();
  }

  @Test
  void ofTwoArmedStepsOnOneTargetTheLaterYields() {
    Execution first = step(SCALE, "a", false);
    Execution second = step(ROLLBACK, "b", false);
    act(first);
    act(second);
    assertThat(whyNot(APPROVE, first)).isEmpty();
    assertThat(whyNot(APPROVE, second).orElseThrow()).contains("policy lock");
    assertThat(whyNot(APPROVE, step(ELSEWHERE, "c", false))).isEmpty();
    assertThat(whyNot(APPROVE, step(FLAG, "d", false)).orElseThrow()).contains("policy lock");
  }

  @Test
  void aTargetCoolsDownLongerAfterEveryFailureInARow() {
    act(as(step(SCALE, "a", false), State.DISPATCHED), NOW.minusSeconds(61));
    act(as(step(SCALE, "a", false), State.OBSERVED), NOW.minusSeconds(50));
    assertThat(whyNot(APPROVE, step(ROLLBACK, "b", false))).isEmpty();
    act(new Verification("a", Verification.Outcome.NOT_HELD, 1, 1, null, "no", List.of()), NOW);
    assertThat(whyNot(APPROVE, step(ROLLBACK, "b", false)).orElseThrow())
        .contains("policy cool-down", "after 1 that failed");
    assertThat(whyNot(APPROVE, step(ROLLBACK, "b", true))).as("an undo need not wait").isEmpty();
  }

  @Test
  void aStepThatThePolicyRefusedIsNoFailureOfTheTarget() {
    act(as(step(SCALE, "a", false), State.OBSERVED), NOW.minusSeconds(61));
    act(as(step(SCALE, "b", false), State.REFUSED), NOW.minusSeconds(30));
    assertThat(whyNot(APPROVE, step(ROLLBACK, "c", false))).isEmpty();
  }

  @Test
  void limitsCountTheLastHourAndNotWhatWasTakenBack() {
    Policy tight = policy(List.of(), List.of(), Duration.ZERO, 2, 13);
    act(as(step(ELSEWHERE, "old", false), State.OBSERVED), NOW.minusSeconds(3601));
    act(as(step(ELSEWHERE, "undone", true), State.OBSERVED), NOW.minusSeconds(9));
    act(as(step(ELSEWHERE, "a", false), State.OBSERVED), NOW.minusSeconds(8));
    assertThat(whyNot(tight, step(SCALE, "b", false))).isEmpty();
    Action nine = new Action.ScalePods("shop", "east", 6, 15);
    assertThat(whyNot(tight, step(nine, "b", false)).orElseThrow()).contains("pods_per_hour");
    act(as(step(FLAG, "c", false), State.OBSERVED), NOW.minusSeconds(7));
    assertThat(whyNot(tight, step(FLAG, "d", false)).orElseThrow()).contains("actions_per_hour");
  }

  private Optional<String> whyNot(Policy policy, Execution step) {
    return new Gate(policy, PROFILE, acts, NOW).whyNot(step);
  }

  private void act(Execution execution) {
    act(execution, NOW.minusSeconds(5));
  }

  private void act(Payload payload, Instant at) {
    int seq = acts.size() + 1;
    acts.add(
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            RoomId.of(2026, seq),
            1,
            new MessageId("m-" + seq),
            null,
            Handle.AEGIS,
            List.of(),
            "text",
            payload,
            at));
  }

  private static Execution step(Action action, String plan, boolean undo) {
    return new Execution(plan, 0, 1, undo, action, State.ARMED, plan + "/0", "armed");
  }

  private static Execution as(Execution step, State state) {
    return new Execution(
        step.planHash(), 0, 1, step.undo(), step.action(), state, step.key(), "then");
  }

  private static Policy policy(
      List<Span> allowed, List<Policy.Freeze> freezes, Duration coolDown, int actions, int pods) {
    return new Policy(Autonomy.APPROVE, allowed, freezes, coolDown, 2, actions, pods);
  }

  private static final ServiceProfile PROFILE =
      new ServiceProfile(
          "shop",
          new Slo(1000, 0.01),
          "east",
          List.of(new ServiceProfile.Region("east", 6, 12)),
          20,
          100,
          null,
          null,
          null,
          "",
          new ServiceProfile.Costs(0, Duration.ofMinutes(42), 0, 0, 0));
}

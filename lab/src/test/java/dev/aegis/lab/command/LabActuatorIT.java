package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.cli.LabRun;
import dev.aegis.execution.Actuator;
import dev.aegis.execution.Actuator.Order;
import dev.aegis.execution.Actuator.RefusedException;
import dev.aegis.execution.Actuator.Sight;
import dev.aegis.lab.acting.LabActuator;
import dev.aegis.room.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab as a target: what every target promises, on one real lab for all tests. */
class LabActuatorIT {
  private static final String SERVICE = "checkout-api";
  private static final String EAST = "us-east-1";
  private static final String WEST = "us-west-2";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir static Path directory;

  private static RunningLab lab;
  private static Actuator target;
  private static long number;

  @BeforeAll
  static void start() {
    lab = RunningLab.start(directory.resolve("lab"), LabRun.Edge.JETTY, 7);
    target = new LabActuator(lab.api(), 1);
    await(() -> lab.api().healthy(), "the lab to be ready");
  }

  @AfterAll
  static void end() {
    if (lab != null) {
      lab.close();
      assertThat(lab.alive()).isFalse();
    }
  }

  @Test
  void scalingIsSeenInTheStateAndItsUndoBringsTheStateBack() {
    roundTrip(new Action.ScalePods(SERVICE, EAST, 4, 5), new Action.ScalePods(SERVICE, EAST, 5, 4));
  }

  @Test
  void aFailoverIsSeenInTheStateAndTheFailBackBringsTheUsersHome() {
    roundTrip(
        new Action.FailoverRegion(SERVICE, EAST, WEST),
        new Action.FailoverRegion(SERVICE, WEST, EAST));
  }

  @Test
  void aSettingIsSeenInTheStateAndItsUndoBringsTheStateBack() {
    roundTrip(
        new Action.SetConfig(SERVICE, "payments.timeout", "1s", "2s"),
        new Action.SetConfig(SERVICE, "payments.timeout", "2s", "1s"));
  }

  @Test
  void sheddingIsSeenInTheStateAndItsUndoBringsTheStateBack() {
    roundTrip(
        new Action.ShedLoad(SERVICE, EAST, 0, 0.25), new Action.ShedLoad(SERVICE, EAST, 0.25, 0));
  }

  @Test
  void aRestartIsDoneOnceForEachKey() {
    Action restart = new Action.RestartPods(SERVICE, WEST, 4);
    String key = key();
    assertThat(target.look(restart, key)).isEqualTo(Sight.UNCHANGED);
    order(restart, key);
    awaitOrdered(restart, key);
    String state = lab.api().state().path("deployments").toString();
    order(restart, key);
    assertThat(target.look(restart, key)).isEqualTo(Sight.AS_ORDERED);
    assertThat(lab.api().state().path("deployments").toString()).isEqualTo(state);
  }

  @Test
  void whatCannotBeIsRefusedAndNothingIsDone() {
    Action nowhere = new Action.ScalePods(SERVICE, "eu-central-1", 4, 5);
    assertThat(target.rehearse(nowhere).accepted()).isFalse();
    assertThatThrownBy(() -> order(nowhere, key())).isInstanceOf(RefusedException.class);
    Action strange = new Action.SetFlag(SERVICE, "../../v1/faults", "off", "on");
    assertThatThrownBy(() -> order(strange, key())).isInstanceOf(RefusedException.class);
  }

  /** There and back, with everything that must hold on the way. */
  private static void roundTrip(Action there, Action back) {
    String before = target.state(there);
    assertThat(target.rehearse(there).accepted()).isTrue();
    assertThat(target.state(there)).as("after the dry run").isEqualTo(before);
    String first = key();
    assertThat(target.look(there, first)).isEqualTo(Sight.UNCHANGED);

    order(there, first);
    assertThat(target.state(there)).isNotEqualTo(before);
    awaitOrdered(there, first);
    order(there, first);
    assertThat(target.look(there, first)).isEqualTo(Sight.AS_ORDERED);

    String late = key();
    assertThatThrownBy(() -> target.dispatch(new Order(back, late, 1)))
        .isInstanceOf(RefusedException.class);
    String second = key();
    order(back, second);
    awaitOrdered(back, second);
    assertThat(target.state(there)).isEqualTo(before);
  }

  private static String key() {
    number++;
    return "INC-2026-0001/lab/" + number;
  }

  private static void order(Action action, String key) {
    target.dispatch(new Order(action, key, 7));
  }

  private static void awaitOrdered(Action action, String key) {
    await(() -> target.look(action, key) == Sight.AS_ORDERED, action.describe());
  }

  private static void await(java.util.function.BooleanSupplier condition, String what) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting for %s", what).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}

package dev.aegis.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.execution.Actuator;
import dev.aegis.execution.Actuator.Order;
import dev.aegis.execution.Actuator.Sight;
import dev.aegis.room.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every target must do, real or simulated. A subclass brings a fresh target for each test, an
 * action that changes it and takes a while, and the action that takes it back.
 */
public abstract class ActuatorContract {
  /** A target under test. */
  public interface Subject extends AutoCloseable {
    Actuator actuator();

    /** Changes the target's desired state. */
    Action action();

    /** Brings the desired state back to what it was before {@link #action}. */
    Action undo();

    /** How many times the target has started to follow an order. */
    int started();

    /** Lets the target come to the end of what it was ordered; waits for it with a deadline. */
    void settle();

    /** From now on the target cannot be read. */
    void hide();

    @Override
    void close();
  }

  private static final String KEY = "INC-2026-0001/contract/0";
  private static final long EPOCH = 7;

  private Subject subject;
  private Actuator target;

  /** A target nobody has given an order to. */
  protected abstract Subject fresh();

  @BeforeEach
  void open() {
    subject = fresh();
    target = subject.actuator();
  }

  @AfterEach
  void close() {
    subject.close();
  }

  private void order(Action action, String key, long epoch) {
    target.dispatch(new Order(action, key, epoch));
  }

  @Test
  void theSameKeyTwiceStartsNothingTwice() {
    order(subject.action(), KEY, EPOCH);
    order(subject.action(), KEY, EPOCH);
    subject.settle();
    order(subject.action(), KEY, EPOCH + 1);
    assertThat(subject.started()).isEqualTo(1);
  }

  @Test
  void anOlderEpochIsRefusedAndNothingIsDone() {
    order(subject.action(), KEY, EPOCH);
    subject.settle();
    String before = target.state(subject.undo());
    assertThatThrownBy(() -> order(subject.undo(), KEY + "/late", EPOCH - 1))
        .isInstanceOf(Actuator.RefusedException.class);
    assertThat(target.state(subject.undo())).isEqualTo(before);
    assertThat(subject.started()).isEqualTo(1);
    assertThat(target.look(subject.undo(), KEY + "/late")).isEqualTo(Sight.UNCHANGED);
  }

  @Test
  void equalStatesReadEqualAndAnOrderIsSeenInTheState() {
    String before = target.state(subject.action());
    assertThat(target.state(subject.action())).isEqualTo(before);
    order(subject.action(), KEY, EPOCH);
    String ordered = target.state(subject.action());
    assertThat(ordered).isNotEqualTo(before);
    subject.settle();
    assertThat(target.state(subject.action())).as("desired state, not progress").isEqualTo(ordered);
  }

  @Test
  void aRehearsalSaysWhatItWouldDoAndChangesNothing() {
    String before = target.state(subject.action());
    Actuator.Rehearsal rehearsal = target.rehearse(subject.action());
    assertThat(rehearsal.accepted()).as(rehearsal.sentence()).isTrue();
    assertThat(rehearsal.sentence()).isNotBlank();
    assertThat(target.state(subject.action())).isEqualTo(before);
    assertThat(target.look(subject.action(), KEY)).isEqualTo(Sight.UNCHANGED);
    assertThat(subject.started()).isZero();
  }

  @Test
  void isSeenUnchangedThenUnderWayOrDoneThenAsOrdered() {
    assertThat(target.look(subject.action(), KEY)).isEqualTo(Sight.UNCHANGED);
    order(subject.action(), KEY, EPOCH);
    assertThat(target.look(subject.action(), KEY)).isIn(Sight.UNDER_WAY, Sight.AS_ORDERED);
    subject.settle();
    assertThat(target.look(subject.action(), KEY)).isEqualTo(Sight.AS_ORDERED);
  }

  @Test
  void aTargetThatCannotBeReadIsOutOfSight() {
    order(subject.action(), KEY, EPOCH);
    subject.hide();
    assertThat(target.look(subject.action(), KEY)).isEqualTo(Sight.OUT_OF_SIGHT);
  }

  @Test
  void theUndoBringsTheStateBackToWhatItWas() {
    String before = target.state(subject.action());
    order(subject.action(), KEY, EPOCH);
    subject.settle();
    order(subject.undo(), KEY + "/undo", EPOCH);
    subject.settle();
    assertThat(target.state(subject.action())).isEqualTo(before);
    assertThat(target.look(subject.undo(), KEY + "/undo")).isEqualTo(Sight.AS_ORDERED);
  }
}

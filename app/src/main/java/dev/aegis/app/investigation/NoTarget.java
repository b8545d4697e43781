package dev.aegis.app.investigation;

import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;

/** There is nothing behind a recording that could be changed. */
final class NoTarget implements Actuator {
  @Override
  public String state(Action action) {
    return "";
  }

  @Override
  public Rehearsal rehearse(Action action) {
    return new Rehearsal(false, "a recording has no target");
  }

  @Override
  public void dispatch(Order order) {
    throw new RefusedException("a recording has no target");
  }

  @Override
  public Sight look(Action action, String key) {
    return Sight.OUT_OF_SIGHT;
  }
}

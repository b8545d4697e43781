package dev.aegis.app.host;

import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;

/** Nothing that could be changed: behind a recording, or where no actuator is connected. */
public final class NoTarget implements Actuator {
  private final String why;

  /**
   * @param why one sentence without its full stop
   */
  public NoTarget(String why) {
    this.why = why;
  }

  @Override
  public String state(Action action) {
    return "";
  }

  @Override
  public Rehearsal rehearse(Action action) {
    return new Rehearsal(false, why);
  }

  @Override
  public void dispatch(Order order) {
    throw new RefusedException(why);
  }

  @Override
  public Sight look(Action action, String key) {
    return Sight.OUT_OF_SIGHT;
  }
}

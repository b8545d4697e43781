package dev.aegis.app.host;

import dev.aegis.agent.Desk;
import dev.aegis.room.RoomMessage;
import java.time.Instant;

/** Hears of each verdict of the replay, once it is in the room's log. */
@FunctionalInterface
public interface Witness {
  /** Looks away. */
  Witness NONE = (_, _, _) -> {};

  /**
   * A fix was judged. Called by the room's thread; whatever goes wrong here must not reach the
   * room.
   *
   * @param verdict the message with the verdict
   * @param now when the fix would have begun
   * @param desk what the verdict was computed from
   */
  void judged(RoomMessage verdict, Instant now, Desk desk);
}

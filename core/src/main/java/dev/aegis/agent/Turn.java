package dev.aegis.agent;

import dev.aegis.room.RoomMessage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One turn of an agent.
 *
 * @param log the room's log so far, in order
 * @param trigger the message that mentions the agent, an element of the log
 * @param now the time on the room's clock
 * @param desk what can be looked up
 */
public record Turn(List<RoomMessage> log, RoomMessage trigger, Instant now, Desk desk) {
  public Turn {
    log = List.copyOf(log);
    Objects.requireNonNull(trigger);
    Objects.requireNonNull(now);
    Objects.requireNonNull(desk);
  }
}

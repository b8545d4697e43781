package dev.aegis.agent;

import dev.aegis.room.Handle;
import java.util.List;

/**
 * One of those who answer in the room. Keeps nothing between turns: all it knows is in the turn.
 */
public interface Agent {
  Handle handle();

  /**
   * Answers the message that mentioned it.
   *
   * @return at least one reply; the room posts all or none
   * @throws RuntimeException when it cannot; the room then says so and escalates to a person
   */
  List<Reply> answer(Turn turn);
}

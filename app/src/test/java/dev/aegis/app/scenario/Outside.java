package dev.aegis.app.scenario;

import dev.aegis.execution.Actuator;
import dev.aegis.room.RoomMessage;
import java.util.List;

/** What is outside of a process that may die, and outlives it. */
interface Outside extends Production, Actuator {
  /** The process may die here; it goes on when this returns. */
  void moment(String at);

  /** Somebody was told that these are kept. */
  void acknowledged(List<RoomMessage> messages);
}

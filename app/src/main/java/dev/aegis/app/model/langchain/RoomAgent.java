package dev.aegis.app.model.langchain;

import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

/** Stands beside one of our agents, with its role, its goal and its tools. */
public interface RoomAgent {
  @UserMessage("{{message}}")
  String say(@V("message") String message);
}

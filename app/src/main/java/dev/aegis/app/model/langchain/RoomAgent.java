package dev.aegis.app.model.langchain;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

/** Stands beside one of our agents, with its role, its goal and its tools. */
public interface RoomAgent {
  @UserMessage("{{message}}")
  @Agent(description = "words a message and looks things up", outputKey = "words")
  String say(@V("message") String message);
}

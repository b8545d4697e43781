package dev.aegis.app.model;

import dev.aegis.room.Action;
import dev.aegis.room.Cause;
import dev.aegis.room.Handle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a model is told of its role. Nothing in it is secret, and nothing relies on its obeying. */
final class Roles {
  private Roles() {}

  /**
   * What a model is told.
   *
   * @param tools what it may look up
   */
  static String of(Handle agent, List<Conversation.Tool> tools) {
    return """
    You stand beside %s in a room about a production incident. %s
    Everything was decided by deterministic code before you were asked; you decide nothing.
    You are given one message. Put it into one or two plain sentences for a tired engineer.
    Use only figures, units and names that are in the message, written exactly as they are there.
    Names such as NAME_1 are placeholders; keep them. No markup, no links, no mentions.
    Answer with one JSON object and nothing else:
    {"words": "...", "hypothesis": "...", "candidate": "..."}
    hypothesis and candidate may be left out.
    hypothesis: a root cause that should be looked at, one of: %s.
    candidate: a fix that should be looked at, one of: %s.
    """
        .formatted(agent.name(), goal(agent) + lookUps(tools), causes(), fixes());
  }

  private static String goal(Handle agent) {
    return switch (agent.name()) {
      case "@observer" -> "Its goal is to see that a service is in trouble, and since when.";
      case "@diagnostician" -> "Its goal is the root cause, from evidence.";
      case "@remediator" -> "Its goal is one fix at a time that will hold.";
      case "@validator" ->
          "Its goal is to find out in a replay of the incident whether a fix will hold.";
      case "@security" -> "Its goal is to name the risks of a plan that touches many users.";
      default -> "Its goal is to lead the incident to its end.";
    };
  }

  private static String lookUps(List<Conversation.Tool> tools) {
    return tools.isEmpty()
        ? ""
        : tools.stream()
            .map(Conversation.Tool::purpose)
            .collect(Collectors.joining(" ", " Before you answer you may look things up: ", ""));
  }

  private static String causes() {
    return Arrays.stream(Cause.values()).map(Cause::wire).collect(Collectors.joining(", "));
  }

  private static String fixes() {
    return Arrays.stream(Action.Kind.values())
        .map(Action.Kind::wire)
        .collect(Collectors.joining(", "));
  }
}

package dev.aegis.app.host;

import dev.aegis.agent.Agent;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.room.Advice;
import dev.aegis.room.Handle;
import java.util.List;

/**
 * The place of a model: asked beside an agent, once what the agent says was decided. What it gives
 * is posted with that, asks nobody to act, and is no part of any decision.
 */
@FunctionalInterface
public interface Adviser {
  /** Nobody is asked. */
  Adviser NONE = (_, _, _) -> List.of();

  /**
   * Gives advice within a bounded time.
   *
   * @param agent who speaks
   * @param said what it is going to say, which stays as it is
   * @return nothing, or what is to stand after that
   */
  List<Advice> beside(Handle agent, Turn turn, List<Reply> said);

  /**
   * The agent as it takes its turns where this adviser is asked. One that is arranged anew asks for
   * advice itself, as part of its turn; the decisions are those of the plain one.
   */
  default Agent arranged(Agent plain) {
    return plain;
  }

  /** What an adviser gives, as replies that mention nobody; one that fails gives nothing. */
  static List<Reply> asked(Adviser adviser, Handle agent, Turn turn, List<Reply> said) {
    try {
      return adviser.beside(agent, turn, List.copyOf(said)).stream()
          .map(advice -> Reply.toAll(text(advice), advice))
          .toList();
    } catch (RuntimeException | LinkageError e) {
      Advice none =
          new Advice(
              "",
              "",
              "asking a model failed inside Aegis: " + e.getClass().getSimpleName(),
              List.of(),
              List.of(),
              List.of());
      return List.of(Reply.toAll(text(none), none));
    }
  }

  private static String text(Advice advice) {
    if (!advice.silence().isEmpty()) {
      return "goes on without a model: " + advice.silence();
    }
    return advice.words().isEmpty()
        ? "a model answered, and none of its words are used"
        : "a model's words: " + advice.words();
  }
}

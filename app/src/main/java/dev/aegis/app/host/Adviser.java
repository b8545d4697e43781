package dev.aegis.app.host;

import dev.aegis.agent.Agent;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.room.Advice;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.List;

/**
 * The place of a model: asked beside an agent, once what the agent says was decided. What it gives
 * is posted with that, asks nobody to act, and is no part of any decision.
 */
@FunctionalInterface
public interface Adviser extends AutoCloseable {
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
   * Advice that was asked for in an earlier turn and has come since; each is given once.
   *
   * @param log of the room as it is now
   */
  default List<Late> late(RoomId room, List<RoomMessage> log) {
    return List.of();
  }

  /** The same of an adviser that may fail: then it gives nothing. */
  static List<Late> lateOf(Adviser adviser, RoomId room, List<RoomMessage> log) {
    try {
      return adviser.late(room, log);
    } catch (RuntimeException | LinkageError e) {
      return List.of();
    }
  }

  /**
   * Advice that came late.
   *
   * @param agent beside whom it stands
   * @param about the message that the agent's turn answered
   */
  record Late(Handle agent, MessageId about, Advice advice) {
    /** As it is posted; the same advice has the same id. */
    public Draft draft(RoomId room) {
      MessageId id = MessageId.ofAnswer(room, agent, about.value() + " advice", 0);
      return new Draft(id, about, List.of(), text(advice), advice);
    }
  }

  /**
   * The agent as it takes its turns where this adviser is asked. One that is arranged anew asks for
   * advice itself, as part of its turn; the decisions are those of the plain one.
   */
  default Agent arranged(Agent plain) {
    return plain;
  }

  /** Asks nobody any more, and waits for nobody. */
  @Override
  default void close() {}

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

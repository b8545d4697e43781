package dev.aegis.app.model.graph;

import dev.aegis.agent.Agent;
import dev.aegis.agent.Heard;
import dev.aegis.agent.Observer;
import dev.aegis.agent.Remediator;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.host.Adviser;
import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Deferral;
import dev.aegis.room.Escalation;
import dev.aegis.room.Handle;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.List;
import org.bsc.langgraph4j.GraphStateException;

/**
 * An adviser beside whom @observer and @remediator take their turns as state graphs; the other
 * agents are as they are. Safe for use by several threads, one a room.
 */
public final class AgentGraphs implements Adviser {
  private final Adviser adviser;

  /**
   * @param adviser the model
   */
  public AgentGraphs(Adviser adviser) {
    this.adviser = adviser;
  }

  @Override
  public List<Advice> beside(Handle agent, Turn turn, List<Reply> said) {
    return adviser.beside(agent, turn, said);
  }

  @Override
  public List<Late> late(RoomId room, List<RoomMessage> log) {
    return adviser.late(room, log);
  }

  @Override
  public void close() {
    adviser.close();
  }

  @Override
  public Agent arranged(Agent plain) {
    return switch (plain) {
      case Observer observer -> of(observer);
      case Remediator remediator -> of(remediator);
      default -> plain;
    };
  }

  /**
   * Tells what is asked, checks what is doubted, and has the causes ranked anew where it changed.
   */
  AgentGraph of(Observer observer) {
    try {
      return new AgentGraph.Layout(observer.handle(), adviser)
          .on(Heard.WORK, "tell_newest", observer::newest)
          .on(Heard.QUESTION, "tell_asked", observer::answered)
          .on(
              Heard.CHALLENGE,
              "check_again",
              observer::challenged,
              reply ->
                  reply.mentions().contains(Handle.DIAGNOSTICIAN) ? "rank_anew" : "tell_checked",
              List.of("rank_anew", "tell_checked"))
          .compiled();
    } catch (GraphStateException e) {
      throw new IllegalStateException("the graph of @observer does not fit together", e);
    }
  }

  /**
   * Proposes a fix, waits for its verdict, and proposes the next one: until one holds or none is
   * left.
   */
  AgentGraph of(Remediator remediator) {
    try {
      return new AgentGraph.Layout(remediator.handle(), adviser)
          .on(
              Heard.WORK,
              "search",
              remediator::searched,
              AgentGraphs::outcome,
              List.of("propose", "keep", "defer", "hand_over"))
          .on(Heard.QUESTION, "tell_asked", remediator::answered)
          .on(Heard.CHALLENGE, "choose_again", remediator::challenged)
          .compiled();
    } catch (GraphStateException e) {
      throw new IllegalStateException("the graph of @remediator does not fit together", e);
    }
  }

  private static String outcome(Reply reply) {
    return switch (reply.payload()) {
      case Remediation _ -> "propose";
      case Answer _ -> "keep";
      case Deferral _ -> "defer";
      case Escalation _ -> "hand_over";
      default -> throw new IllegalStateException("a search leads to no " + reply.payload());
    };
  }
}

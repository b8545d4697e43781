package dev.aegis.app.model.graph;

import dev.aegis.room.Advice;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;

/**
 * Where an agent's graph stands, read from the room's log: whoever has said something waits for
 * whoever was mentioned. Nothing is kept beside the log, so a process that starts again finds its
 * graphs where they were. Safe for use by several threads.
 */
final class LogCheckpoints implements BaseCheckpointSaver {
  private final Handle agent;

  LogCheckpoints(Handle agent) {
    this.agent = agent;
  }

  @Override
  public Optional<Checkpoint> get(RunnableConfig config) {
    return list(config).stream().findFirst();
  }

  /** The newest first. */
  @Override
  public Collection<Checkpoint> list(RunnableConfig config) {
    List<RoomMessage> log = Round.in(config).turn().log();
    return log.reversed().stream()
        .filter(m -> m.sender().equals(agent) && !(m.payload() instanceof Advice))
        .map(LogCheckpoints::after)
        .toList();
  }

  private static Checkpoint after(RoomMessage said) {
    return Checkpoint.builder()
        .id(said.id().value())
        .state(Map.of(AgentGraph.SAID, said.intent().wire(), "message", said.seq()))
        .nodeId(AgentGraph.WORD)
        .nextNodeId(AgentGraph.WAIT)
        .build();
  }

  /** The room's log has it once it is posted. */
  @Override
  public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) {
    return config;
  }

  @Override
  public Tag release(RunnableConfig config) {
    return new Tag(threadId(config), List.of());
  }
}

package dev.aegis.app.model.graph;

import dev.aegis.agent.Agent;
import dev.aegis.agent.Heard;
import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.host.Adviser;
import dev.aegis.room.Handle;
import dev.aegis.room.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphRepresentation;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.action.AsyncCommandAction;
import org.bsc.langgraph4j.action.Command;
import org.bsc.langgraph4j.state.AgentState;

/**
 * An agent whose turns are laid out as a state graph. It listens, does one of its parts, follows
 * what came of it, has a model put that into words, and waits: that is an interruption, from which
 * the next turn resumes. Its decisions are functions of the turn; the graph decides nothing. Used
 * by one thread at a time.
 */
final class AgentGraph implements Agent {
  static final String LISTEN = "listen";
  static final String WORD = "word";
  static final String WAIT = "wait";

  /** In the state: the intent of what was said last. */
  static final String SAID = "said";

  /** It logs whatever an exception says; the room does that. */
  private static final Logger OF_LIBRARY = Logger.getLogger("org.bsc.langgraph4j");

  static {
    OF_LIBRARY.setLevel(Level.OFF);
  }

  private final Handle handle;
  private final LogCheckpoints checkpoints;
  private final CompiledGraph<AgentState> graph;

  private AgentGraph(Handle handle, LogCheckpoints checkpoints, CompiledGraph<AgentState> graph) {
    this.handle = handle;
    this.checkpoints = checkpoints;
    this.graph = graph;
  }

  @Override
  public Handle handle() {
    return handle;
  }

  @Override
  public List<Reply> answer(Turn turn) {
    Round round = new Round(turn);
    RunnableConfig config = round.config();
    boolean waiting = checkpoints.get(config).isPresent();
    try {
      graph.invoke(waiting ? GraphInput.resume() : GraphInput.noArgs(), config);
    } catch (RuntimeException e) {
      RuntimeException own = round.failure();
      throw own == null ? e : own;
    }
    return round.said();
  }

  /** Where the graph stands after a log: the node that comes next. */
  String next(Turn turn) {
    return checkpoints.get(new Round(turn).config()).map(c -> c.getNextNodeId()).orElse(LISTEN);
  }

  /** The graph as a Mermaid flowchart. */
  String mermaid() {
    return graph.getGraph(GraphRepresentation.Type.MERMAID, handle.name(), false).content();
  }

  /** Lays one out. */
  static final class Layout {
    private final Handle handle;
    private final Adviser adviser;
    private final Map<Heard, String> parts = new LinkedHashMap<>();
    private final StateGraph<AgentState> graph = new StateGraph<>(AgentState::new);

    /**
     * @param adviser the model, asked once the turn is decided
     */
    Layout(Handle handle, Adviser adviser) {
      this.handle = handle;
      this.adviser = adviser;
    }

    /** What is done about what was heard, and said whatever comes of it. */
    Layout on(Heard heard, String node, Function<Turn, Reply> part) throws GraphStateException {
      parts.put(heard, node);
      graph.addNode(node, (state, config) -> said(config, part)).addEdge(node, WORD);
      return this;
    }

    /**
     * What is done about what was heard, and followed by what came of it.
     *
     * @param kind names the node that a reply leads to, one of the ends
     */
    Layout on(
        Heard heard,
        String node,
        Function<Turn, Reply> part,
        Function<Reply, String> kind,
        List<String> ends)
        throws GraphStateException {
      parts.put(heard, node);
      graph.addNode(node, (state, config) -> said(config, part));
      Map<String, String> edges = new LinkedHashMap<>();
      for (String end : ends) {
        graph.addNode(end, (state, config) -> same()).addEdge(end, WORD);
        edges.put(end, end);
      }
      graph.addConditionalEdges(node, to(round -> kind.apply(round.said().getLast())), edges);
      return this;
    }

    AgentGraph compiled() throws GraphStateException {
      Map<String, String> edges = new LinkedHashMap<>();
      parts.forEach((heard, node) -> edges.put(node, node));
      LogCheckpoints checkpoints = new LogCheckpoints(handle);
      graph
          .addNode(LISTEN, (state, config) -> same())
          .addNode(WORD, (state, config) -> worded(config))
          .addNode(WAIT, (state, config) -> same())
          .addEdge(StateGraph.START, LISTEN)
          .addConditionalEdges(LISTEN, to(round -> part(Heard.in(round.turn()))), edges)
          .addEdge(WORD, WAIT)
          .addEdge(WAIT, LISTEN);
      return new AgentGraph(
          handle,
          checkpoints,
          graph.compile(
              CompileConfig.builder().checkpointSaver(checkpoints).interruptBefore(WAIT).build()));
    }

    private String part(Heard heard) {
      String node = parts.get(heard);
      if (node == null) {
        throw new IllegalStateException("nothing is laid out for " + heard);
      }
      return node;
    }

    private static AsyncCommandAction<AgentState> to(Function<Round, String> node) {
      return (state, config) ->
          CompletableFuture.completedFuture(new Command(node.apply(Round.in(config))));
    }

    private static CompletableFuture<Map<String, Object>> said(
        RunnableConfig config, Function<Turn, Reply> part) {
      Round round = Round.in(config);
      try {
        Reply reply = part.apply(round.turn());
        round.say(List.of(reply));
        return CompletableFuture.completedFuture(Map.of(SAID, intent(reply.payload())));
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(round.failed(e));
      }
    }

    private CompletableFuture<Map<String, Object>> worded(RunnableConfig config) {
      Round round = Round.in(config);
      round.say(Adviser.asked(adviser, handle, round.turn(), round.said()));
      return same();
    }

    private static CompletableFuture<Map<String, Object>> same() {
      return CompletableFuture.completedFuture(Map.of());
    }

    private static String intent(Payload payload) {
      return payload.intent().wire();
    }
  }
}

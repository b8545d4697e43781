package dev.aegis.app.model.graph;

import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import java.util.ArrayList;
import java.util.List;
import org.bsc.langgraph4j.RunnableConfig;
import org.jspecify.annotations.Nullable;

/** One turn on its way through a graph. Used by one thread. */
final class Round {
  private static final String KEY = "round";

  private final Turn turn;
  private final List<Reply> said = new ArrayList<>();
  private @Nullable RuntimeException failure;

  Round(Turn turn) {
    this.turn = turn;
  }

  /** What a graph is run with. */
  RunnableConfig config() {
    return RunnableConfig.builder()
        .threadId(turn.trigger().room().value())
        .addMetadata(KEY, this)
        .build();
  }

  static Round in(RunnableConfig config) {
    return (Round)
        config.metadata(KEY).orElseThrow(() -> new IllegalStateException("no round is under way"));
  }

  Turn turn() {
    return turn;
  }

  List<Reply> said() {
    return List.copyOf(said);
  }

  void say(List<Reply> replies) {
    said.addAll(replies);
  }

  RuntimeException failed(RuntimeException e) {
    failure = e;
    return e;
  }

  /** What went wrong in a node, as it was thrown there. */
  @Nullable RuntimeException failure() {
    return failure;
  }
}

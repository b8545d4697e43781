package dev.aegis.app.model.langchain;

import dev.aegis.agent.Proof;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.model.LateAdviser;
import dev.aegis.app.model.ModelAdviser;
import dev.aegis.app.model.ModelSettings;
import dev.aegis.app.model.ModelTrial;
import dev.aegis.app.model.graph.AgentGraphs;
import dev.aegis.twin.ReplaySettings;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** Wires the models that are set up. */
public final class Models {
  private Models() {}

  /**
   * Asks the models of these settings, which are not offline, on the room's own thread.
   *
   * @param hiding masks what must not be told
   */
  public static Adviser of(ModelSettings settings, UnaryOperator<String> hiding) {
    return new AgentGraphs(models(settings, hiding));
  }

  /** The same for threads that lead several rooms: words come in a later round. */
  public static Adviser late(ModelSettings settings, UnaryOperator<String> hiding) {
    return new AgentGraphs(new LateAdviser(models(settings, hiding)));
  }

  /** Whether they answer; asks nobody where none is set up. */
  public static List<ModelTrial.Finding> tried(ModelSettings settings) {
    return ModelTrial.of(settings, new LangchainConversation());
  }

  private static ModelAdviser models(ModelSettings settings, UnaryOperator<String> hiding) {
    return new ModelAdviser(
        settings,
        new LangchainConversation(),
        hiding,
        new Proof(ReplaySettings.STANDARD),
        InstantSource.system());
  }
}

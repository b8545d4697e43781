package dev.aegis.app.model.langchain;

import dev.aegis.agent.Proof;
import dev.aegis.app.host.Adviser;
import dev.aegis.app.model.ModelAdviser;
import dev.aegis.app.model.ModelSettings;
import dev.aegis.app.model.graph.AgentGraphs;
import dev.aegis.twin.ReplaySettings;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** Wires the models that are set up. */
public final class Models {
  private Models() {}

  /**
   * Asks the models of these settings, which are not offline.
   *
   * @param hiding masks what must not be told
   */
  public static Adviser of(ModelSettings settings, UnaryOperator<String> hiding) {
    return new AgentGraphs(
        new ModelAdviser(
            settings,
            new LangchainConversation(),
            hiding,
            new Proof(ReplaySettings.STANDARD),
            InstantSource.system()));
  }
}

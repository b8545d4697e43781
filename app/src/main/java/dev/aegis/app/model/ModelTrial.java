package dev.aegis.app.model;

import dev.aegis.room.Handle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the models that are set up answer: one tiny request to each. */
public final class ModelTrial {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ModelTrial() {}

  /**
   * One model.
   *
   * @param words who it is, beside whom, and where
   * @param why it does not answer, in our words; empty where it does
   */
  public record Finding(String words, String why) {}

  /** Asks each, one after the other. */
  public static List<Finding> of(ModelSettings settings, Conversation conversation) {
    List<Finding> findings = new ArrayList<>();
    settings.endpoints().values().stream()
        .sorted(Comparator.comparing(Endpoint::provider))
        .forEach(endpoint -> {
          Conversation.Said said =
              conversation.hold(endpoint, "You answer OK.", "Say OK.", List.of(), PATIENCE);
          findings.add(new Finding(words(settings, endpoint), said.failure()));
        });
    return findings;
  }

  private static String words(ModelSettings settings, Endpoint endpoint) {
    String beside =
        ModelSettings.AGENTS.stream()
            .filter(agent ->
                settings.of(agent).stream().findFirst().equals(java.util.Optional.of(endpoint)))
            .map(Handle::name)
            .collect(Collectors.joining(" "));
    return endpoint.name()
        + " at "
        + endpoint.base()
        + (beside.isEmpty() ? ", where the other cannot answer" : " beside " + beside);
  }
}

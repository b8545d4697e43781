package dev.aegis.app.model;

import dev.aegis.room.Handle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is asked beside which agent, and what that may cost.
 *
 * @param endpoints those that can be asked, by provider; empty when Aegis works without models
 * @param routes the provider of each agent; an agent that is not in it is asked nothing beside
 * @param notes what has to be said once about these settings
 * @param tokens sent and received, an incident at most
 * @param dollars spent, an incident at most
 * @param seconds waited, an incident at most
 * @param turn waited beside one message at most
 */
public record ModelSettings(
    Map<Provider, Endpoint> endpoints,
    Map<Handle, Provider> routes,
    List<String> notes,
    long tokens,
    double dollars,
    Duration seconds,
    Duration turn) {
  /** The agents beside whom a model may be asked. */
  static final List<Handle> AGENTS =
      List.of(
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.SECURITY,
          Handle.COMMANDER);

  /** Without models. */
  public static final ModelSettings OFFLINE =
      new ModelSettings(Map.of(), Map.of(), List.of(), 0, 0, Duration.ZERO, Duration.ZERO);

  public ModelSettings {
    endpoints = Map.copyOf(endpoints);
    routes = Map.copyOf(routes);
    notes = List.copyOf(notes);
  }

  /**
   * The settings of an environment.
   *
   * @throws IllegalArgumentException with everything that is wrong in one message
   */
  public static ModelSettings of(Map<String, String> environment) {
    String mode = environment.getOrDefault("LLM_MODE", "offline").strip();
    return mode.isEmpty() || mode.equals("offline")
        ? OFFLINE
        : new EnvironmentReader(environment).read(mode);
  }

  /** Whether no model is asked. */
  public boolean offline() {
    return endpoints.isEmpty();
  }

  /** The endpoints for an agent: its own first, then those that can stand in for it. */
  public List<Endpoint> of(Handle agent) {
    Provider own = routes.get(agent);
    if (own == null) {
      return List.of();
    }
    List<Endpoint> order = new ArrayList<>();
    Optional.ofNullable(endpoints.get(own)).ifPresent(order::add);
    endpoints.values().stream()
        .filter(e -> e.provider() != own)
        .sorted((a, b) -> a.provider().compareTo(b.provider()))
        .forEach(order::add);
    return order;
  }

  /** Which provider each agent has when both are there. */
  static Map<Handle, Provider> bothProviders(Provider mode) {
    Map<Handle, Provider> routes = new HashMap<>();
    for (Handle agent : List.of(Handle.OBSERVER, Handle.REMEDIATOR, Handle.COMMANDER)) {
      routes.put(agent, Provider.AIML);
    }
    for (Handle agent : List.of(Handle.DIAGNOSTICIAN, Handle.VALIDATOR)) {
      routes.put(agent, Provider.FEATHERLESS);
    }
    routes.put(Handle.SECURITY, mode);
    return routes;
  }

  /** Where each provider is, unless told otherwise. */
  static final Map<Provider, String> BASES =
      new EnumMap<>(
          Map.of(
              Provider.AIML, "https://api.aimlapi.com/v1",
              Provider.FEATHERLESS, "https://api.featherless.ai/v1",
              Provider.OPENAI, "https://api.openai.com/v1"));

  /** Which model is asked for, unless told otherwise; of an endpoint of one's own none is known. */
  static final Map<Provider, String> MODELS =
      new EnumMap<>(
          Map.of(Provider.AIML, "openai/gpt-oss-120b", Provider.FEATHERLESS, "Qwen/Qwen3-32B"));
}

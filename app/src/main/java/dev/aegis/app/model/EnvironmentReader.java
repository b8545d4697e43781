package dev.aegis.app.model;

import dev.aegis.room.Handle;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of models from environment variables and gathers what is wrong with them. */
final class EnvironmentReader {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
  private final Map<String, String> environment;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Provider, Endpoint> endpoints = new EnumMap<>(Provider.class);

  EnvironmentReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  ModelSettings read(String mode) {
    Map<Handle, Provider> routes = new HashMap<>();
    switch (mode) {
      case "openai" -> {
        endpoint(Provider.OPENAI);
        ModelSettings.AGENTS.forEach(agent -> routes.put(agent, Provider.OPENAI));
      }
      case "aiml", "featherless" -> {
        Provider preferred = mode.equals("aiml") ? Provider.AIML : Provider.FEATHERLESS;
        endpointWithKey(Provider.AIML);
        endpointWithKey(Provider.FEATHERLESS);
        routes.putAll(ModelSettings.bothProviders(preferred));
        missingKeys(mode, routes);
      }
      default ->
          wrong.add(
              "LLM_MODE: expected offline, aiml, featherless or openai, found \"" + mode + "\"");
    }
    overridden(routes);
    ModelSettings settings =
        new ModelSettings(
            endpoints,
            routes,
            notes,
            (long) number("LLM_MAX_TOKENS", 60_000, 1_000, 10_000_000),
            number("LLM_MAX_USD", 1, 0.001, 1_000),
            Duration.ofMillis((long) (1_000 * number("LLM_MAX_SECONDS", 180, 1, 3_600))),
            Duration.ofMillis((long) (1_000 * number("LLM_TURN_SECONDS", 20, 0.1, 60))));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "models: " + String.join("; ", wrong) + "; .env.example has them all");
    }
    return settings;
  }

  private void missingKeys(String mode, Map<Handle, Provider> routes) {
    if (endpoints.isEmpty()) {
      wrong.add(
          "LLM_MODE is "
              + mode
              + ": expected AIML_API_KEY or FEATHERLESS_API_KEY, found neither; set one, or unset"
              + " LLM_MODE to work without models");
    } else if (endpoints.size() == 1) {
      Provider only = endpoints.keySet().iterator().next();
      routes.replaceAll((_, _) -> only);
      notes.add(
          "models: "
              + (only == Provider.AIML ? "FEATHERLESS_API_KEY" : "AIML_API_KEY")
              + " is not set, so all agents are on "
              + only.word());
    }
  }

  private void endpointWithKey(Provider provider) {
    if (!text(provider, "_API_KEY").isEmpty()) {
      endpoint(provider);
    }
  }

  private void endpoint(Provider provider) {
    String model =
        Optional.of(text(provider, "_MODEL"))
            .filter(m -> !m.isEmpty())
            .orElse(ModelSettings.MODELS.getOrDefault(provider, ""));
    String name = name(provider, "_MODEL");
    if (model.isEmpty()) {
      wrong.add(name + ": expected the id of a model, found nothing");
    } else if (!model.matches("[A-Za-z0-9._:/@+-]{1,128}")) {
      wrong.add(name + ": expected the id of a model, such as Qwen/Qwen3-32B, found another form");
    }
    String key = text(provider, "_API_KEY");
    if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      wrong.add(name(provider, "_API_KEY") + ": expected visible ASCII characters, found others");
    }
    base(provider, !key.isEmpty())
        .ifPresent(base ->
            endpoints.put(
                provider,
                new Endpoint(
                    provider,
                    base,
                    new Endpoint.Key(key),
                    model,
                    (int) number(name(provider, "_UNITS"), 4, 1, 1_000),
                    number(name(provider, "_USD_PER_MILLION_TOKENS"), 0, 0, 10_000))));
  }

  /** A key is sent in clear text to this machine only. */
  private Optional<URI> base(Provider provider, boolean key) {
    String name = name(provider, "_BASE_URL");
    String found = text(provider, "_BASE_URL");
    String address = found.isEmpty() ? ModelSettings.BASES.getOrDefault(provider, "") : found;
    try {
      URI base = URI.create(address.replaceAll("/+$", ""));
      boolean plain = "http".equals(base.getScheme());
      if (base.getHost() == null
          || base.getUserInfo() != null
          || base.getQuery() != null
          || base.getFragment() != null
          || !(plain || "https".equals(base.getScheme()))) {
        wrong.add(name + ": expected an address such as " + ModelSettings.BASES.get(provider));
        return Optional.empty();
      }
      if (plain && key && !LOOPBACK.contains(base.getHost())) {
        wrong.add(name + ": expected https, since a key would be sent, found http");
        return Optional.empty();
      }
      return Optional.of(base);
    } catch (IllegalArgumentException e) {
      wrong.add(name + ": expected an address such as " + ModelSettings.BASES.get(provider));
      return Optional.empty();
    }
  }

  /** {@code LLM_AGENTS} is a list such as {@code security=featherless,commander=off}. */
  private void overridden(Map<Handle, Provider> routes) {
    String all = environment.getOrDefault("LLM_AGENTS", "").strip();
    if (all.isEmpty()) {
      return;
    }
    for (String one : all.split(",", -1)) {
      String[] pair = one.strip().split("=", 2);
      Optional<Handle> agent =
          ModelSettings.AGENTS.stream()
              .filter(h -> pair.length == 2 && h.name().equals("@" + pair[0].strip()))
              .findFirst();
      Optional<Provider> provider =
          endpoints.keySet().stream()
              .filter(p -> pair.length == 2 && p.word().equals(pair[1].strip()))
              .findFirst();
      if (agent.isPresent() && pair[1].strip().equals("off")) {
        routes.remove(agent.get());
      } else if (agent.isPresent() && provider.isPresent()) {
        routes.put(agent.get(), provider.get());
      } else {
        wrong.add(
            "LLM_AGENTS: expected agent=provider, with a provider that is set up or off, found \""
                + (pair.length == 2 ? pair[0].strip() + "=…" : "no =")
                + "\"");
      }
    }
  }

  private double number(String name, double otherwise, double least, double most) {
    String found = environment.getOrDefault(name, "").strip();
    if (found.isEmpty()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(found);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with what was expected.
    }
    wrong.add(
        name + ": expected a number from " + least + " to " + most + ", found \"" + found + "\"");
    return otherwise;
  }

  private static String name(Provider provider, String part) {
    return provider.name() + part;
  }

  private String text(Provider provider, String part) {
    return environment.getOrDefault(name(provider, part), "").strip();
  }
}

package dev.aegis.lab.acting;

import dev.aegis.execution.Actuator;
import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Acts on the lab's plant. Every order is desired state, put under an idempotency key and a fencing
 * epoch that the plant itself keeps and checks. Safe for use by several threads.
 */
public final class LabActuator implements Actuator {
  private static final double SAME_SHARE = 1e-6;

  private final PlantApi plant;
  private final int rampSeconds;

  /**
   * @param rampSeconds time over which a failover moves the traffic
   */
  public LabActuator(PlantApi plant, int rampSeconds) {
    this.plant = Objects.requireNonNull(plant);
    this.rampSeconds = rampSeconds;
  }

  /** One thing to put: where, and what it shall be. */
  private record Wish(String path, String body, String words) {}

  @Override
  public String state(Action action) {
    JsonNode state = plant.state();
    List<String> parts = new ArrayList<>();
    for (Action step : action.steps()) {
      String part = stateOf(step, state);
      if (!parts.contains(part)) {
        parts.add(part);
      }
    }
    return String.join("; ", parts);
  }

  private static String stateOf(Action step, JsonNode state) {
    return switch (step) {
      case Action.ScalePods a -> deployed(state, a.service(), a.region());
      case Action.RestartPods a -> deployed(state, a.service(), a.region());
      case Action.RollbackDeploy a -> deployed(state, a.service(), a.region());
      case Action.FailoverRegion a ->
          edge(state, a.fromRegion()) + "; " + edge(state, a.toRegion());
      case Action.ShedLoad a -> edge(state, a.region());
      case Action.SetFlag a -> setting(state, a.service(), "flag", a.flag());
      case Action.SetConfig a -> setting(state, a.service(), "config", a.key());
      case Action.RollbackAndFailover _ ->
          throw new IllegalStateException("expected single steps, found " + step.describe());
    };
  }

  private static String deployed(JsonNode state, String service, String region) {
    JsonNode found = deployment(state, service, region);
    return String.format(
        Locale.ROOT,
        "%s/%s replicas=%d version=%s",
        service,
        region,
        found.path("replicas").asInt(),
        found.path("version").asString(""));
  }

  private static String edge(JsonNode state, String region) {
    JsonNode found = edgeOf(state, region);
    Map<String, String> weights = new TreeMap<>();
    found
        .path("weights")
        .properties()
        .forEach(w ->
            weights.put(w.getKey(), String.format(Locale.ROOT, "%.2f", w.getValue().asDouble())));
    return String.format(
        Locale.ROOT,
        "edge/%s weights=%s shed=%.4f",
        region,
        weights,
        found.path("shed").asDouble());
  }

  private static String setting(JsonNode state, String service, String kind, String name) {
    return kind + " " + service + "/" + name + "=" + value(state, service, kind, name);
  }

  @Override
  public Rehearsal rehearse(Action action) {
    try {
      List<String> would = new ArrayList<>();
      for (Action step : action.steps()) {
        Wish wish = wish(step, plant.state(), "rehearsal");
        Optional<String> refusal = precondition(step, plant.state());
        if (refusal.isPresent()) {
          return new Rehearsal(false, refusal.get());
        }
        PlantApi.Answer answer =
            plant.send("PUT", wish.path() + "?dryRun=true", wish.body(), Map.of());
        if (answer.status() != 200) {
          return new Rehearsal(false, answer.error());
        }
        would.add(answer.body().path("would").asString(wish.words()));
      }
      return new Rehearsal(true, String.join("; ", would));
    } catch (RefusedException e) {
      return new Rehearsal(false, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void dispatch(Order order) {
    if (order.action().steps().size() != 1) {
      throw new IllegalArgumentException(
          "expected a single step, found " + order.action().describe());
    }
    JsonNode state = plant.state();
    precondition(order.action(), state)
        .ifPresent(why -> {
          throw new RefusedException(why);
        });
    Wish wish = wish(order.action(), state, order.key());
    PlantApi.Answer answer =
        plant.send(
            "PUT",
            wish.path(),
            wish.body(),
            Map.of("Idempotency-Key", order.key(), "Fencing-Epoch", Long.toString(order.epoch())));
    if (answer.status() >= 400) {
      throw new RefusedException(answer.error());
    }
  }

  /** Traffic is never sent where nobody answers. */
  private static Optional<String> precondition(Action step, JsonNode state) {
    if (step instanceof Action.FailoverRegion failover) {
      JsonNode receiver = deployment(state, failover.service(), failover.toRegion());
      if (receiver.path("readyReplicas").asInt() < receiver.path("replicas").asInt()) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "only %d of %d pods of %s answer in %s",
                receiver.path("readyReplicas").asInt(),
                receiver.path("replicas").asInt(),
                failover.service(),
                failover.toRegion()));
      }
    }
    return Optional.empty();
  }

  private Wish wish(Action step, JsonNode state, String key) {
    return switch (step) {
      case Action.ScalePods a ->
          deployment(a.service(), a.region(), "{\"replicas\":" + a.toPods() + "}", step);
      case Action.RestartPods a ->
          deployment(a.service(), a.region(), "{\"restart\":" + quoted(key) + "}", step);
      case Action.RollbackDeploy a ->
          deployment(a.service(), a.region(), "{\"version\":" + quoted(a.toVersion()) + "}", step);
      case Action.FailoverRegion a -> failover(a, state);
      case Action.ShedLoad a ->
          new Wish(
              "/v1/edges/" + named(a.region()), "{\"shed\":" + a.toShare() + "}", step.describe());
      case Action.SetFlag a -> setting(a.service(), "flag", a.flag(), a.to(), step);
      case Action.SetConfig a -> setting(a.service(), "config", a.key(), a.to(), step);
      case Action.RollbackAndFailover _ ->
          throw new IllegalStateException("expected single steps, found " + step.describe());
    };
  }

  private static Wish deployment(String service, String region, String body, Action step) {
    return new Wish(
        "/v1/deployments/" + named(service) + "/" + named(region), body, step.describe());
  }

  private static Wish setting(String service, String kind, String name, String value, Action step) {
    return new Wish(
        "/v1/settings/" + named(service) + "/" + kind + "/" + named(name),
        "{\"value\":" + quoted(value) + "}",
        step.describe());
  }

  /** Sends users away; where the other region's users are here already, sends those home. */
  private Wish failover(Action.FailoverRegion a, JsonNode state) {
    boolean sendsHome = isAway(state, a.toRegion(), a.fromRegion());
    String edge = sendsHome ? a.toRegion() : a.fromRegion();
    return new Wish(
        "/v1/edges/" + named(edge),
        String.format(
            Locale.ROOT,
            "{\"weights\":{%s:0,%s:1},\"rampSeconds\":%d}",
            quoted(a.fromRegion()),
            quoted(a.toRegion()),
            rampSeconds),
        a.describe());
  }

  private static boolean isAway(JsonNode state, String region, String to) {
    return edgeOf(state, region).path("weights").path(to).asDouble() > 1 - SAME_SHARE;
  }

  @Override
  public Sight look(Action action, String key) {
    JsonNode state;
    try {
      state = plant.state();
    } catch (PlantApi.PlantUnreachableException e) {
      return Sight.OUT_OF_SIGHT;
    }
    Sight all = Sight.AS_ORDERED;
    for (Action step : action.steps()) {
      Sight sight = look(step, key, state);
      if (sight == Sight.UNCHANGED) {
        return sight;
      }
      all = sight == Sight.UNDER_WAY ? sight : all;
    }
    return all;
  }

  private static Sight look(Action step, String key, JsonNode state) {
    return switch (step) {
      case Action.ScalePods a -> {
        JsonNode d = deployment(state, a.service(), a.region());
        yield sight(d.path("replicas").asInt() == a.toPods(), settled(d));
      }
      case Action.RestartPods a -> {
        JsonNode d = deployment(state, a.service(), a.region());
        yield sight(holds(d.path("restarts"), key), settled(d));
      }
      case Action.RollbackDeploy a -> {
        JsonNode d = deployment(state, a.service(), a.region());
        yield sight(d.path("version").asString("").equals(a.toVersion()), settled(d));
      }
      case Action.FailoverRegion a -> {
        JsonNode away = edgeOf(state, a.fromRegion());
        JsonNode back = edgeOf(state, a.toRegion());
        boolean sentHome =
            holds(state.path("keys"), key) && !isAway(state, a.toRegion(), a.fromRegion());
        boolean ordered = isAway(state, a.fromRegion(), a.toRegion()) || sentHome;
        yield sight(ordered, settled(away) && settled(back));
      }
      case Action.ShedLoad a -> {
        JsonNode e = edgeOf(state, a.region());
        yield sight(Math.abs(e.path("shed").asDouble() - a.toShare()) < SAME_SHARE, settled(e));
      }
      case Action.SetFlag a ->
          sight(value(state, a.service(), "flag", a.flag()).equals(a.to()), true);
      case Action.SetConfig a ->
          sight(value(state, a.service(), "config", a.key()).equals(a.to()), true);
      case Action.RollbackAndFailover _ ->
          throw new IllegalStateException("expected single steps, found " + step.describe());
    };
  }

  private static boolean holds(JsonNode list, String text) {
    for (JsonNode each : list) {
      if (each.asString("").equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static Sight sight(boolean ordered, boolean settled) {
    if (!ordered) {
      return Sight.UNCHANGED;
    }
    return settled ? Sight.AS_ORDERED : Sight.UNDER_WAY;
  }

  private static boolean settled(JsonNode node) {
    return node.path("settled").asBoolean(false);
  }

  private static JsonNode deployment(JsonNode state, String service, String region) {
    for (JsonNode d : state.path("deployments")) {
      if (d.path("service").asString("").equals(service)
          && d.path("region").asString("").equals(region)) {
        return d;
      }
    }
    throw new RefusedException("the plant runs no " + service + " in " + region);
  }

  private static JsonNode edgeOf(JsonNode state, String region) {
    for (JsonNode e : state.path("edges")) {
      if (e.path("region").asString("").equals(region)) {
        return e;
      }
    }
    throw new RefusedException("the plant has no edge in " + region);
  }

  private static String value(JsonNode state, String service, String kind, String name) {
    for (JsonNode s : state.path("settings")) {
      if (s.path("service").asString("").equals(service)
          && s.path("kind").asString("").equals(kind)
          && s.path("name").asString("").equals(name)) {
        return s.path("value").asString("");
      }
    }
    return "";
  }

  /** Only names that need no quoting in a path are ever put into one. */
  private static String named(@Nullable String name) {
    if (name == null || !name.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new RefusedException(
          "expected a name of letters, digits, dot, dash and underscore, found \"" + name + "\"");
    }
    return name;
  }

  private static String quoted(String text) {
    return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(text);
  }
}

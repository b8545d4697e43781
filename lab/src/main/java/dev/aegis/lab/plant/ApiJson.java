package dev.aegis.lab.plant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of the control API. */
final class ApiJson {
  /** The newest keys: whoever was interrupted looks whether its order has arrived. */
  private static final int KEYS_SHOWN = 200;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ApiJson() {}

  /** The order in a request's path and body; empty when there is nothing at that path. */
  static Optional<Order> order(List<String> words, String body) {
    if (words.size() == 4 && at(words, "deployments")) {
      ObjectNode fields = fields(body, Set.of("replicas", "version", "restart"));
      return Optional.of(
          new Order.Deploy(
              words.get(2),
              words.get(3),
              number(fields, "replicas").map(ApiJson::whole),
              text(fields, "version"),
              text(fields, "restart")));
    }
    if (words.size() == 5 && at(words, "settings")) {
      ObjectNode fields = fields(body, Set.of("value"));
      String value = text(fields, "value").orElseThrow(() -> missing("value"));
      return Optional.of(new Order.Configure(words.get(2), words.get(3), words.get(4), value));
    }
    if (words.size() == 3 && at(words, "edges")) {
      ObjectNode fields = fields(body, Set.of("weights", "rampSeconds", "shed"));
      return Optional.of(
          new Order.Route(
              words.get(2),
              weights(fields),
              number(fields, "rampSeconds"),
              number(fields, "shed")));
    }
    return Optional.empty();
  }

  private static boolean at(List<String> words, String what) {
    return words.get(0).equals("v1") && words.get(1).equals(what);
  }

  private static ObjectNode fields(String body, Set<String> known) {
    JsonNode node = JSON.readTree(body.isBlank() ? "null" : body);
    if (!(node instanceof ObjectNode fields)) {
      throw new PlantException("expected a JSON object with some of " + known + ", found none");
    }
    for (Map.Entry<String, JsonNode> each : fields.properties()) {
      if (!known.contains(each.getKey())) {
        throw new PlantException("expected only " + known + ", found " + each.getKey());
      }
    }
    if (fields.isEmpty()) {
      throw missing(known.toString());
    }
    return fields;
  }

  private static PlantException missing(String what) {
    return new PlantException("expected the field " + what + ", found none: give it");
  }

  private static Optional<String> text(ObjectNode fields, String name) {
    JsonNode node = fields.get(name);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isString() && !node.isNumber() && !node.isBoolean()) {
      throw new PlantException("expected a text as " + name + ", found " + node.getNodeType());
    }
    return Optional.of(node.asString());
  }

  private static Optional<Double> number(ObjectNode fields, String name) {
    JsonNode node = fields.get(name);
    return node == null ? Optional.empty() : Optional.of(number(name, node));
  }

  private static double number(String name, JsonNode node) {
    if (!node.isNumber()) {
      throw new PlantException("expected a number as " + name + ", found " + node.getNodeType());
    }
    return node.asDouble();
  }

  private static int whole(double number) {
    if (number != Math.rint(number) || Math.abs(number) > 1_000) {
      throw new PlantException("expected a whole number, found " + number);
    }
    return (int) number;
  }

  private static Optional<Map<String, Double>> weights(ObjectNode fields) {
    JsonNode node = fields.get("weights");
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof ObjectNode regions)) {
      throw new PlantException("expected weights as an object, found " + node.getNodeType());
    }
    Map<String, Double> weights = new TreeMap<>();
    regions
        .properties()
        .forEach(each ->
            weights.put(each.getKey(), number("weights." + each.getKey(), each.getValue())));
    return Optional.of(weights);
  }

  static String state(Wishes wishes, PlantView view) {
    ObjectNode state = JSON.createObjectNode();
    ArrayNode deployments = state.putArray("deployments");
    wishes.deployments().forEach(wish -> deployment(deployments.addObject(), wish, view));
    state.set("settings", JSON.valueToTree(wishes.settings()));
    ArrayNode edges = state.putArray("edges");
    for (Wishes.EdgeWish wish : wishes.edges()) {
      ObjectNode edge = edges.addObject();
      edge.put("region", wish.region());
      edge.put("generation", wish.generation());
      edge.set("weights", JSON.valueToTree(wish.weights()));
      edge.put("shed", wish.shed());
      edge.put("settled", view.settled(wish));
      view.edge(wish.region()).ifPresent(seen -> edge.put("port", seen.port()));
    }
    ArrayNode keys = state.putArray("keys");
    List<Wishes.Key> seen = wishes.keys();
    seen.subList(Math.max(0, seen.size() - KEYS_SHOWN), seen.size())
        .forEach(key -> keys.add(key.key()));
    return state.toString();
  }

  private static void deployment(ObjectNode node, Wishes.Deployment wish, PlantView view) {
    Optional<DeploymentView> seen = view.deployment(wish.service(), wish.region());
    node.put("service", wish.service());
    node.put("region", wish.region());
    node.put("generation", wish.generation());
    node.put("replicas", wish.replicas());
    node.put("version", wish.version());
    node.put("restartGeneration", wish.restartGeneration());
    node.set("restarts", JSON.valueToTree(wish.restarts()));
    node.put("readyReplicas", seen.map(DeploymentView::readyReplicas).orElse(0));
    node.put("updatedReplicas", seen.map(DeploymentView::updatedReplicas).orElse(0));
    node.put("settled", view.settled(wish));
    node.set("pods", JSON.valueToTree(seen.map(DeploymentView::pods).orElse(List.of())));
  }

  /** Prometheus HTTP service discovery. */
  static String targets(PlantView view) {
    ArrayNode groups = JSON.createArrayNode();
    for (PlantView.Target target : view.targets()) {
      ObjectNode group = groups.addObject();
      group.putArray("targets").add("127.0.0.1:" + target.port());
      ObjectNode labels = group.putObject("labels");
      labels.put("job", target.job());
      labels.put("service", target.service());
      labels.put("region", target.region());
      labels.put("pod", target.pod());
      labels.put("version", target.version());
    }
    return groups.toString();
  }

  static String changes(List<Wishes.Change> changes) {
    return JSON.writeValueAsString(changes);
  }

  static String faults(List<Faults.Running> running) {
    ArrayNode list = JSON.createArrayNode();
    for (Faults.Running each : running) {
      ObjectNode node = list.addObject();
      node.put("id", each.id());
      node.put("fault", each.fault().id());
      node.put("title", each.fault().title());
      node.put("startedAt", Instant.ofEpochMilli(each.startedAtEpochMillis()).toString());
    }
    return list.toString();
  }

  static String health(Wishes wishes, PlantView view) {
    ObjectNode node = JSON.createObjectNode();
    node.put("ready", view.flowing() && view.settled(wishes));
    view.failure().ifPresent(why -> node.put("failure", why));
    return node.toString();
  }

  static String generation(long generation) {
    return JSON.createObjectNode().put("generation", generation).toString();
  }

  static String would(String sentence) {
    return JSON.createObjectNode().put("would", sentence).toString();
  }

  static String id(String id) {
    return JSON.createObjectNode().put("id", id).toString();
  }

  static String ended(int faults) {
    return JSON.createObjectNode().put("ended", faults).toString();
  }

  static String error(String why) {
    return JSON.createObjectNode().put("error", why).toString();
  }
}

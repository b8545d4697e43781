package dev.aegis.lab.plant;

import dev.aegis.lab.plant.Wishes.Change;
import dev.aegis.lab.plant.Wishes.Deployment;
import dev.aegis.lab.plant.Wishes.EdgeWish;
import dev.aegis.lab.plant.Wishes.Setting;
import dev.aegis.lab.service.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an order makes of the wishes before it: the wishes after it and what goes into the change
 * feed, or why it cannot be. Pure, so that a dry run and the real thing cannot differ.
 */
final class Revision {
  /** More pods than this do not fit on the machine. */
  static final int MOST_REPLICAS = 8;

  private static final double LONGEST_RAMP_SECONDS = 600;
  private static final Pattern VERSION = Pattern.compile("v[0-9]+\\.[0-9]+\\.[0-9]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]{1,80}");

  /** One change without the time, number and author that writing it down gives it. */
  record Draft(
      String kind,
      String service,
      String region,
      String version,
      String previous,
      String setting,
      String description) {
    Change written(long seq, String ts, Stamp stamp) {
      String words = stamp.description().isEmpty() ? description : stamp.description();
      return new Change(
          seq, ts, kind, service, region, version, previous, setting, words, stamp.by());
    }
  }

  private final Wishes before;
  private final List<Draft> drafts = new ArrayList<>();
  private Optional<Ruling> refusal = Optional.empty();
  private Wishes after;

  private Revision(Wishes before) {
    this.before = before;
    this.after = before;
  }

  static Revision of(Wishes before, Order order) {
    Revision revision = new Revision(before);
    switch (order) {
      case Order.Deploy deploy -> revision.deploy(deploy);
      case Order.Configure configure -> revision.configure(configure);
      case Order.Route route -> revision.route(route);
    }
    return revision;
  }

  /** Why it cannot be; empty when it can. */
  Optional<Ruling> refusal() {
    return refusal;
  }

  /** The same as before when the order asks for what is so already. */
  Wishes after() {
    return after;
  }

  List<Draft> drafts() {
    return drafts;
  }

  /** One sentence on what it would do. */
  String sentence() {
    return drafts.isEmpty()
        ? "nothing would change: it is so already"
        : "would " + String.join(", and ", drafts.stream().map(Draft::description).toList());
  }

  private void deploy(Order.Deploy order) {
    Optional<Deployment> found = before.deployment(order.service(), order.region());
    if (found.isEmpty()) {
      unknown(
          "expected a service and a region that run here, found "
              + order.service()
              + " in "
              + order.region());
      return;
    }
    Deployment old = found.get();
    int replicas = order.replicas().orElse(old.replicas());
    String version = order.version().orElse(old.version());
    if (replicas < 1 || replicas > MOST_REPLICAS) {
      nonsense("expected 1 to " + MOST_REPLICAS + " replicas, found " + replicas);
    } else if (!VERSION.matcher(version).matches()) {
      nonsense("expected a version such as v2.3.0, found \"" + version + "\"");
    } else if (!order.restart().map(key -> WORD.matcher(key).matches()).orElse(true)) {
      nonsense("expected a restart named by letters, digits and . _ : / -");
    } else {
      boolean restart = order.restart().map(key -> !old.restarts().contains(key)).orElse(false);
      describe(old, replicas, version, restart);
      List<String> restarts = new ArrayList<>(old.restarts());
      order.restart().filter(_ -> restart).ifPresent(restarts::add);
      replace(old, replicas, version, restarts);
    }
  }

  private void describe(Deployment old, int replicas, String version, boolean restart) {
    String where = " of " + old.service() + " in " + old.region();
    if (replicas != old.replicas()) {
      String words = "set replicas" + where + " from " + old.replicas() + " to " + replicas;
      String now = String.valueOf(replicas);
      String was = String.valueOf(old.replicas());
      drafts.add(new Draft("scale", old.service(), old.region(), now, was, "replicas", words));
    }
    if (!version.equals(old.version())) {
      String words = "roll" + where + " from " + old.version() + " to " + version;
      drafts.add(
          new Draft("deploy", old.service(), old.region(), version, old.version(), "", words));
    }
    if (restart) {
      String words = "restart the pods" + where + " one after the other";
      drafts.add(new Draft("config", old.service(), old.region(), "", "", "restart", words));
    }
  }

  private void replace(Deployment old, int replicas, String version, List<String> restarts) {
    if (drafts.isEmpty()) {
      return;
    }
    long generation = before.generation() + 1;
    Deployment changed =
        new Deployment(
            old.service(),
            old.region(),
            generation,
            replicas,
            version,
            restarts.size(),
            List.copyOf(restarts));
    List<Deployment> deployments = new ArrayList<>(before.deployments());
    deployments.replaceAll(each -> each.equals(old) ? changed : each);
    after = with(generation, deployments, before.settings(), before.edges());
  }

  private void configure(Order.Configure order) {
    Optional<Setting> found = before.setting(order.service(), order.kind(), order.name());
    if (found.isEmpty()) {
      unknown(
          "expected a flag or config that a service here has, found "
              + String.join(" ", order.service(), order.kind(), order.name()));
      return;
    }
    try {
      Settings.requireValue(order.kind(), order.name(), order.value());
      set(order, found.get());
    } catch (IllegalArgumentException e) {
      nonsense(String.valueOf(e.getMessage()));
    }
  }

  private void set(Order.Configure order, Setting old) {
    if (order.value().equals(old.value())) {
      return;
    }
    long generation = before.generation() + 1;
    Setting changed =
        new Setting(order.service(), order.kind(), order.name(), order.value(), generation);
    List<Setting> settings = new ArrayList<>(before.settings());
    settings.replaceAll(each -> each.equals(old) ? changed : each);
    drafts.add(
        new Draft(
            order.kind(),
            order.service(),
            "",
            order.value(),
            old.value(),
            order.name(),
            "set the %s %s of %s from %s to %s"
                .formatted(
                    order.kind(), order.name(), order.service(), old.value(), order.value())));
    after = with(generation, before.deployments(), settings, before.edges());
  }

  private void route(Order.Route order) {
    Optional<EdgeWish> found = before.edge(order.region());
    if (found.isEmpty()) {
      unknown("expected the region of an edge, found " + order.region());
      return;
    }
    EdgeWish old = found.get();
    Map<String, Double> weights = order.weights().orElse(old.weights());
    double shed = order.shed().orElse(old.shed());
    double ramp = order.rampSeconds().orElse(0.0);
    if (!Region.ids().containsAll(weights.keySet())) {
      nonsense("expected weights of " + Region.ids() + ", found " + weights.keySet());
    } else if (!weights.values().stream().allMatch(each -> each >= 0 && each <= 1_000)
        || weights.values().stream().mapToDouble(Double::doubleValue).sum() <= 0) {
      nonsense("expected weights of 0 to 1000 and one above 0, found " + weights);
    } else if (!(shed >= 0 && shed <= 1)) {
      nonsense("expected a share to shed of 0 to 1, found " + shed);
    } else if (!(ramp >= 0 && ramp <= LONGEST_RAMP_SECONDS)) {
      nonsense("expected a ramp of 0 to " + LONGEST_RAMP_SECONDS + " seconds, found " + ramp);
    } else {
      route(old, full(weights), ramp, shed);
    }
  }

  private static Map<String, Double> full(Map<String, Double> weights) {
    Map<String, Double> full = new TreeMap<>();
    Region.ids().forEach(id -> full.put(id, weights.getOrDefault(id, 0.0)));
    return full;
  }

  private void route(EdgeWish old, Map<String, Double> weights, double ramp, double shed) {
    String region = old.region();
    if (!weights.equals(old.weights())) {
      String words = "move the weights of the edge in " + region + " to " + weights;
      drafts.add(
          new Draft(
              "config",
              "edge",
              region,
              weights.toString(),
              old.weights().toString(),
              "weights",
              words + (ramp > 0 ? " over " + ramp + " s" : "")));
    }
    if (shed != old.shed()) {
      String words = "set the share shed by the edge in " + region + " to " + shed;
      String was = String.valueOf(old.shed());
      drafts.add(new Draft("config", "edge", region, String.valueOf(shed), was, "shed", words));
    }
    if (drafts.isEmpty()) {
      return;
    }
    long generation = before.generation() + 1;
    List<EdgeWish> edges = new ArrayList<>(before.edges());
    edges.replaceAll(
        each -> each.equals(old) ? new EdgeWish(region, generation, weights, ramp, shed) : each);
    after = with(generation, before.deployments(), before.settings(), edges);
  }

  private Wishes with(
      long generation, List<Deployment> deployments, List<Setting> settings, List<EdgeWish> edges) {
    return new Wishes(
        generation, before.epoch(), deployments, settings, edges, before.keys(), before.changes());
  }

  private void unknown(String reason) {
    refusal = Optional.of(new Ruling.Unknown(reason));
  }

  private void nonsense(String reason) {
    refusal = Optional.of(new Ruling.Nonsense(reason));
  }
}

package dev.aegis.lab.plant;

import dev.aegis.lab.service.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wanted in a plant that nobody has told anything yet. */
final class FirstWishes {
  private static final String GOOD_VERSION = "v2.3.0";
  private static final int CHECKOUT_REPLICAS = 4;

  private static final List<String> SERVICES = List.of(Plant.CHECKOUT, "payments", "inventory");

  private FirstWishes() {}

  static Wishes make() {
    List<Wishes.Deployment> deployments = new ArrayList<>();
    List<Wishes.EdgeWish> edges = new ArrayList<>();
    for (Region region : Region.values()) {
      deployments.add(deployment("payments", region, 1));
      deployments.add(deployment("inventory", region, 1));
      deployments.add(deployment(Plant.CHECKOUT, region, CHECKOUT_REPLICAS));
      Map<String, Double> weights = new TreeMap<>();
      Region.ids().forEach(id -> weights.put(id, id.equals(region.id()) ? 1.0 : 0.0));
      edges.add(new Wishes.EdgeWish(region.id(), 1, weights, 0, 0));
    }
    return new Wishes(1, 0, deployments, settings(), edges, List.of(), List.of());
  }

  /** All that can be set, with what it normally is, so that whoever sets it knows what it was. */
  private static List<Wishes.Setting> settings() {
    List<Wishes.Setting> settings = new ArrayList<>();
    for (String service : SERVICES) {
      Settings.DEFAULTS
          .flags()
          .forEach((name, value) -> settings.add(setting(service, "flag", name, value)));
      Settings.DEFAULTS
          .configs()
          .forEach((name, value) -> settings.add(setting(service, "config", name, value)));
    }
    return settings;
  }

  private static Wishes.Setting setting(String service, String kind, String name, String value) {
    return new Wishes.Setting(service, kind, name, value, 1);
  }

  private static Wishes.Deployment deployment(String service, Region region, int replicas) {
    return new Wishes.Deployment(service, region.id(), 1, replicas, GOOD_VERSION, 0, List.of());
  }
}

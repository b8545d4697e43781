package dev.aegis.lab.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wanted in a plant that nobody has told anything yet. */
final class FirstWishes {
  private static final String GOOD_VERSION = "v2.3.0";
  private static final int CHECKOUT_REPLICAS = 4;

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
    return new Wishes(1, 0, deployments, List.of(), edges, List.of(), List.of());
  }

  private static Wishes.Deployment deployment(String service, Region region, int replicas) {
    return new Wishes.Deployment(service, region.id(), 1, replicas, GOOD_VERSION, 0, List.of());
  }
}

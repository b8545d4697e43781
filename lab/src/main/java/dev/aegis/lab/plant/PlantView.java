package dev.aegis.lab.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the plant's thread saw at its last look, for everybody else to read. */
record PlantView(
    List<DeploymentView> deployments,
    List<EdgeView> edges,
    List<Target> targets,
    boolean flowing,
    Optional<String> failure) {
  static final PlantView NOTHING =
      new PlantView(List.of(), List.of(), List.of(), false, Optional.empty());

  /**
   * One edge.
   *
   * @param generation the desired state it was told
   * @param port where clients connect
   */
  record EdgeView(String region, long generation, boolean settled, int port) {}

  /** One process whose metrics can be read. */
  record Target(String job, String service, String region, String pod, String version, int port) {}

  PlantView {
    deployments = List.copyOf(deployments);
    edges = List.copyOf(edges);
    targets = List.copyOf(targets);
  }

  PlantView failed(String why) {
    return new PlantView(deployments, edges, List.of(), false, Optional.of(why));
  }

  Optional<DeploymentView> deployment(String service, String region) {
    return deployments.stream()
        .filter(each -> each.service().equals(service) && each.region().equals(region))
        .findFirst();
  }

  Optional<EdgeView> edge(String region) {
    return edges.stream().filter(each -> each.region().equals(region)).findFirst();
  }

  /** Whether this deployment stood as it is wanted now. */
  boolean settled(Wishes.Deployment wish) {
    return deployment(wish.service(), wish.region())
        .map(seen -> seen.settled() && seen.generation() == wish.generation())
        .orElse(false);
  }

  boolean settled(Wishes.EdgeWish wish) {
    return edge(wish.region())
        .map(seen -> seen.settled() && seen.generation() == wish.generation())
        .orElse(false);
  }

  boolean settled(Wishes wishes) {
    return wishes.deployments().stream().allMatch(this::settled)
        && wishes.edges().stream().allMatch(this::settled);
  }

  static List<EdgeView> edges(Crew crew, Wishes wishes, Map<Region, Boolean> settled) {
    return wishes.edges().stream()
        .map(wish -> {
          Region region = Region.of(wish.region());
          return new EdgeView(
              wish.region(),
              wish.generation(),
              settled.getOrDefault(region, false),
              crew.edge(region).port());
        })
        .toList();
  }

  static List<Target> targets(List<DeploymentView> deployments, Crew crew) {
    List<Target> targets = new ArrayList<>();
    for (DeploymentView each : deployments) {
      for (DeploymentView.Pod pod : each.pods()) {
        if (pod.port() > 0) {
          targets.add(
              new Target(
                  "service", each.service(), each.region(), pod.name(), pod.version(), pod.port()));
        }
      }
    }
    for (Region region : Region.values()) {
      String edge = "edge-" + region.id();
      targets.add(
          new Target("edge", "edge", region.id(), edge, "", crew.edge(region).metricsPort()));
    }
    crew.clients()
        .forEach((region, process) ->
            process
                .port()
                .ifPresent(port ->
                    targets.add(
                        new Target(
                            "clients", Plant.CHECKOUT, region.id(), process.name(), "", port))));
    return targets;
  }
}

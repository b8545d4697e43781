package dev.aegis.lab.plant;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole desired state, as it is written to the disk.
 *
 * @param generation counts the orders that changed something
 * @param epoch the highest ever seen
 * @param keys the keys seen, with the generation each was answered with
 */
record Wishes(
    long generation,
    long epoch,
    List<Deployment> deployments,
    List<Setting> settings,
    List<EdgeWish> edges,
    List<Key> keys,
    List<Change> changes) {

  /**
   * How a service shall run in a region.
   *
   * @param restartGeneration how often it was told to restart
   * @param restarts the names of those restarts
   */
  record Deployment(
      String service,
      String region,
      long generation,
      int replicas,
      String version,
      long restartGeneration,
      List<String> restarts) {
    String id() {
      return service + "-" + region;
    }
  }

  /** A flag or setting that differs from what the service starts with. */
  record Setting(String service, String kind, String name, String value, long generation) {}

  /** How an edge shall spread what comes to it. */
  record EdgeWish(
      String region,
      long generation,
      Map<String, Double> weights,
      double rampSeconds,
      double shed) {}

  /** A key that was seen. */
  record Key(String key, long generation) {}

  /**
   * One entry of the change feed.
   *
   * @param ts ISO 8601, UTC
   * @param kind deploy, config, flag or scale
   * @param region empty for what holds everywhere
   */
  record Change(
      long seq,
      String ts,
      String kind,
      String service,
      String region,
      String version,
      String previous,
      String setting,
      String description,
      String by) {}

  Wishes {
    deployments = List.copyOf(deployments);
    settings = List.copyOf(settings);
    edges = List.copyOf(edges);
    keys = List.copyOf(keys);
    changes = List.copyOf(changes);
  }

  Optional<Deployment> deployment(String service, String region) {
    return deployments.stream()
        .filter(each -> each.service().equals(service) && each.region().equals(region))
        .findFirst();
  }

  Optional<EdgeWish> edge(String region) {
    return edges.stream().filter(each -> each.region().equals(region)).findFirst();
  }

  Optional<Setting> setting(String service, String kind, String name) {
    return settings.stream()
        .filter(each ->
            each.service().equals(service) && each.kind().equals(kind) && each.name().equals(name))
        .findFirst();
  }

  /** What the pods of a service are told: {@code flag NAME VALUE} and {@code config NAME VALUE}. */
  String settingsText(String service) {
    StringBuilder text = new StringBuilder();
    settings.stream()
        .filter(each -> each.service().equals(service))
        .forEach(each -> text.append(each.kind() + " " + each.name() + " " + each.value() + "\n"));
    return text.toString();
  }
}

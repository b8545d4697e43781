package dev.aegis.policy;

import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import java.util.List;
import java.util.Objects;

/**
 * What an action changes: at most one action at a time is carried out on it.
 *
 * @param service the service
 * @param region the region; empty for what holds everywhere
 */
record Target(String service, String region) {
  Target {
    Objects.requireNonNull(service);
    Objects.requireNonNull(region);
  }

  static List<Target> of(Action action) {
    return switch (action) {
      case Action.ScalePods a -> List.of(new Target(a.service(), a.region()));
      case Action.RestartPods a -> List.of(new Target(a.service(), a.region()));
      case Action.RollbackDeploy a -> List.of(new Target(a.service(), a.region()));
      case Action.FailoverRegion a ->
          List.of(new Target(a.service(), a.fromRegion()), new Target(a.service(), a.toRegion()));
      case Action.RollbackAndFailover a ->
          a.steps().stream().flatMap(step -> of(step).stream()).distinct().toList();
      case Action.ShedLoad a -> List.of(new Target(a.service(), a.region()));
      case Action.SetFlag a -> List.of(new Target(a.service(), ""));
      case Action.SetConfig a -> List.of(new Target(a.service(), ""));
    };
  }

  static boolean meet(Action one, Action other) {
    return of(one).stream().anyMatch(a -> of(other).stream().anyMatch(a::overlaps));
  }

  private boolean overlaps(Target other) {
    return service.equals(other.service)
        && (region.isEmpty() || other.region.isEmpty() || region.equals(other.region));
  }

  /** How many pods an action replaces, adds or takes away. */
  static int pods(Action action, ServiceProfile profile) {
    return switch (action) {
      case Action.ScalePods a -> Math.abs(a.toPods() - a.fromPods());
      case Action.RestartPods a -> a.pods();
      case Action.RollbackDeploy a ->
          profile.region(a.region()).map(ServiceProfile.Region::pods).orElse(1);
      case Action.RollbackAndFailover a -> pods(a.rollback(), profile);
      case Action.FailoverRegion _, Action.ShedLoad _, Action.SetFlag _, Action.SetConfig _ -> 0;
    };
  }

  @Override
  public String toString() {
    return region.isEmpty() ? service : service + " in " + region;
  }
}

package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.room.Action;
import java.util.List;
import java.util.Locale;

/**
 * What one step changes, literally.
 *
 * @param target what is changed
 * @param before its state before
 * @param after its state afterwards
 */
public record LiteralChange(String target, String before, String after) {
  static List<LiteralChange> of(Action action) {
    return action.steps().stream().map(LiteralChange::step).toList();
  }

  private static LiteralChange step(Action action) {
    return switch (action) {
      case Action.ScalePods a ->
          change(place(a.service(), a.region()), "pods " + a.fromPods(), "pods " + a.toPods());
      case Action.RestartPods a ->
          change(
              place(a.service(), a.region()),
              a.pods() + " pods as they run",
              a.pods() + " pods, fresh, same version, one at a time");
      case Action.RollbackDeploy a ->
          change(
              place(a.service(), a.region()),
              "version " + a.fromVersion(),
              "version " + a.toVersion());
      case Action.FailoverRegion a ->
          change(
              "traffic of " + a.service(),
              "served in " + a.fromRegion(),
              "served in " + a.toRegion());
      case Action.RollbackAndFailover a -> change(a.failover().service(), "as it is", a.describe());
      case Action.ShedLoad a ->
          change(
              "edge of " + place(a.service(), a.region()),
              "refuses " + percent(a.fromShare()),
              "refuses " + percent(a.toShare()));
      case Action.SetFlag a -> change("flag " + a.flag() + " of " + a.service(), a.from(), a.to());
      case Action.SetConfig a ->
          change("config " + a.key() + " of " + a.service(), a.from(), a.to());
    };
  }

  private static LiteralChange change(String target, String before, String after) {
    return new LiteralChange(Said.inert(target), Said.inert(before), Said.inert(after));
  }

  private static String place(String service, String region) {
    return region.isEmpty() ? service : service + " in " + region;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %% of requests", 100 * share);
  }
}

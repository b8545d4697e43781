package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** How far ahead an action must be replayed, and where. */
final class Horizon {
  /** Past the expected exhaustion by this factor, so that it shows when it comes later. */
  private static final double BEYOND_EXHAUSTION = 1.25;

  private Horizon() {}

  /** Home and the regions that the action touches. */
  static Set<String> regions(Action action, ServiceProfile profile) {
    Set<String> names = new TreeSet<>();
    names.add(profile.home());
    for (Action step : action.steps()) {
      switch (step) {
        case Action.ScalePods a -> names.add(a.region());
        case Action.RestartPods a -> names.add(a.region());
        case Action.RollbackDeploy a -> names.add(a.region());
        case Action.ShedLoad a -> names.add(a.region());
        case Action.FailoverRegion a -> {
          names.add(a.fromRegion());
          names.add(a.toRegion());
        }
        case Action.RollbackAndFailover a -> names.addAll(regions(a, profile));
        case Action.SetFlag _, Action.SetConfig _ -> {}
      }
    }
    return names;
  }

  /** Seconds that the action takes when nothing comes in between. */
  static double duration(Action action, ServiceModel model, String home) {
    double seconds = 0;
    for (Action step : action.steps()) {
      seconds +=
          switch (step) {
            case Action.ScalePods a -> a.toPods() > a.fromPods() ? model.podStartSeconds() : 0;
            case Action.RestartPods a -> pods(model, a.region()) * model.podStartSeconds();
            case Action.RollbackDeploy a -> rollback(a, model);
            case Action.FailoverRegion _ -> model.failoverRampSeconds();
            case Action.RollbackAndFailover a -> duration(a, model, home);
            case Action.ShedLoad _, Action.SetFlag _, Action.SetConfig _ -> 0;
          };
    }
    return seconds;
  }

  private static double rollback(Action.RollbackDeploy a, ServiceModel model) {
    int r = model.indexOfRegion(a.region());
    return a.service().equals(model.service())
        ? pods(model, a.region()) * model.podStartSeconds()
        : r < 0 ? 0 : model.regions().get(r).secondsBack(a);
  }

  private static int pods(ServiceModel model, String region) {
    int r = model.indexOfRegion(region);
    return r < 0 ? 0 : model.regions().get(r).pods();
  }

  /**
   * Seconds to look ahead: long enough for the action, and for what goes on under it to fill a
   * fresh pod or its slots, {@code (1 − base) / (leak per request × requests per pod + leak per
   * second)}.
   */
  static double seconds(Action action, Fitted fitted, ServiceProfile profile, ReplaySettings set) {
    double enough =
        duration(action, fitted.model(), profile.home())
            + set.recoverWithin().toMillis() / 1000.0
            + 0.2 * set.shortestHorizon().toMillis() / 1000.0;
    ServiceModel model = Rewound.only(fitted.model(), regions(action, profile));
    for (ServiceModel.Region region : model.regions()) {
      double full = exhaustion(action, fitted, model, region);
      if (full < Double.POSITIVE_INFINITY) {
        enough = Math.max(enough, BEYOND_EXHAUSTION * full + 2 * model.podStartSeconds());
      }
    }
    double least = set.shortestHorizon().toMillis() / 1000.0;
    return Math.min(Math.max(enough, least), set.longestHorizon().toMillis() / 1000.0);
  }

  private static double exhaustion(
      Action action, Fitted fitted, ServiceModel model, ServiceModel.Region region) {
    double pods = region.pods();
    for (Action step : action.steps()) {
      if (step instanceof Action.ScalePods a && a.region().equals(region.name())) {
        pods = a.toPods();
      }
    }
    String version = versionAfter(action, fitted, region);
    double rate = rateAfter(action, model, region);
    ServiceModel.Version runs = model.versions().get(model.indexOfVersion(version));
    ServiceModel.Effect set = effectAfter(action, fitted);
    double growth =
        set.leakPerRequest(runs.leakPerRequest()) * rate / Math.max(1, pods)
            + set.leakPerSecond(runs.leakPerSecond());
    double full = growth > 0 ? (1 - runs.baseHeap()) / growth : Double.POSITIVE_INFINITY;
    double stuck = set.hangs(runs.hangs()) * rate / Math.max(1, pods);
    return stuck > 0 ? Math.min(full, model.slotsPerPod() / stuck) : full;
  }

  /** What a region runs once the action is done. */
  static String versionAfter(Action action, Fitted fitted, ServiceModel.Region region) {
    String version = region.version();
    for (Fitted.Past past : fitted.past()) {
      if (past instanceof Fitted.Past.Deployed d && d.region().equals(region.name())) {
        version = d.version();
      }
      if (past instanceof Fitted.Past.Acted a) {
        version = rolledBack(a.action(), fitted.model(), region, version);
      }
    }
    return rolledBack(action, fitted.model(), region, version);
  }

  /** What the settings amount to once the action is done. */
  static ServiceModel.Effect effectAfter(Action action, Fitted fitted) {
    SortedMap<String, ServiceModel.Effect> settings = new TreeMap<>();
    for (Fitted.Past past : fitted.past()) {
      if (past instanceof Fitted.Past.Acted a) {
        set(a.action(), fitted.model(), settings);
      }
    }
    set(action, fitted.model(), settings);
    return settings.values().stream().reduce(ServiceModel.Effect.NONE, ServiceModel.Effect::and);
  }

  private static void set(
      Action action, ServiceModel model, SortedMap<String, ServiceModel.Effect> settings) {
    for (Action step : action.steps()) {
      if (step instanceof Action.SetFlag a) {
        settings.put(
            "flag " + a.flag(),
            model
                .effects()
                .getOrDefault(ServiceModel.flag(a.flag(), a.to()), ServiceModel.Effect.NONE));
      } else if (step instanceof Action.SetConfig a) {
        settings.put(
            "config " + a.key(),
            model
                .effects()
                .getOrDefault(ServiceModel.config(a.key(), a.to()), ServiceModel.Effect.NONE));
      }
    }
  }

  private static String rolledBack(
      Action action, ServiceModel model, ServiceModel.Region region, String before) {
    String version = before;
    for (Action step : action.steps()) {
      if (step instanceof Action.RollbackDeploy a
          && a.service().equals(model.service())
          && a.region().equals(region.name())) {
        version = a.toVersion();
      }
    }
    return version;
  }

  /** Requests per second that a region serves once the action is done. */
  static double rateAfter(Action action, ServiceModel model, ServiceModel.Region region) {
    double rate = region.arrivals().last();
    for (Action step : action.steps()) {
      if (step instanceof Action.FailoverRegion a) {
        rate = moved(a, model, region, rate);
      }
    }
    return rate;
  }

  private static double moved(
      Action.FailoverRegion a, ServiceModel model, ServiceModel.Region region, double rate) {
    if (a.fromRegion().equals(region.name())) {
      return 0;
    }
    int from = model.indexOfRegion(a.fromRegion());
    return a.toRegion().equals(region.name()) && from >= 0
        ? rate + model.regions().get(from).arrivals().last()
        : rate;
  }
}

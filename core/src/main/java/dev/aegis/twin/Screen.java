package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a fix can do at best, before any event is simulated: by the utilisation law the slots that
 * the traffic needs once it is done, over those there are (Denning and Buzen, 1978), with every
 * call as fast as it ever was when alone, empty heaps and warm pods. Where they do not suffice even
 * so, no randomness helps and the fix is rejected. Nothing is ever passed by it: what suffices in
 * the steady state can collapse on the way there.
 */
final class Screen {
  /** The rates are known no better. */
  private static final double MARGIN = 0.05;

  private final Action action;
  private final Fitted fitted;
  private final ServiceModel reached;

  /**
   * @param reached the model with the regions that the action reaches
   */
  Screen(Action action, Fitted fitted, ServiceModel reached) {
    this.action = action;
    this.fitted = fitted;
    this.reached = reached;
  }

  /**
   * What a region needs at best once the action is done.
   *
   * @param perSecond requests it is asked for
   * @param seconds that each holds a slot
   * @param slots it has
   */
  record Load(String region, double perSecond, double seconds, double slots) {
    /** Slots needed over slots there are; infinite without any. */
    double share() {
      double needed = perSecond * seconds;
      return needed == 0 ? 0 : needed / slots;
    }

    /** Share of the requests that find no slot in time, however the others are served. */
    double unserved() {
      return Math.max(0, 1 - (1 + MARGIN) / share());
    }
  }

  /** By region; none where traffic was moved or shed before, which the rates do not tell of. */
  List<Load> loads() {
    boolean acted = fitted.past().stream().anyMatch(Fitted.Past.Acted.class::isInstance);
    List<Load> loads = new ArrayList<>();
    for (ServiceModel.Region region : acted ? List.<ServiceModel.Region>of() : reached.regions()) {
      double rate = Horizon.rateAfter(action, reached, region) * kept(region);
      loads.add(
          new Load(
              region.name(), rate, seconds(region), (double) pods(region) * reached.slotsPerPod()));
    }
    return loads;
  }

  /** The region that cannot keep the promise even at best. */
  Optional<Load> overloaded(Slo slo) {
    return loads().stream().filter(load -> load.unserved() > slo.errorRatio()).findFirst();
  }

  private double kept(ServiceModel.Region region) {
    double kept = 1;
    for (Action step : action.steps()) {
      if (step instanceof Action.ShedLoad a && a.region().equals(region.name())) {
        kept = 1 - a.toShare();
      }
    }
    return kept;
  }

  private int pods(ServiceModel.Region region) {
    int pods = region.pods();
    for (Action step : action.steps()) {
      if (step instanceof Action.ScalePods a && a.region().equals(region.name())) {
        pods = Math.max(pods, a.toPods());
      }
    }
    for (Fitted.Past past : fitted.past()) {
      if (past instanceof Fitted.Past.Scaled s && s.region().equals(region.name())) {
        pods = Math.max(pods, s.toPods());
      }
    }
    return pods;
  }

  private double seconds(ServiceModel.Region region) {
    ServiceModel.Effect set = Horizon.effectAfter(action, fitted);
    int version = reached.indexOfVersion(Horizon.versionAfter(action, fitted, region));
    double own =
        reached.serviceMillis()
            * reached.versions().get(version).slowdown()
            * Math.min(1, set.serviceFactor());
    double calls = 0;
    for (int k = 0; k < region.calls().size(); k++) {
      double alone =
          region.calls().get(k).phases().stream()
              .mapToDouble(Call.Phase::meanMillis)
              .min()
              .orElse(0);
      calls += k == 0 ? alone * Math.min(1, set.dependencyFactor()) : alone;
    }
    return (own + calls) / 1000;
  }
}

package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.ServiceProfile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the data bears of an action: outside of that nothing is simulated, and nothing is said. */
final class DataSupport {
  /** Changes within so many seconds may have one cause. */
  private static final double TOGETHER = 15;

  private final Action action;
  private final ServiceProfile profile;
  private final List<Applied> applied;

  /**
   * @param applied what was really done before
   */
  DataSupport(Action action, ServiceProfile profile, List<Applied> applied) {
    this.action = action;
    this.profile = profile;
    this.applied = List.copyOf(applied);
  }

  /** Why nothing is simulated; empty where the data bears it. */
  Optional<String> whyNot(Fitted fitted) {
    Optional<String> unknown = undecidable(fitted).or(() -> fitted.model().cannotSimulate(action));
    if (unknown.isEmpty() && fitted.contentionUnknown()) {
      for (Action step : action.steps()) {
        if (step instanceof Action.ScalePods a && a.toPods() > a.fromPods()) {
          return Optional.of(
              "how the dependency, which is slower than it was, takes the calls of more pods was"
                  + " never seen");
        }
      }
    }
    return unknown
        .or(() -> unaccounted(fitted))
        .or(() -> unmeasured(fitted))
        .or(() -> replaced(fitted))
        .or(() -> favoured(fitted));
  }

  /** The replay gives requests out in turn, and more pods would thin out what few of them fail. */
  private Optional<String> favoured(Fitted fitted) {
    return fitted
        .odd()
        .filter(OddPods::favoured)
        .filter(_ -> action.steps().stream().anyMatch(Action.ScalePods.class::isInstance))
        .map(odd ->
            odd.who()
                + " of "
                + profile.home()
                + " are given more requests than their siblings, and how many they would be given"
                + " beside more pods was never seen");
  }

  /** Whatever ails a pod may be its machine's and await the pod that takes its place, or not. */
  private Optional<String> replaced(Fitted fitted) {
    return fitted
        .odd()
        .filter(odd -> !odd.all())
        .flatMap(odd ->
            action.steps().stream()
                .filter(this::replacesPodsAtHome)
                .findFirst()
                .map(step ->
                    "what is wrong is wrong with "
                        + odd.who()
                        + " of "
                        + profile.home()
                        + ", and whether pods that "
                        + step.kind().wire()
                        + " would put in their place do better was never seen"));
  }

  private boolean replacesPodsAtHome(Action step) {
    return switch (step) {
      case Action.RestartPods a -> a.region().equals(profile.home());
      case Action.RollbackDeploy a ->
          a.service().equals(profile.service()) && a.region().equals(profile.home());
      case Action.ScalePods _,
          Action.FailoverRegion _,
          Action.RollbackAndFailover _,
          Action.ShedLoad _,
          Action.SetFlag _,
          Action.SetConfig _ ->
          false;
    };
  }

  /** Of time that nobody accounts for it is known only that it passes in this region. */
  private Optional<String> unaccounted(Fitted fitted) {
    if (!fitted.unaccounted()) {
      return Optional.empty();
    }
    return action.steps().stream()
        .filter(step -> !(step instanceof Action.FailoverRegion))
        .findFirst()
        .map(step ->
            "requests in "
                + profile.home()
                + " take time that nobody accounts for, and whether "
                + step.kind().wire()
                + " ends that was never seen");
  }

  private Optional<String> undecidable(Fitted fitted) {
    return action.steps().stream()
        .flatMap(step ->
            switch (step) {
              case Action.SetFlag a -> Stream.of("flag " + a.flag());
              case Action.SetConfig a -> Stream.of("config " + a.key());
              case Action.ScalePods _,
                  Action.RestartPods _,
                  Action.RollbackDeploy _,
                  Action.FailoverRegion _,
                  Action.RollbackAndFailover _,
                  Action.ShedLoad _ ->
                  Stream.<String>empty();
            })
        .filter(name -> fitted.undecidable().containsKey(name))
        .map(name -> fitted.undecidable().get(name))
        .findFirst();
  }

  private Optional<String> unmeasured(Fitted fitted) {
    for (ServiceModel.Region region : fitted.model().regions()) {
      String version = Horizon.versionAfter(action, fitted, region);
      if (regions().contains(region.name())
          && Horizon.rateAfter(action, fitted.model(), region) > 0
          && fitted.unmeasured().contains(version)) {
        return Optional.of(
            "how fast " + version + " works, which would go on serving, was not seen yet");
      }
    }
    return Optional.empty();
  }

  /** Why a rejection would rest on something that was never seen. */
  Optional<String> whyNotRejected(Fitted fitted) {
    return lost(fitted).or(() -> shared(fitted)).or(() -> slowPods(fitted));
  }

  /** The replay gives all pods of a region the same pace. */
  private Optional<String> slowPods(Fitted fitted) {
    return fitted
        .odd()
        .filter(odd -> odd.bad().count() == 0)
        .flatMap(odd ->
            action.steps().stream()
                .filter(step ->
                    step instanceof Action.FailoverRegion || step instanceof Action.ScalePods)
                .findFirst()
                .map(step ->
                    "requests fail or are slow in "
                        + odd.who()
                        + " of "
                        + profile.home()
                        + ", and the pods that "
                        + step.kind().wire()
                        + " would give them to need not be"));
  }

  /** The replay takes lost pods to stay away, whoever would take their place. */
  private Optional<String> lost(Fitted fitted) {
    boolean lost =
        fitted.past().stream()
            .anyMatch(p -> p instanceof Fitted.Past.Lost l && l.region().equals(profile.home()));
    return !lost
        ? Optional.empty()
        : action.steps().stream()
            .filter(
                step -> step instanceof Action.RollbackDeploy || step instanceof Action.RestartPods)
            .findFirst()
            .map(step ->
                "pods of "
                    + profile.home()
                    + " were lost, and whether those that "
                    + step.kind().wire()
                    + " would start stay was never seen");
  }

  /**
   * Calls that changed at home and in the region that traffic would move to at the same time have a
   * common cause. The replay takes them to go on there; whether they do once home's traffic is gone
   * was never seen, and a rejection must not rest on it.
   */
  private Optional<String> shared(Fitted fitted) {
    ServiceModel model = fitted.model();
    for (Action step : action.steps()) {
      if (step instanceof Action.FailoverRegion a && model.indexOfRegion(a.toRegion()) >= 0) {
        ServiceModel.Region to = model.regions().get(model.indexOfRegion(a.toRegion()));
        for (Call call : model.regions().getFirst().calls()) {
          boolean together =
              to.callTo(call.to())
                  .filter(other -> Math.abs(other.changedAt() - call.changedAt()) <= TOGETHER)
                  .isPresent();
          if (together) {
            return Optional.of(
                "calls to "
                    + call.to()
                    + " changed in "
                    + to.name()
                    + " as well, and whether they recover there once the traffic of "
                    + a.fromRegion()
                    + " has moved was never seen");
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Home, and where earlier fixes reached. */
  Set<String> regionsSoFar() {
    Set<String> regions = new TreeSet<>(Set.of(profile.home()));
    applied.forEach(a -> regions.addAll(Horizon.regions(a.action(), profile)));
    return regions;
  }

  /** These, and where the action would reach. */
  Set<String> regions() {
    Set<String> regions = regionsSoFar();
    regions.addAll(Horizon.regions(action, profile));
    return regions;
  }
}

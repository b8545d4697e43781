package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which actions the twin could judge at a moment, by the same checks as before a verdict. */
final class BacktestSupport {
  private static final double SHED = 0.1;

  private final ServiceProfile profile;
  private final Fitted fitted;
  private final Telemetry telemetry;

  /**
   * @param telemetry what was known at the moment
   */
  BacktestSupport(ServiceProfile profile, Fitted fitted, Telemetry telemetry) {
    this.profile = profile;
    this.fitted = fitted;
    this.telemetry = telemetry;
  }

  /** Of every kind of action. */
  List<Backtest.Support> byKind() {
    List<Backtest.Support> supports = new ArrayList<>();
    for (Action.Kind kind : Action.Kind.values()) {
      supports.add(new Backtest.Support(kind, whyNot(kind)));
    }
    return supports;
  }

  /** By the same checks as before a verdict, on an action of the kind as it could be taken here. */
  private Optional<String> whyNot(Action.Kind kind) {
    ServiceModel.Region home = fitted.model().regions().getFirst();
    Optional<Action> action =
        switch (kind) {
          case SCALE_PODS -> scale(home);
          case RESTART_PODS ->
              Optional.of(new Action.RestartPods(profile.service(), home.name(), home.pods()));
          case ROLLBACK_DEPLOY -> rollback(home).map(a -> a);
          case FAILOVER_REGION -> failover(home).map(a -> a);
          case ROLLBACK_AND_FAILOVER ->
              rollback(home)
                  .flatMap(a -> failover(home).map(b -> new Action.RollbackAndFailover(a, b)));
          case SHED_LOAD ->
              Optional.of(new Action.ShedLoad(profile.service(), home.name(), 0, SHED));
          case SET_FLAG -> back(Change.Kind.FLAG);
          case SET_CONFIG -> back(Change.Kind.CONFIG);
        };
    return action.isEmpty() ? Optional.of(nothingToTake(kind)) : unsupported(action.get());
  }

  private Optional<String> unsupported(Action action) {
    return new DataSupport(action, profile, List.of()).whyNot(fitted);
  }

  private String nothingToTake(Action.Kind kind) {
    return switch (kind) {
      case SCALE_PODS -> "the quota of " + profile.home() + " is reached";
      case ROLLBACK_DEPLOY, ROLLBACK_AND_FAILOVER ->
          profile.peer().isEmpty() && kind == Action.Kind.ROLLBACK_AND_FAILOVER
              ? "no other region is declared"
              : "no second version was seen running, nor a deploy that says what ran before";
      case FAILOVER_REGION -> "no other region is declared";
      case SET_FLAG -> "no flag was changed, so no flag's effect was seen";
      case SET_CONFIG -> "no configuration was changed, so no key's effect was seen";
      case RESTART_PODS, SHED_LOAD -> "nothing is known against it";
    };
  }

  private Optional<Action> scale(ServiceModel.Region home) {
    int to = Math.min(home.maxPods(), 2 * home.pods());
    return to > home.pods()
        ? Optional.of(new Action.ScalePods(profile.service(), home.name(), home.pods(), to))
        : Optional.empty();
  }

  private Optional<Action.RollbackDeploy> rollback(ServiceModel.Region home) {
    Optional<Change> deploy =
        telemetry.changes().stream()
            .filter(c -> c.kind() == Change.Kind.DEPLOY && !c.previous().isEmpty())
            .filter(c -> c.service().isEmpty() || c.service().equals(profile.service()))
            .reduce((earlier, later) -> later);
    String runs = deploy.map(Change::version).orElse(home.version());
    Optional<String> other =
        deploy
            .map(Change::previous)
            .or(() ->
                fitted.model().versions().stream()
                    .map(ServiceModel.Version::name)
                    .filter(name -> !name.equals(runs))
                    .findFirst());
    return other.map(to -> new Action.RollbackDeploy(profile.service(), home.name(), runs, to));
  }

  private Optional<Action.FailoverRegion> failover(ServiceModel.Region home) {
    return profile
        .peer()
        .map(peer -> new Action.FailoverRegion(profile.service(), home.name(), peer.name()));
  }

  /** The newest change of a setting, taken back. */
  private Optional<Action> back(Change.Kind kind) {
    return telemetry.changes().stream()
        .filter(c -> c.kind() == kind && !c.setting().isEmpty() && !c.previous().isEmpty())
        .filter(c -> c.service().equals(profile.service()))
        .reduce((earlier, later) -> later)
        .map(c -> set(profile, c, c.previous(), c.version()));
  }

  /** The action that gives a setting a value. */
  static Action set(ServiceProfile profile, Change change, String to, String from) {
    return change.kind() == Change.Kind.FLAG
        ? new Action.SetFlag(profile.service(), change.setting(), from, to)
        : new Action.SetConfig(profile.service(), change.setting(), from, to);
  }
}

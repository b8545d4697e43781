package dev.aegis.lab.command;

import dev.aegis.lab.fault.Remedy;
import dev.aegis.room.Action;
import dev.aegis.room.Action.FailoverRegion;
import dev.aegis.room.Action.RollbackDeploy;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.Comparator;
import java.util.Optional;

/**
 * A kind of action made concrete for what is observed, whether or not it makes sense: the matrix
 * tries also what nobody should.
 */
final class Attempt {
  /** More than anybody would shed without being asked, so that its effect can be seen. */
  private static final double SHED = 0.4;

  private final Telemetry telemetry;
  private final ServiceProfile profile;

  /**
   * @param profile seen from the region in trouble
   */
  Attempt(Telemetry telemetry, ServiceProfile profile) {
    this.telemetry = telemetry;
    this.profile = profile;
  }

  /** Empty when there is nothing it could be done to, such as a rollback without a deploy. */
  Optional<Action> of(Remedy remedy) {
    Action.Kind kind = Action.Kind.fromWire(remedy.action()).orElseThrow();
    return switch (kind) {
      case SCALE_PODS -> scale();
      case RESTART_PODS ->
          Optional.of(new Action.RestartPods(profile.service(), profile.home(), pods()));
      case ROLLBACK_DEPLOY -> rollback().map(a -> a);
      case FAILOVER_REGION -> failover().map(a -> a);
      case ROLLBACK_AND_FAILOVER ->
          rollback()
              .flatMap(back -> failover().map(away -> new Action.RollbackAndFailover(back, away)));
      case SHED_LOAD ->
          Optional.of(new Action.ShedLoad(profile.service(), profile.home(), 0, SHED));
      case SET_FLAG ->
          Optional.of(
              new Action.SetFlag(
                  serviceOf(remedy),
                  remedy.setting(),
                  before(Change.Kind.FLAG, remedy),
                  remedy.value()));
      case SET_CONFIG ->
          Optional.of(
              new Action.SetConfig(
                  serviceOf(remedy),
                  remedy.setting(),
                  before(Change.Kind.CONFIG, remedy),
                  remedy.value()));
    };
  }

  private Optional<Action> scale() {
    int from = pods();
    int most = profile.region(profile.home()).map(ServiceProfile.Region::maxPods).orElse(from);
    int to = Math.min(most, 2 * from);
    return to > from
        ? Optional.of(new Action.ScalePods(profile.service(), profile.home(), from, to))
        : Optional.empty();
  }

  /** Configured, not counted: a pod that is dying is still wanted. */
  private int pods() {
    int declared = profile.region(profile.home()).map(ServiceProfile.Region::pods).orElse(1);
    return telemetry
        .find(Metric.PODS_READY, profile.service(), profile.home())
        .filter(s -> !s.isEmpty())
        .map(s -> (int) Math.max(declared, Math.round(s.last())))
        .orElse(declared);
  }

  /** Of the service's own newest deploy; where it had none, of the newest one beside it. */
  private Optional<RollbackDeploy> rollback() {
    Comparator<Change> own = Comparator.comparing(c -> c.service().equals(profile.service()));
    return telemetry.changes().stream()
        .filter(c -> c.kind() == Change.Kind.DEPLOY && !c.previous().isEmpty())
        .filter(c -> c.region().equals(profile.home()))
        .max(own.thenComparing(Change::at))
        .map(c -> new RollbackDeploy(c.service(), profile.home(), c.version(), c.previous()));
  }

  private Optional<FailoverRegion> failover() {
    return profile
        .peer()
        .map(peer -> new FailoverRegion(profile.service(), profile.home(), peer.name()));
  }

  private String serviceOf(Remedy remedy) {
    return lastChange(remedy.setting()).map(Change::service).orElse(profile.service());
  }

  private String before(Change.Kind kind, Remedy remedy) {
    return lastChange(remedy.setting())
        .filter(c -> c.kind() == kind)
        .map(Change::version)
        .orElse("");
  }

  private Optional<Change> lastChange(String setting) {
    return telemetry.changes().stream()
        .filter(c -> c.setting().equals(setting))
        .reduce((earlier, later) -> later);
  }
}

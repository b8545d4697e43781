package dev.aegis.lab.command;

import static dev.aegis.lab.command.LabTelemetry.EAST;
import static dev.aegis.lab.command.LabTelemetry.PROFILE;
import static dev.aegis.lab.command.LabTelemetry.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.lab.fault.Remedy;
import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Telemetry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private static final String SERVICE = PROFILE.service();
  private static final Action.RollbackDeploy BACK =
      new Action.RollbackDeploy(SERVICE, EAST, "v2.3.2", "v2.3.1");
  private static final Action.FailoverRegion AWAY = new Action.FailoverRegion(SERVICE, EAST, WEST);

  @Test
  void scalingDoublesThePodsUpToTheQuota() {
    assertThat(of("scale_pods", Telemetry.NONE))
        .contains(new Action.ScalePods(SERVICE, EAST, 4, 8));
    assertThat(of("scale_pods", pods(6))).contains(new Action.ScalePods(SERVICE, EAST, 6, 8));
    assertThat(of("scale_pods", pods(8))).isEmpty();
  }

  @Test
  void aPodThatIsDyingIsStillWanted() {
    assertThat(of("scale_pods", pods(1))).contains(new Action.ScalePods(SERVICE, EAST, 4, 8));
    assertThat(of("restart_pods", pods(1))).contains(new Action.RestartPods(SERVICE, EAST, 4));
  }

  @Test
  void rollbackTakesTheNewestDeployOfThisServiceInThisRegion() {
    assertThat(of("rollback_deploy", deployed())).contains(BACK);
    assertThat(of("rollback_and_failover", deployed()))
        .contains(new Action.RollbackAndFailover(BACK, AWAY));
  }

  @Test
  void rollbackTakesTheDeployBesideTheServiceWhereItHadNoneItself() {
    LabTelemetry beside =
        new LabTelemetry(1)
            .with(deploy("payments", WEST, "v6", "v5", 0))
            .with(deploy("payments", EAST, "v5", "v4", 0));
    assertThat(of("rollback_deploy", beside.all()))
        .contains(new Action.RollbackDeploy("payments", EAST, "v5", "v4"));
    assertThat(
            of("rollback_deploy", beside.with(deploy(SERVICE, EAST, "v2.3.2", "v2.3.1", 0)).all()))
        .contains(BACK);
  }

  @Test
  void withoutADeployThereIsNothingToRollBack() {
    Telemetry elsewhere =
        new LabTelemetry(1)
            .with(deploy(SERVICE, WEST, "v2.3.1", "v2.3.0", 0))
            .with(deploy(SERVICE, EAST, "v2.3.0", "", 0))
            .all();
    assertThat(of("rollback_deploy", elsewhere)).isEmpty();
    assertThat(of("rollback_and_failover", elsewhere)).isEmpty();
  }

  @Test
  void trafficAndLoadAreThoseOfTheRegionInTrouble() {
    assertThat(of("failover_region", Telemetry.NONE)).contains(AWAY);
    assertThat(of("shed_load", Telemetry.NONE))
        .contains(new Action.ShedLoad(SERVICE, EAST, 0, 0.4));
  }

  @Test
  void aSettingIsTakenFromTheValueItWasLastChangedTo() {
    Telemetry changed =
        new LabTelemetry(1)
            .with(set(Change.Kind.FLAG, "payments", "receipts", "on", "off"))
            .with(set(Change.Kind.CONFIG, "inventory", "pool_size", "2", "10"))
            .all();
    assertThat(of("set_flag receipts=off", changed))
        .contains(new Action.SetFlag("payments", "receipts", "on", "off"));
    assertThat(of("set_config pool_size=10", changed))
        .contains(new Action.SetConfig("inventory", "pool_size", "2", "10"));
    assertThat(of("set_config receipts=1", changed))
        .as("the flag of that name says nothing of the configuration")
        .contains(new Action.SetConfig("payments", "receipts", "", "1"));
    assertThat(of("set_flag unheard-of=off", changed))
        .contains(new Action.SetFlag(SERVICE, "unheard-of", "", "off"));
  }

  private static Optional<Action> of(String remedy, Telemetry telemetry) {
    return new Attempt(telemetry, PROFILE).of(Remedy.of(remedy));
  }

  private static Telemetry pods(int ready) {
    return new LabTelemetry(3).with(Metric.PODS_READY, EAST, _ -> ready).all();
  }

  private static Telemetry deployed() {
    return new LabTelemetry(1)
        .with(deploy(SERVICE, EAST, "v2.3.1", "v2.3.0", 0))
        .with(deploy(SERVICE, EAST, "v2.3.2", "v2.3.1", 1))
        .with(deploy(SERVICE, WEST, "v2.3.9", "v2.3.0", 2))
        .all();
  }

  private static Change deploy(
      String service, String region, String version, String previous, int point) {
    return new Change(
        LabTelemetry.at(point), Change.Kind.DEPLOY, service, region, version, previous, "deploy");
  }

  private static Change set(
      Change.Kind kind, String service, String setting, String value, String previous) {
    return new Change(LabTelemetry.at(0), kind, service, "", value, previous, "set", setting);
  }
}

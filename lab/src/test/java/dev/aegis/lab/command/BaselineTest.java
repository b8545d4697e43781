package dev.aegis.lab.command;

import static dev.aegis.lab.command.LabTelemetry.EAST;
import static dev.aegis.lab.command.LabTelemetry.PROFILE;
import static dev.aegis.lab.command.LabTelemetry.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.lab.score.Baseline;
import dev.aegis.lab.score.Opinion;
import dev.aegis.room.Action;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final String SERVICE = PROFILE.service();
  private static final int POINTS = 30;
  private static final Instant NOW = LabTelemetry.at(POINTS - 1);

  private static final Action SCALE = new Action.ScalePods(SERVICE, EAST, 4, 8);
  private static final Action RESTART = new Action.RestartPods(SERVICE, EAST, 4);
  private static final Action.RollbackDeploy ROLLBACK =
      new Action.RollbackDeploy(SERVICE, EAST, "v2", "v1");
  private static final Action.FailoverRegion FAILOVER =
      new Action.FailoverRegion(SERVICE, EAST, WEST);
  private static final Action BOTH = new Action.RollbackAndFailover(ROLLBACK, FAILOVER);

  @Test
  void acceptingEverythingAcceptsEverything() {
    assertThat(verdict("alwaysAccept", RESTART, Telemetry.NONE)).isEqualTo(Verdict.PASS);
  }

  @Test
  void theRunbookRollsBackWhenADeployOfAnyServiceIsNear() {
    Telemetry deployed = deployed(Duration.ofMinutes(15), Change.Kind.DEPLOY);
    assertThat(verdict("runbook", ROLLBACK, deployed)).isEqualTo(Verdict.PASS);
    assertThat(verdict("runbook", BOTH, deployed)).isEqualTo(Verdict.REJECT);
    assertThat(verdict("runbook", SCALE, deployed)).isEqualTo(Verdict.REJECT);
    assertThat(verdict("runbook", FAILOVER, deployed)).isEqualTo(Verdict.REJECT);
  }

  @Test
  void theRunbookScalesWhenNoDeployIsNear() {
    for (Telemetry telemetry :
        new Telemetry[] {
          Telemetry.NONE,
          deployed(Duration.ofMinutes(15).plusSeconds(1), Change.Kind.DEPLOY),
          deployed(Duration.ofSeconds(-1), Change.Kind.DEPLOY),
          deployed(Duration.ofMinutes(1), Change.Kind.CONFIG)
        }) {
      assertThat(verdict("runbook", SCALE, telemetry)).isEqualTo(Verdict.PASS);
      assertThat(verdict("runbook", ROLLBACK, telemetry)).isEqualTo(Verdict.REJECT);
    }
  }

  /** 12 slots here: 11.4 busy with 190 of 240 requests a second, so 60 ms each, 14.4 needed. */
  @Test
  void theQueueIsScaledOutOfItsOverloadAndByNothingElse() {
    Telemetry surge = load(240, 190, 0.95);
    assertThat(verdict("mmcOnly", SCALE, surge)).isEqualTo(Verdict.PASS);
    assertThat(verdict("mmcOnly", RESTART, surge)).isEqualTo(Verdict.REJECT);
    assertThat(verdict("mmcOnly", ROLLBACK, surge)).isEqualTo(Verdict.REJECT);
    assertThat(verdict("mmcOnly", new Action.SetFlag(SERVICE, "retries", "on", "off"), surge))
        .isEqualTo(Verdict.REJECT);
    assertThat(verdict("mmcOnly", new Action.ScalePods("payments", EAST, 2, 8), surge))
        .isEqualTo(Verdict.REJECT);
  }

  @Test
  void theQueueOfTheOtherRegionGetsTheRatesOfBoth() {
    assertThat(verdict("mmcOnly", FAILOVER, load(100, 80, 1)))
        .as("30 + 100 requests a second of 60 ms in 12 slots")
        .isEqualTo(Verdict.PASS);
    assertThat(verdict("mmcOnly", BOTH, load(100, 80, 1))).isEqualTo(Verdict.PASS);
    assertThat(verdict("mmcOnly", FAILOVER, load(190, 80, 1)))
        .as("30 + 190 requests a second")
        .isEqualTo(Verdict.REJECT);
  }

  @Test
  void sheddingMoreThanTheErrorObjectiveIsNeverAccepted() {
    Telemetry surge = load(200, 190, 0.95);
    assertThat(verdict("mmcOnly", new Action.ShedLoad(SERVICE, EAST, 0, 0.4), surge))
        .isEqualTo(Verdict.REJECT);
    Opinion little =
        opinion("mmcOnly", new Action.ShedLoad(SERVICE, EAST, 0, 0.005), load(60, 60, 0.3));
    assertThat(little.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void theQueueKnowsNothingOfErrorsAndForecastsItsQuantile() {
    Opinion calm = opinion("mmcOnly", RESTART, load(60, 60, 0.3));
    assertThat(calm.verdict()).isEqualTo(Verdict.PASS);
    assertThat(calm.p99Millis())
        .as("60 ms of service, exponential, and hardly a wait")
        .isCloseTo(60 * Math.log(100), within(1.0));
  }

  @Test
  void theQueueAbstainsOnWhatWasNotRecorded() {
    assertThat(verdict("mmcOnly", RESTART, Telemetry.NONE)).isEqualTo(Verdict.ABSTAIN);
    Telemetry eastOnly = region(new LabTelemetry(POINTS), EAST, 60, 60, 0.3).all();
    assertThat(verdict("mmcOnly", FAILOVER, eastOnly)).isEqualTo(Verdict.ABSTAIN);
  }

  /** Only the newest points count: before them nothing was wrong. */
  private static Telemetry load(double offered, double completed, double busy) {
    return region(
            region(new LabTelemetry(POINTS), EAST, offered, completed, busy), WEST, 30, 30, 0.15)
        .all();
  }

  private static LabTelemetry region(
      LabTelemetry telemetry, String region, double offered, double completed, double busy) {
    return telemetry
        .with(Metric.REQUEST_RATE, region, i -> i < POINTS - 5 ? 30 : offered)
        .with(Metric.COMPLETION_RATE, region, i -> i < POINTS - 5 ? 30 : completed)
        .with(Metric.UTILISATION, region, i -> i < POINTS - 5 ? 0.15 : busy)
        .with(Metric.PODS_READY, region, _ -> 4);
  }

  private static Telemetry deployed(Duration ago, Change.Kind kind) {
    return new LabTelemetry(POINTS)
        .with(new Change(NOW.minus(ago), kind, "inventory", WEST, "v2", "v1", "one row"))
        .all();
  }

  private static Verdict verdict(String baseline, Action action, Telemetry telemetry) {
    return opinion(baseline, action, telemetry).verdict();
  }

  private static Opinion opinion(String baseline, Action action, Telemetry telemetry) {
    return Baseline.all().stream()
        .filter(b -> b.key().equals(baseline))
        .findFirst()
        .orElseThrow()
        .judge(action, telemetry, PROFILE, NOW);
  }
}

package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Action;
import dev.aegis.room.Reason;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Serving;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What other services do to requests, and what hangs; production's seed varies, the replay's is 42.
 */
class CallsReplayTest {
  private static final long SEED = 42;

  private static ValidationResult judge(Production p, long seed, double goOn, Action action) {
    double now = p.run(seed, 3, 900, null, goOn);
    return ChaosReplay.judge(
        action,
        p.telemetry(),
        p.profile(),
        Production.at(now),
        ReplaySettings.STANDARD,
        SEED,
        Replications.SEQUENTIAL);
  }

  private static void expect(ValidationResult result, Verdict verdict, Reason reason, long seed) {
    assertThat(result.verdict() + " " + result.reason())
        .as("%s; %s (seeds %d, %d)", result.sentence(), result.unknowns(), seed, SEED)
        .isEqualTo(verdict + " " + reason);
  }

  private static Production slowInventory() {
    Production p = new Production();
    p.inventory = List.of(new Call.Phase(0, 10, 0.5, 0, 0), new Call.Phase(150, 400, 0.5, 0, 0));
    p.inventoryDeployAt = 147;
    return p;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void passesTakingBackTheDeployOfACalledServiceThatBecameSlowWithIt(long seed) {
    expect(
        judge(slowInventory(), seed, 20, Production.rollbackInventory()),
        Verdict.PASS,
        Reason.HOLDS,
        seed);
  }

  @Test
  void rejectsRestartingTheCallersOfASlowService() {
    ValidationResult result = judge(slowInventory(), 3, 20, Production.restart());
    assertThat(result.verdict()).as(result.sentence()).isEqualTo(Verdict.REJECT);
  }

  @Test
  void abstainsOnScalingTheCallersOfAServiceThatWasNeverSeenUnderMoreCalls() {
    expect(
        judge(slowInventory(), 3, 20, Production.scale(12)),
        Verdict.ABSTAIN,
        Reason.NOT_OBSERVED,
        3);
  }

  @Test
  void abstainsOnTakingBackADeployThatCameAfterTheCallsWereSlow() {
    Production p = slowInventory();
    p.inventoryDeployAt = 165;
    expect(
        judge(p, 3, 20, Production.rollbackInventory()), Verdict.ABSTAIN, Reason.NOT_OBSERVED, 3);
  }

  @Test
  void abstainsOnTakingBackADeployInAnotherRegion() {
    Production p = slowInventory();
    p.inventoryDeployIn = Production.WEST;
    expect(
        judge(p, 3, 20, Production.rollbackInventory()), Verdict.ABSTAIN, Reason.NOT_OBSERVED, 3);
  }

  @Test
  void abstainsWhereSomethingElseWasChangedAsWell() {
    Production p = slowInventory();
    p.configAt = 140;
    expect(
        judge(p, 3, 20, Production.rollbackInventory()), Verdict.ABSTAIN, Reason.NOT_OBSERVED, 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void passesTakingBackTheDeployOfACalledServiceThatFailsSinceThen(long seed) {
    Production p = slowInventory();
    p.inventory =
        List.of(new Call.Phase(0, 10, 0.5, 0, 0), new Call.Phase(150, 10, 0.5, 0, 0, 0.3));
    expect(judge(p, seed, 20, Production.rollbackInventory()), Verdict.PASS, Reason.HOLDS, seed);
    expect(judge(p, seed, 20, Production.scale(12)), Verdict.REJECT, Reason.NOT_ENOUGH, seed);
  }

  /** Six pods with two connections each carry 400 requests a second, whatever their slots. */
  private static Production pooled() {
    Production p = new Production();
    p.east = Steps.ramp(250, 150, 480, 160);
    p.serving = Serving.pooled(Map.of("payments", 2));
    return p;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void passesMorePodsWhereRequestsWaitForConnections(long seed) {
    Production p = pooled();
    p.declared = p.serving;
    expect(judge(p, seed, 20, Production.scale(12)), Verdict.PASS, Reason.HOLDS, seed);
    assertThat(judge(p, seed, 20, Production.restart()).verdict()).isEqualTo(Verdict.REJECT);
  }

  @Test
  void abstainsWhereNobodySaidThatRequestsWaitForConnections() {
    assertThat(judge(pooled(), 3, 20, Production.scale(12)).verdict()).isEqualTo(Verdict.ABSTAIN);
  }

  /** Six pods with four cores each work off 360 requests a second, whatever their slots. */
  private static Production sharing() {
    Production p = new Production();
    p.east = Steps.ramp(220, 150, 400, 160);
    p.serving = new Serving(null, null, 4, Collections.emptySortedMap());
    return p;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void passesMorePodsWhereRequestsShareProcessors(long seed) {
    Production p = sharing();
    p.declared = p.serving;
    expect(judge(p, seed, 20, Production.scale(12)), Verdict.PASS, Reason.HOLDS, seed);
    assertThat(judge(p, seed, 20, Production.restart()).verdict()).isEqualTo(Verdict.REJECT);
  }

  @Test
  void findsTheWorkOfRequestsThatShareProcessors() {
    Production p = sharing();
    p.declared = p.serving;
    double now = p.run(3, 3, 900, null, 20);
    Calibration.Outcome outcome =
        Calibration.of(
            p.telemetry(), p.profile(), Production.at(now), List.of(), CallFit.Course.LAW);
    ServiceModel found = ((Calibration.Outcome.Ready) outcome).fitted().model();
    double truth = p.truth().serviceMillis() * ServiceModel.collecting(0.05, 0.35);
    // How regular arrivals at a pod are is an approximation.
    assertThat(found.serviceMillis()).as("seed 3").isCloseTo(truth, within(0.08 * truth));
  }

  private static Production hanging() {
    Production p = new Production();
    p.deployAt = 120;
    p.newHangs = 0.002;
    p.east = Steps.constant(450);
    return p;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tellsRequestsThatHangFromWorkThatIsSlow(long seed) {
    Production p = hanging();
    double now = p.run(seed, 3, 900, null, 10);
    Calibration.Outcome outcome =
        Calibration.of(
            p.telemetry(), p.profile(), Production.at(now), List.of(), CallFit.Course.LAW);
    ServiceModel model = ((Calibration.Outcome.Ready) outcome).fitted().model();
    ServiceModel.Version fitted = model.versions().get(model.indexOfVersion("v2.3.1"));
    assertThat(fitted.hangs()).as("seed %d", seed).isBetween(0.001, 0.003);
    assertThat(fitted.slowdown()).as("seed %d", seed).isEqualTo(1);
  }

  /** Its pods are ready, and whoever is sent to one of them never hears of it again. */
  private static Production silent() {
    Production p = new Production();
    p.deployAt = 120;
    p.newHangs = 1;
    p.podStart = 10;
    p.east = Steps.constant(450);
    return p;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void passesRollingBackAVersionThatAnswersNothingAndRejectsRestartingIt(long seed) {
    expect(judge(silent(), seed, 60, Production.rollback()), Verdict.PASS, Reason.HOLDS, seed);
    ValidationResult restart = judge(silent(), seed, 60, Production.restart());
    assertThat(restart.verdict()).as(restart.sentence()).isEqualTo(Verdict.REJECT);
  }

  /** Of five productions one may be too hard to reproduce; nothing wrong is said of any. */
  @Test
  void passesRollingBackAVersionWhoseRequestsHangAndNeverRestartingIt() {
    int passed = 0;
    for (long seed = 1; seed <= 5; seed++) {
      ValidationResult rollback = judge(hanging(), seed, 10, Production.rollback());
      ValidationResult restart = judge(hanging(), seed, 10, Production.restart());
      assertThat(rollback.verdict())
          .as("%s (seed %d)", rollback.sentence(), seed)
          .isNotEqualTo(Verdict.REJECT);
      assertThat(restart.verdict())
          .as("%s (seed %d)", restart.sentence(), seed)
          .isNotEqualTo(Verdict.PASS);
      passed += rollback.verdict() == Verdict.PASS ? 1 : 0;
    }
    assertThat(passed).isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void passesTurningBackAFlagWithWhichRequestsEndTheirPods(long seed) {
    Production p = new Production();
    p.flagAt = 152;
    p.flagEffect = new ServiceModel.Effect(1, 1, 1, 1, 0, 0, 0, 0, 0.0008);
    expect(judge(p, seed, 60, Production.flagBack()), Verdict.PASS, Reason.HOLDS, seed);
    assertThat(judge(p, seed, 60, Production.restart()).verdict())
        .as("seed %d", seed)
        .isEqualTo(Verdict.REJECT);
  }

  private static Production unseen() {
    Production p = new Production();
    p.unseen = List.of(new Call.Phase(0, 0, 0, 0, 0), new Call.Phase(150, 500, 0.3, 0, 0));
    return p;
  }

  @Test
  void leavesARegionInWhichTimePassesThatNobodyAccountsFor() {
    expect(judge(unseen(), 3, 30, Production.failover()), Verdict.PASS, Reason.HOLDS, 3);
  }

  @Test
  void abstainsOnAnythingElseWhereTimePassesThatNobodyAccountsFor() {
    ValidationResult result = judge(unseen(), 3, 30, Production.restart());
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED, 3);
    assertThat(result.sentence()).contains("nobody accounts for");
  }
}

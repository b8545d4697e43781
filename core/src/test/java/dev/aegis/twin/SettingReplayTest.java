package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Action;
import dev.aegis.room.Forecast;
import dev.aegis.room.Reason;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Quantile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flag is switched on in production at 150 s; production's seed varies, the replay's is 42. */
class SettingReplayTest {
  private static final long SEED = 42;
  private static final double ON = 152;

  private static ServiceModel.Effect slower(double factor) {
    return new ServiceModel.Effect(factor, 1, 1, 1);
  }

  private static ServiceModel.Effect failing(double share) {
    return new ServiceModel.Effect(1, 1, 1, 1, share, 0, 0, 0, 0);
  }

  private static ServiceModel.Effect leaking(double perRequest) {
    return new ServiceModel.Effect(1, 1, 1, 1, 0, perRequest, 0, 0, 0);
  }

  private static Production flagged(ServiceModel.Effect effect) {
    Production p = new Production();
    p.flagAt = ON;
    p.flagEffect = effect;
    return p;
  }

  private static ValidationResult judge(
      Production p, long seed, double goOn, Action action, Applied... applied) {
    double now = p.run(seed, 3, 900, null, goOn);
    return ChaosReplay.judge(
        action,
        p.telemetry(),
        p.profile(),
        Production.at(now),
        ReplaySettings.STANDARD,
        SEED,
        List.of(applied),
        Replications.SEQUENTIAL,
        new ReplayMemory());
  }

  private static Fitted fit(Production p, long seed, double goOn) {
    double now = p.run(seed, 3, 900, null, goOn);
    Calibration.Outcome outcome =
        Calibration.of(
            p.telemetry(), p.profile(), Production.at(now), List.of(), CallFit.Course.LAW);
    return ((Calibration.Outcome.Ready) outcome).fitted();
  }

  private static ServiceModel.Effect on(Fitted fitted) {
    ServiceModel.Effect found = fitted.model().effects().get(ServiceModel.flag("receipts", "on"));
    assertThat(found).as("effects %s", fitted.model().effects()).isNotNull();
    return found == null ? ServiceModel.Effect.NONE : found;
  }

  private static void expect(ValidationResult result, Verdict verdict, Reason reason, long seed) {
    assertThat(result.verdict() + " " + result.reason())
        .as("%s; %s (seeds %d, %d)", result.sentence(), result.unknowns(), seed, SEED)
        .isEqualTo(verdict + " " + reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void passesTurningBackAFlagThatMakesWorkSlow(long seed) {
    Production p = flagged(slower(2.2));
    expect(judge(p, seed, 20, Production.flagBack()), Verdict.PASS, Reason.HOLDS, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void passesTurningBackAFlagThatFailsRequests(long seed) {
    Production p = flagged(failing(0.3));
    expect(judge(p, seed, 0, Production.flagBack()), Verdict.PASS, Reason.HOLDS, seed);
    expect(judge(p, seed, 0, Production.scale(12)), Verdict.REJECT, Reason.NOT_ENOUGH, seed);
  }

  /**
   * A full heap is taken to stay full when the flag is off, so that only fresh pods are fast again;
   * nobody saw that, and nothing is rejected for it.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void turningBackALeakStopsItsGrowthAndDoesNotEmptyTheHeap(long seed) {
    Production p = flagged(leaking(1.5e-5));
    Fitted fitted = fit(p, seed, 0);
    assertThat(on(fitted).moreLeakPerRequest())
        .as("seed %d", seed)
        .isCloseTo(1.5e-5, within(0.15 * 1.5e-5));
    assertThat(fitted.model().versions().getFirst().leakPerRequest()).isZero();
    assertThat(fitted.model().versions().getFirst().baseHeap()).isCloseTo(0.35, within(0.02));
    ValidationResult result = judge(p, seed, 0, Production.flagBack());
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED, seed);
    assertThat(result.sentence()).contains("heaps stay as full as they are");
    double[] off = errorsAhead(result.withFix());
    double[] on = errorsAhead(result.doNothing());
    assertThat(Math.abs(off[off.length - 1] - off[0])).as("seed %d", seed).isLessThan(0.05);
    assertThat(on[on.length - 1]).as("seed %d", seed).isGreaterThan(off[off.length - 1] + 0.1);
    Action restart = new Action.RestartPods(Production.SERVICE, Production.EAST, 6);
    expect(judge(p, seed, 0, restart), Verdict.REJECT, Reason.CAUSE_PERSISTS, seed);
  }

  @Test
  void slotsOfRequestsThatHangComeFreeWhereThatIsAsked() {
    Production p = flagged(new ServiceModel.Effect(1, 1, 1, 1, 0, 0, 0, 0.05, 0));
    ServiceSimulation held = p.simulation(SEED);
    held.advanceTo(300);
    held.apply(Production.flagBack(), 300);
    held.advanceTo(301);
    ServiceSimulation freed = new ServiceSimulation(held);
    freed.freeHanging();
    assertThat(answered(held)).as("seed %d", SEED).isZero();
    assertThat(answered(freed)).as("seed %d", SEED).isGreaterThan(0.99);
  }

  /** Of the clients of home, from ten seconds on for half a minute. */
  private static double answered(ServiceSimulation simulation) {
    simulation.advanceTo(simulation.now() + 10);
    simulation.scrape();
    simulation.advanceTo(simulation.now() + 30);
    Scrape.Clients clients = simulation.scrape().regions().getFirst().clients();
    return (double) clients.succeeded() / clients.offered();
  }

  private static double[] errorsAhead(Forecast forecast) {
    return forecast.points().stream()
        .filter(x -> x.secondsFromNow() > 0)
        .mapToDouble(Forecast.Point::errorRatio)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void passesTurningBackAFlagThatMakesTheDependencySlow(long seed) {
    Production p = flagged(new ServiceModel.Effect(1, 6, 1, 1));
    ValidationResult result = judge(p, seed, 30, Production.flagBack());
    expect(result, Verdict.PASS, Reason.HOLDS, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void rejectsTurningBackAFlagWhenTheTroubleIsASurge(long seed) {
    Production p = Production.surge();
    p.flagAt = ON;
    ValidationResult result = judge(p, seed, 0, Production.flagBack());
    assertThat(result.verdict())
        .as("%s; %s (seed %d)", result.sentence(), result.unknowns(), seed)
        .isEqualTo(Verdict.REJECT);
    assertThat(result.unknowns()).anyMatch(u -> u.contains("receipts=on"));
    expect(judge(p, seed, 0, Production.scale(12)), Verdict.PASS, Reason.HOLDS, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void fitsWhatAFlagChangesAndLeavesTheVersionsFiguresAlone(long seed) {
    Fitted slow = fit(flagged(slower(1.9)), seed, 30);
    assertThat(on(slow).serviceFactor()).as("seed %d", seed).isCloseTo(1.9, within(0.08));
    assertThat(on(slow).moreErrors()).isZero();
    assertThat(on(slow).moreLeakPerRequest()).isZero();
    double onItsHeap = 66.4 * ServiceModel.collecting(0.05, 0.35);
    assertThat(slow.model().serviceMillis()).isCloseTo(onItsHeap, within(1.0));
    Fitted failing = fit(flagged(failing(0.2)), seed, 0);
    assertThat(on(failing).moreErrors()).as("seed %d", seed).isCloseTo(0.2, within(0.02));
    assertThat(on(failing).serviceFactor()).isEqualTo(1);
    assertThat(failing.model().versions().getFirst().errorRatio()).isZero();
  }

  @Test
  void aDeployInWhichOnlyTheFlagFailsIsNotBlamed() {
    Production p = flagged(failing(0.3));
    p.deployAt = 60;
    ValidationResult result = judge(p, 7, 20, Production.flagBack());
    expect(result, Verdict.PASS, Reason.HOLDS, 7);
    expect(judge(p, 7, 20, Production.rollback()), Verdict.REJECT, Reason.NOT_ENOUGH, 7);
  }

  @Test
  void abstainsWhereAnotherChangeCameWithIt() {
    Production both = flagged(failing(0.3));
    both.configAt = ON + 4;
    ValidationResult result = judge(both, 7, 20, Production.flagBack());
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED, 7);
    assertThat(result.sentence()).contains("retries").contains("cannot be told");
    Production deployed = flagged(failing(0.3));
    deployed.deployAt = ON - 6;
    ValidationResult second = judge(deployed, 7, 20, Production.flagBack());
    expect(second, Verdict.ABSTAIN, Reason.NOT_OBSERVED, 7);
    assertThat(second.sentence()).contains("deploy");
  }

  @Test
  void anotherChangeLongBeforeDoesNotMatter() {
    Production p = flagged(failing(0.3));
    p.configAt = ON - 60;
    expect(judge(p, 7, 20, Production.flagBack()), Verdict.PASS, Reason.HOLDS, 7);
    Action retries = new Action.SetConfig(Production.SERVICE, "retries", "3", "1");
    expect(judge(p, 7, 20, retries), Verdict.REJECT, Reason.NOT_ENOUGH, 7);
  }

  @Test
  void abstainsOnAValueThatWasNeverSeenAndWithoutAQuietTimeBefore() {
    Action third = new Action.SetFlag(Production.SERVICE, "receipts", "on", "half");
    expect(judge(flagged(failing(0.3)), 7, 20, third), Verdict.ABSTAIN, Reason.NOT_OBSERVED, 7);
    Production early = flagged(failing(0.3));
    early.flagAt = 12;
    expect(judge(early, 7, 60, Production.flagBack()), Verdict.ABSTAIN, Reason.NOT_OBSERVED, 7);
  }

  @Test
  void forecastsWhatThenReallyHappens() {
    ValidationResult forecast = judge(flagged(slower(2.2)), 7, 20, Production.flagBack());
    Production done = flagged(slower(2.2));
    double now = done.run(7, 3, 900, Production.flagBack(), 300);
    double[] seen =
        done.telemetry()
            .find(dev.aegis.telemetry.Metric.LATENCY_P99, Production.SERVICE, Production.EAST)
            .orElseThrow()
            .values();
    double real =
        Quantile.median(java.util.Arrays.copyOfRange(seen, seen.length - 30, seen.length));
    double said =
        forecast.withFix().points().stream()
            .filter(p -> p.secondsFromNow() > 150)
            .mapToDouble(Forecast.Point::p99Millis)
            .average()
            .orElseThrow();
    assertThat(now).isGreaterThan(ON);
    assertThat(said).isCloseTo(real, within(0.15 * real));
  }

  /** After the fix the feed of changes tells of it as well: it is one change, and a known value. */
  @Test
  void theReplayOfThePastKnowsThatAFlagWasTurnedBack() {
    for (boolean inTheFeed : List.of(true, false)) {
      Production p = flagged(slower(2.2));
      double back = ON + 60;
      p.flagBackAt = back;
      double now = p.run(7, 1_000, 420, null, 0);
      List<dev.aegis.telemetry.Change> changes = new ArrayList<>(p.telemetry().changes());
      if (!inTheFeed) {
        changes.removeLast();
      }
      dev.aegis.telemetry.Telemetry all = p.telemetry();
      dev.aegis.telemetry.Telemetry told =
          new dev.aegis.telemetry.Telemetry(all.series(), changes, List.of());
      ChaosReplay.Undo undo =
          ChaosReplay.judgeUndo(
              new Action.SetFlag(Production.SERVICE, "receipts", "off", "on"),
              told,
              p.profile(),
              Production.at(now),
              ReplaySettings.STANDARD,
              SEED,
              List.of(new Applied(Production.flagBack(), Production.at(back + 1))),
              Replications.SEQUENTIAL,
              new ReplayMemory());
      assertThat(undo.noWorseThanStaying()).as(undo.sentence()).isFalse();
      assertThat(undo.sentence()).as(undo.replay().sentence()).contains("over the next");
    }
  }
}

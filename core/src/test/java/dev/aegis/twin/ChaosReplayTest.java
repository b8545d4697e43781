package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Action;
import dev.aegis.room.Forecast;
import dev.aegis.room.Reason;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Quantile;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The stories as data; production's seed is 7, the replay's 42. */
class ChaosReplayTest {
  private static final long PRODUCTION_SEED = 7;
  private static final long SEED = 42;

  private static ValidationResult judge(Production p, double goOn, Action action) {
    return judge(p, goOn, action, Replications.SEQUENTIAL);
  }

  private static ValidationResult judge(
      Production p, double goOn, Action action, Replications replications) {
    double now = p.run(PRODUCTION_SEED, 3, 900, null, goOn);
    return ChaosReplay.judge(
        action,
        p.telemetry(),
        p.profile(),
        Production.at(now),
        ReplaySettings.STANDARD,
        SEED,
        replications);
  }

  private static void expect(ValidationResult result, Verdict verdict, Reason reason) {
    assertThat(result.verdict() + " " + result.reason())
        .as("%s (seeds %d, %d)", result.sentence(), PRODUCTION_SEED, SEED)
        .isEqualTo(verdict + " " + reason);
  }

  @Test
  void rejectsScalingWhenTheLeakIsUnbounded() {
    ValidationResult result = judge(Production.leak(), 0, Production.scale(12));
    expect(result, Verdict.REJECT, Reason.CAUSE_PERSISTS);
    assertThat(result.sentence())
        .containsPattern("pods run out of memory (once|\\d+ times) by minute");
    assertThat(result.horizon().toMinutes()).isGreaterThanOrEqualTo(12);
  }

  @Test
  void passesRollbackAndFailoverUnderALeak() {
    Production p = Production.leak();
    ValidationResult result = judge(p, 0, Production.both());
    expect(result, Verdict.PASS, Reason.HOLDS);
    assertThat(result.recoverySeconds()).isBetween(0.0, 120.0);
    Forecast.Point last = result.withFix().points().getLast();
    assertThat(last.p99Millis()).isBetween(250.0, 330.0);
    assertThat(result.doNothing().points())
        .anyMatch(p1 -> p1.secondsFromNow() > 0 && p1.errorRatio() > 0.3);
    assertThat(result.observed().points()).hasSizeLessThanOrEqualTo(60);
    assertThat(result.doNothing().points()).hasSizeLessThanOrEqualTo(60);
    assertThat(result.withFix().points()).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void forecastsWhatThenReallyHappens() {
    Production told = Production.leak();
    ValidationResult forecast = judge(told, 0, Production.both());
    Production done = Production.leak();
    done.run(PRODUCTION_SEED, 3, 900, Production.both(), 300);
    double now = done.fixedAt;
    double[] seen =
        done.telemetry()
            .find(Metric.LATENCY_P99, Production.SERVICE, Production.EAST)
            .orElseThrow()
            .values();
    double real =
        Quantile.median(java.util.Arrays.copyOfRange(seen, seen.length - 30, seen.length));
    double said =
        forecast.withFix().points().stream()
            .filter(p -> p.secondsFromNow() > 150 && p.secondsFromNow() <= 300)
            .mapToDouble(Forecast.Point::p99Millis)
            .average()
            .orElseThrow();
    assertThat(now).isPositive();
    assertThat(said).isCloseTo(real, within(0.15 * real));
  }

  @Test
  void rejectsARestartUnderALeak() {
    Action restart = new Action.RestartPods(Production.SERVICE, Production.EAST, 6);
    expect(judge(Production.leak(), 0, restart), Verdict.REJECT, Reason.CAUSE_PERSISTS);
  }

  @Test
  void passesScalingUnderASurge() {
    expect(judge(Production.surge(), 0, Production.scale(12)), Verdict.PASS, Reason.HOLDS);
  }

  @Test
  void passesScalingWhenTheNewVersionIsOnlySlower() {
    Production p = Production.leak();
    p.leakPerRequest = 0;
    p.newSlowdown = 1.6;
    expect(judge(p, 60, Production.scale(12)), Verdict.PASS, Reason.HOLDS);
  }

  /** More pods slow a leak down that goes with requests, and not one that goes with time. */
  @Test
  void vouchesForNothingThatHoldsUnderOneOfTwoExplanationsOnly() {
    Production p = Production.leak();
    p.leakPerRequest = 1.8e-6;
    p.newSlowdown = 1.6;
    double now = p.run(PRODUCTION_SEED, 3, 900, null, 420);
    SplittableRandom random = new SplittableRandom(SEED);
    Telemetry noisy =
        new Telemetry(
            p.telemetry().series().stream().map(s -> measured(s, random)).toList(),
            p.telemetry().changes(),
            List.of());
    ValidationResult result =
        ChaosReplay.judge(
            Production.scale(12),
            noisy,
            p.profile(),
            Production.at(now),
            ReplaySettings.STANDARD,
            SEED,
            Replications.SEQUENTIAL);
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED);
    assertThat(result.sentence()).contains("with requests or with time");
    assertThat(result.withFix().points()).as("the curves are shown").isNotEmpty();
  }

  /** Heaps are known within half a hundredth of the limit. */
  private static Series measured(Series series, SplittableRandom random) {
    double[] values = series.values();
    long[] millis = new long[series.size()];
    for (int i = 0; i < values.length; i++) {
      millis[i] = series.epochMillis(i);
      values[i] +=
          series.key().metric().equals(Metric.HEAP_RATIO) ? 0.01 * (random.nextDouble() - 0.5) : 0;
    }
    return new Series(series.key(), millis, values);
  }

  @Test
  void rejectsScalingOnAContendedDependency() {
    ValidationResult result = judge(Production.contended(), 20, Production.scale(12));
    expect(result, Verdict.REJECT, Reason.WORSENS);
    assertThat(result.sentence()).contains("when nothing is done");
  }

  /** Calls scatter once there are many: a curve through that goes anywhere. */
  @Test
  void rejectsNothingForACurveOfContentionThatMissesWhatWasSeen() {
    Production p = Production.surge();
    List<Call.Phase> scattered = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (double at = 0; at < 500; at += 5) {
      double millis = at < 165 ? 25 + 15 * random.nextDouble() : 30 + 50 * random.nextDouble();
      scattered.add(new Call.Phase(at, millis, 0.5, 0, 0));
    }
    p.eastDependency = scattered;
    ValidationResult result = judge(p, 20, Production.scale(12));
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED);
    assertThat(result.sentence()).contains("calls at once");
  }

  @Test
  void passesFailoverToARegionWhoseDependencyIsHealthy() {
    expect(judge(Production.contended(), 20, Production.failover()), Verdict.PASS, Reason.HOLDS);
  }

  @Test
  void passesRollbackOfADeployThatFails() {
    expect(judge(Production.badDeploy(), 30, Production.rollback()), Verdict.PASS, Reason.HOLDS);
  }

  @Test
  void rejectsScalingOfADeployThatFails() {
    expect(
        judge(Production.badDeploy(), 30, Production.scale(12)), Verdict.REJECT, Reason.NOT_ENOUGH);
  }

  @Test
  void rejectsFailoverToARegionThatIsTooSmall() {
    Production p = Production.leak();
    p.westPods = 4;
    ValidationResult result = judge(p, 0, Production.both());
    expect(result, Verdict.REJECT, Reason.NO_HEADROOM);
    assertThat(result.sentence()).startsWith(Production.WEST);
  }

  @Test
  void rejectsScalingWhosePodsTakeTooLongToStart() {
    Production p = Production.surge();
    p.podStart = 600;
    ValidationResult result = judge(p, 0, Production.scale(12));
    expect(result, Verdict.REJECT, Reason.TOO_SLOW);
    assertThat(result.sentence()).contains("only after 10");
  }

  @Test
  void abstainsWhenSomethingHiddenIsAtWork() {
    Production p = new Production();
    p.hiddenSlowdownFrom = 150;
    ValidationResult result = judge(p, 0, Production.scale(12));
    expect(result, Verdict.ABSTAIN, Reason.DOES_NOT_REPRODUCE);
    assertThat(result.sentence()).contains("where 2,");
    assertThat(result.doNothing().points()).isNotEmpty();
    assertThat(result.withFix().points()).isEmpty();
  }

  @Test
  void abstainsWhenASeriesIsMissingAndSaysWhich() {
    for (Metric metric : List.of(Metric.REQUEST_RATE, Metric.LATENCY_P99)) {
      Production p = Production.leak();
      p.recorded = key -> !key.metric().equals(metric);
      ValidationResult result = judge(p, 0, Production.scale(12));
      expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED);
      assertThat(result.sentence()).contains(metric.name());
    }
  }

  @Test
  void abstainsOutsideWhatWasObserved() {
    Production p = Production.leak();
    p.recorded = key -> !key.region().equals(Production.WEST);
    ValidationResult dark = judge(p, 0, Production.both());
    expect(dark, Verdict.ABSTAIN, Reason.NOT_OBSERVED);
    assertThat(dark.sentence()).contains(Production.WEST);
    Action unseen =
        new Action.RollbackDeploy(Production.SERVICE, Production.EAST, "v2.3.1", "v1.0.0");
    expect(judge(Production.leak(), 0, unseen), Verdict.ABSTAIN, Reason.NOT_OBSERVED);
    Action beside = new Action.RollbackDeploy("stock", Production.EAST, "v2.3.1", "v2.3.0");
    expect(judge(Production.leak(), 0, beside), Verdict.ABSTAIN, Reason.NOT_OBSERVED);
    Action flag = new Action.SetFlag(Production.SERVICE, "f", "on", "off");
    expect(judge(Production.leak(), 0, flag), Verdict.ABSTAIN, Reason.NOT_OBSERVED);
  }

  @Test
  void abstainsOnScalingWhereContentionJumpedAndNothingShowsItsCurve() {
    Production p = new Production();
    p.eastDependency =
        List.of(new Call.Phase(0, 30, 0.5, 0, 0), new Call.Phase(150, 30, 0.5, 0.01, 0.0006));
    ValidationResult result = judge(p, 20, Production.scale(12));
    expect(result, Verdict.ABSTAIN, Reason.NOT_OBSERVED);
    assertThat(result.sentence()).contains("dependency");
  }

  @Test
  void recordingsOfOneRegionWithoutVersionsWorkToo() {
    Production p = Production.surge();
    p.recorded = key -> key.version().isEmpty() && key.region().equals(Production.EAST);
    expect(judge(p, 0, Production.scale(12)), Verdict.PASS, Reason.HOLDS);
  }

  @Test
  void theOrderInWhichReplicationsRunChangesNothing() {
    Replications backwards =
        new Replications() {
          @Override
          public <T> List<T> run(int from, int to, IntFunction<T> replication) {
            List<T> results = new ArrayList<>();
            for (int i = to - 1; i >= from; i--) {
              results.add(replication.apply(i));
            }
            Collections.reverse(results);
            return results;
          }
        };
    assertThat(judge(Production.surge(), 0, Production.scale(12), backwards))
        .isEqualTo(judge(Production.surge(), 0, Production.scale(12)));
  }

  @Test
  void memoryChangesNothing() {
    Production p = Production.leak();
    double now = p.run(PRODUCTION_SEED, 3, 900, null, 0);
    ReplayMemory memory = new ReplayMemory();
    for (Action action : List.of(Production.scale(12), Production.both())) {
      ValidationResult remembered =
          ChaosReplay.judge(
              action,
              p.telemetry(),
              p.profile(),
              Production.at(now),
              ReplaySettings.STANDARD,
              SEED,
              List.of(),
              Replications.SEQUENTIAL,
              memory);
      ValidationResult fresh =
          ChaosReplay.judge(
              action,
              p.telemetry(),
              p.profile(),
              Production.at(now),
              ReplaySettings.STANDARD,
              SEED,
              Replications.SEQUENTIAL);
      assertThat(remembered).isEqualTo(fresh);
    }
  }

  @Test
  void anUndoThatSendsTrafficBackToLeakingPodsIsWorseThanStaying() {
    Production p = Production.leak();
    double end = p.run(PRODUCTION_SEED, 3, 900, Production.failover(), 120);
    Action back = new Action.FailoverRegion(Production.SERVICE, Production.WEST, Production.EAST);
    ChaosReplay.Undo undo =
        ChaosReplay.judgeUndo(
            back,
            p.telemetry(),
            p.profile(),
            Production.at(end),
            ReplaySettings.STANDARD,
            SEED,
            List.of(new Applied(Production.failover(), Production.at(p.fixedAt))),
            Replications.SEQUENTIAL,
            new ReplayMemory());
    assertThat(undo.noWorseThanStaying()).as(undo.sentence()).isFalse();
    assertThat(undo.replay().reason())
        .as(undo.replay().sentence())
        .isNotEqualTo(Reason.NOT_OBSERVED);
  }
}

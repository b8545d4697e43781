package dev.aegis.lab.command;

import static dev.aegis.lab.command.LabTelemetry.EAST;
import static dev.aegis.lab.command.LabTelemetry.PROFILE;
import static dev.aegis.lab.command.LabTelemetry.START;
import static dev.aegis.lab.command.LabTelemetry.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.incident.Incident;
import dev.aegis.room.Action;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Decision;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.Reason;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A fault of 60 s on a service with 100 requests a second, a scrape every 2 s: injected at point 10
 * (20 s), over at point 40 (80 s), watched until 160 s.
 */
class RunSummaryTest {
  private static final int POINTS = 81;
  private static final Instant INJECTED = after(20);
  private static final Instant END = after(160);
  private static final Action BACK =
      new Action.RollbackDeploy(PROFILE.service(), EAST, "v2.3.1", "v2.3.0");

  private final List<RoomMessage> log = new ArrayList<>();

  @Test
  void timesCountFromTheInjection() {
    detected(30);
    MessageId proof = judged(50, Verdict.PASS, 40);
    executed(proof, 55, Execution.State.OBSERVED);
    decided(120);
    RunSummary summary = summary(course(80));

    assertThat(summary.resolved()).isTrue();
    assertThat(summary.action()).contains("rollback_deploy");
    assertThat(summary.detect()).contains(Duration.ofSeconds(10));
    assertThat(summary.verdict()).contains(Duration.ofSeconds(30));
    assertThat(summary.recover()).contains(Duration.ofSeconds(60));
  }

  @Test
  void requestsThatFailedAreThoseOfEveryRegionFromTheInjectionUntilRecovery() {
    // 60 s of 30 % of 100 requests a second in one region, and of 1 % of 50 in the other.
    assertThat(summary(course(80)).requestsFailed()).isCloseTo(1800 + 30, within(1e-6));
  }

  @Test
  void withoutRecoveryAllThatFailedUntilTheEndCounts() {
    RunSummary summary = summary(course(1_000));

    assertThat(summary.recover()).isEmpty();
    assertThat(summary.requestsFailed()).isCloseTo(140 * 30.5, within(1e-6));
  }

  @Test
  void aRelapseMovesTheRecoveryToTheLastRunOfGoodScrapes() {
    Telemetry relapse = course(80, point -> point == 60);
    assertThat(summary(relapse).recover()).contains(Duration.ofSeconds(122 - 20));
  }

  @Test
  void theForecastStandsBesideWhatWasMeasuredOverTheSameTime() {
    detected(30);
    executed(judged(50, Verdict.PASS, 40), 55, Execution.State.OBSERVED);
    RunSummary summary = summary(course(80));

    assertThat(summary.forecastP99()).hasValue(250);
    assertThat(summary.forecastErrors()).hasValue(0.002);
    assertThat(summary.measuredP99()).as("the worse region's median").hasValue(220);
    assertThat(summary.measuredErrors()).hasValue(0);
  }

  @Test
  void whatDidNotHappenIsEmpty() {
    detected(30);
    judged(50, Verdict.REJECT, -1);
    RunSummary summary = summary(course(1_000));

    assertThat(summary.resolved()).isFalse();
    assertThat(summary.action()).isEmpty();
    assertThat(summary.verdict()).isEmpty();
    assertThat(summary.forecastP99()).isEmpty();
    assertThat(summary.measuredP99()).isEmpty();
  }

  @Test
  void anActionThatNobodySawDoneWasNotExecuted() {
    detected(30);
    executed(judged(50, Verdict.PASS, 40), 55, Execution.State.UNKNOWN);

    assertThat(summary(course(80)).action()).isEmpty();
  }

  private RunSummary summary(Telemetry telemetry) {
    return RunSummary.of("leak", Incident.of(log), telemetry, PROFILE, INJECTED, END);
  }

  /** Bad in the home region from the injection to a second. */
  private static Telemetry course(int untilSecond) {
    return course(untilSecond, _ -> false);
  }

  private static Telemetry course(int untilSecond, java.util.function.IntPredicate relapse) {
    java.util.function.IntPredicate bad = i -> i >= 10 && 2 * i < untilSecond || relapse.test(i);
    return new LabTelemetry(POINTS)
        .with(Metric.REQUEST_RATE, EAST, _ -> 100)
        .with(Metric.LATENCY_P99, EAST, i -> bad.test(i) ? 2500 : 200)
        .with(Metric.ERROR_RATIO, EAST, i -> bad.test(i) ? 0.3 : 0)
        .with(Metric.REQUEST_RATE, WEST, _ -> 50)
        .with(Metric.LATENCY_P99, WEST, _ -> 220)
        .with(Metric.ERROR_RATIO, WEST, i -> bad.test(i) ? 0.01 : 0)
        .all();
  }

  // --- the room

  private void detected(int second) {
    say(
        second,
        Handle.OBSERVER,
        new Signal(
            PROFILE.service(),
            EAST,
            Severity.SEV1,
            "30 % of the requests fail",
            INJECTED,
            after(second),
            PROFILE.slo(),
            List.of(),
            List.of(),
            475,
            List.of()));
  }

  private MessageId judged(int second, Verdict verdict, double recoverySeconds) {
    List<Forecast.Point> points = new ArrayList<>();
    for (int t = 5; t <= 600; t += 5) {
      points.add(new Forecast.Point(t, 200, t <= recoverySeconds ? 2000 : 250, 300, 0.002));
    }
    Forecast nothing = new Forecast("do nothing", List.of());
    return say(
        second,
        Handle.VALIDATOR,
        new ValidationResult(
            BACK,
            verdict,
            verdict == Verdict.PASS ? Reason.HOLDS : Reason.CAUSE_PERSISTS,
            "as replayed",
            verdict == Verdict.PASS ? 0.9 : 0.1,
            7,
            Duration.ofMinutes(10),
            recoverySeconds,
            nothing,
            new Forecast("with the fix", points),
            nothing,
            List.of(),
            List.of()));
  }

  private void executed(MessageId proof, int second, Execution.State state) {
    Plan plan =
        new Plan(BACK, null, "it leaks", Duration.ofMinutes(1), BlastRadius.MEDIUM, 0, "", proof);
    say(
        second,
        Handle.COMMANDER,
        new ApprovalRequest(plan, plan.hash(), "", List.of(), List.of(), after(second + 300)));
    say(second, Handle.COMMANDER, step(plan, Execution.State.ARMED));
    say(second + 10, Handle.AEGIS, step(plan, state));
  }

  private static Execution step(Plan plan, Execution.State state) {
    return new Execution(plan.hash(), 0, 1, false, BACK, state, "key", "");
  }

  private void decided(int second) {
    say(
        second,
        Handle.COMMANDER,
        new Decision(
            Decision.Outcome.RESOLVED,
            BACK,
            "policy:lab",
            "The SLO is met again.",
            new Decision.Worth(100, 2520, 1583, 0, 38000)));
  }

  private MessageId say(int second, Handle sender, Payload payload) {
    int seq = log.size() + 1;
    MessageId id = new MessageId("m-" + seq);
    log.add(
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            new RoomId("INC-2026-0001"),
            seq,
            id,
            null,
            sender,
            List.of(),
            "",
            payload,
            after(second)));
    return id;
  }

  private static Instant after(int seconds) {
    return START.plusSeconds(seconds);
  }
}

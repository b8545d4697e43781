package dev.aegis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.agent.SloWatch.Seen;
import dev.aegis.incident.Incident;
import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Comparison;
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
import dev.aegis.room.Verification.Outcome;
import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.Series;
import dev.aegis.telemetry.SeriesKey;
import dev.aegis.telemetry.Slo;
import dev.aegis.telemetry.Telemetry;
import dev.aegis.telemetry.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The verdict is given at second 0 and speaks of ten minutes; the only step is armed at 10,
 * dispatched at 11 and observed at 20. A scrape comes every 5 s. Confirmed is what is met for 30 s;
 * patience lasts 3 min.
 */
class SloWatchTest {
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  private static final Slo SLO = new Slo(1000, 0.01);
  private static final Action SCALE = new Action.ScalePods("shop", "east", 6, 12);
  private static final int HORIZON_END = 11 + 600;
  private static final Plan PLAN =
      new Plan(
          SCALE,
          null,
          "no way back",
          Duration.ofSeconds(45),
          BlastRadius.SMALL,
          1,
          "pods=6",
          new MessageId("m-2"));

  @Test
  void waitsUntilTheSloWasMetForLongEnoughBeforeItSaysMore() {
    Seen seen = seen(60, t -> t < 40 ? 4000 : 300);
    assertThat(seen.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(seen.sentence()).contains("met again").contains("30 s");
    assertThat(seen.lookAgain()).isEqualTo(at(40 + 30));
  }

  @Test
  void watchesOverTheWholeHorizonOfTheVerdictBeforeItHeld() {
    Seen early = seen(HORIZON_END - 1, t -> t < 40 ? 4000 : 300);
    assertThat(early.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(early.lookAgain()).as("once more at the end").isEqualTo(at(HORIZON_END));
    Seen held = seen(HORIZON_END, t -> t < 40 ? 4000 : 300);
    assertThat(held.outcome()).isEqualTo(Outcome.HELD);
    assertThat(held.sentence()).contains("571 s").contains("p99 300 ms");
    assertThat(held.lookAgain()).isNull();
  }

  @Test
  void whatIsMetOnlyJustBeforeTheHorizonEndsIsStillConfirmed() {
    IntToDoubleFunction late = t -> t < 590 ? 4000 : 300;
    assertThat(seen(HORIZON_END, t -> t < 100 || t >= 590 ? 300 : 4000).outcome())
        .isEqualTo(Outcome.PENDING);
    assertThat(seen(625, t -> late.applyAsDouble(t)).outcome()).isEqualTo(Outcome.HELD);
  }

  @Test
  void looksEverMoreRarelyWhileAllIsWell() {
    assertThat(seen(90, t -> t < 40 ? 4000 : 300).lookAgain()).isEqualTo(at(140));
    assertThat(seen(300, t -> t < 40 ? 4000 : 300).lookAgain()).isEqualTo(at(420));
  }

  @Test
  void metAndThenLostIsNotHeld() {
    IntToDoubleFunction lost = t -> t < 40 || t >= 100 ? 3000 : 300;
    assertThat(seen(120, lost).outcome()).as("a moment may pass").isEqualTo(Outcome.PENDING);
    assertThat(seen(120, lost).sentence()).contains("breached again; looking");
    Seen seen = seen(130, lost);
    assertThat(seen.outcome()).isEqualTo(Outcome.NOT_HELD);
    assertThat(seen.sentence()).contains("was met for 55 s and is breached again: p99 3000 ms");
  }

  @Test
  void aServiceThatIsMuchWorseThanBeforeIsGivenNoPatience() {
    // It was at 4 s before and is at 6.1 s since: more than half as much again, past 30 s.
    IntToDoubleFunction worse = t -> t < 15 ? 4000 : 6100;
    assertThat(seen(35, worse).outcome()).isEqualTo(Outcome.PENDING);
    Seen seen = seen(45, worse);
    assertThat(seen.outcome()).isEqualTo(Outcome.NOT_HELD);
    assertThat(seen.sentence()).contains("clearly worse off").contains("p99 6100 ms");
    assertThat(seen(45, t -> t < 15 ? 4000 : 5900).outcome()).isEqualTo(Outcome.PENDING);
  }

  @Test
  void whatWouldHaveComeWithoutTheFixIsNoFaultOfTheFix() {
    Forecast.Point without = new Forecast.Point(45, 4000, 5000, 5000, 0);
    assertThat(seen(45, t -> t < 15 ? 4000 : 6100, without).outcome()).isEqualTo(Outcome.PENDING);
  }

  @Test
  void clearlyMoreErrorsAreWorseToo() {
    IntToDoubleFunction slow = t -> 4000;
    assertThat(seen(45, slow, t -> t < 15 ? 0.1 : 0.19).outcome()).isEqualTo(Outcome.PENDING);
    Seen seen = seen(45, slow, t -> t < 15 ? 0.1 : 0.21);
    assertThat(seen.outcome()).isEqualTo(Outcome.NOT_HELD);
    assertThat(seen.sentence()).contains("clearly worse off").contains("errors 21.0 %");
  }

  @Test
  void whatNeverRecoversWithinPatienceIsNotHeld() {
    Seen patient = seen(20 + 180, t -> 4000);
    assertThat(patient.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(patient.lookAgain()).isEqualTo(at(230));
    Seen seen = seen(20 + 181, t -> 4000);
    assertThat(seen.outcome()).isEqualTo(Outcome.NOT_HELD);
    assertThat(seen.sentence()).contains("still breached 181 s after the last step");
  }

  @Test
  void telemetryThatStoppedWhileAllWasWellHasNotHeldAndIsNotCalledABreach() {
    Telemetry stopped = telemetry(400, t -> t < 40 ? 4000 : 300, t -> 0).within(until(100));
    assertThat(look(270, stopped).outcome()).isEqualTo(Outcome.PENDING);
    Seen seen = look(HORIZON_END, stopped);
    assertThat(seen.outcome()).isEqualTo(Outcome.NOT_HELD);
    assertThat(seen.sentence())
        .contains("nothing has been measured for 511 s")
        .doesNotContain("breached");
  }

  @Test
  void withoutAnyScrapeSinceTheStepNothingIsClaimed() {
    Telemetry gone = telemetry(400, t -> 4000, t -> 0).within(until(5));
    Seen waiting = look(60, gone);
    assertThat(waiting.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(waiting.sentence()).contains("nothing has been measured for 50 s");
    assertThat(look(195, gone).outcome()).as("the step took its time").isEqualTo(Outcome.PENDING);
    Seen seen = look(201, gone);
    assertThat(seen.outcome()).isEqualTo(Outcome.NOT_HELD);
    assertThat(seen.sentence()).contains("nothing has been measured").doesNotContain("NaN");
  }

  @Test
  void setsTheForecastBesideWhatWasMeasuredSinceTheRecovery() {
    Telemetry telemetry = telemetry(HORIZON_END, t -> t < 40 ? 4000 : 330, t -> 0.002);
    Comparison comparison = watch(HORIZON_END, telemetry).comparison();
    // Points at 30 (before the recovery), 60 and 90: the median of the two that count.
    assertThat(comparison).isEqualTo(new Comparison(0.9, 40, 225, 275, 350, 0, 40, 330, 0.002));
  }

  private static Seen seen(int now, IntToDoubleFunction p99, Forecast.Point... without) {
    return watch(now, telemetry(now, p99, t -> 0), without).look();
  }

  private static Seen seen(int now, IntToDoubleFunction p99, IntToDoubleFunction errors) {
    return look(now, telemetry(now, p99, errors));
  }

  private static Seen look(int now, Telemetry telemetry) {
    return watch(now, telemetry).look();
  }

  private static SloWatch watch(int now, Telemetry telemetry, Forecast.Point... without) {
    List<RoomMessage> log = new ArrayList<>();
    say(log, 0, signal());
    say(log, 0, verdict(List.of(without)));
    say(log, 10, step(Execution.State.ARMED));
    say(log, 11, step(Execution.State.DISPATCHED));
    say(log, 20, step(Execution.State.OBSERVED));
    Turn turn = new Turn(log, log.getLast(), at(now), new TelemetryDesk(telemetry));
    return SloWatch.of(CommandSettings.DEFAULT, turn, Incident.of(log), PLAN);
  }

  private static void say(List<RoomMessage> log, int second, Payload payload) {
    long seq = log.size() + 1L;
    log.add(
        new RoomMessage(
            RoomMessage.WIRE_VERSION,
            ROOM,
            seq,
            new MessageId("m-" + seq),
            null,
            Handle.COMMANDER,
            List.of(),
            "text",
            payload,
            at(second)));
  }

  private static Execution step(Execution.State state) {
    return new Execution(PLAN.hash(), 0, 1, false, SCALE, state, "key-0", "");
  }

  private static ValidationResult verdict(List<Forecast.Point> without) {
    Forecast withFix =
        new Forecast(
            "scale_pods",
            List.of(
                new Forecast.Point(30, 50, 100, 150, 0.1),
                new Forecast.Point(60, 200, 250, 300, 0),
                new Forecast.Point(90, 250, 300, 400, 0)));
    return new ValidationResult(
        SCALE,
        Verdict.PASS,
        Reason.HOLDS,
        "it holds",
        0.9,
        10,
        Duration.ofMinutes(10),
        40,
        new Forecast("do nothing", without),
        withFix,
        new Forecast("observed", List.of()),
        List.of(),
        List.of());
  }

  private static Signal signal() {
    return new Signal(
        "shop",
        "east",
        Severity.SEV1,
        "burning",
        at(-120),
        at(-60),
        SLO,
        List.of(),
        List.of(),
        100,
        List.of());
  }

  /** A scrape every 5 s from two minutes before the verdict up to now. */
  private static Telemetry telemetry(int now, IntToDoubleFunction p99, IntToDoubleFunction errors) {
    return new Telemetry(
        List.of(series(Metric.LATENCY_P99, now, p99), series(Metric.ERROR_RATIO, now, errors)),
        List.of(),
        List.of());
  }

  private static Series series(Metric metric, int now, IntToDoubleFunction value) {
    int[] seconds = IntStream.iterate(-120, t -> t <= now, t -> t + 5).toArray();
    return new Series(
        SeriesKey.of(metric, "shop", "east"),
        IntStream.of(seconds).mapToLong(t -> at(t).toEpochMilli()).toArray(),
        IntStream.of(seconds).mapToDouble(value).toArray());
  }

  private static Window until(int second) {
    return new Window(at(-120), at(second).plusMillis(1));
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}

package dev.aegis.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.incident.Forecasts.Entry;
import dev.aegis.incident.Forecasts.Environment;
import dev.aegis.room.Action;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Comparison;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.Verification;
import dev.aegis.room.Verification.Outcome;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastsTest {
  private static final Instant START = Instant.parse("2026-03-14T03:00:00Z");
  private static final Plan SCALE = plan(new Action.ScalePods("shop", "east", 6, 12));
  private static final Plan RESTART = plan(new Action.RestartPods("shop", "east", 6));

  @Test
  void theBrierScoreIsTheMeanSquaredMiss() {
    // (1 - .9)² = .01, (0 - .8)² = .64, (0 - .1)² = .01: .66 / 3 = .22.
    Environment lab = lab(entry(true, p(0.9)), entry(false, p(0.8)), entry(false, p(0.1)));
    assertThat(lab.brier()).isCloseTo(0.22, within(1e-12));
    assertThat(lab.held()).isEqualTo(1);
  }

  @Test
  void aCoinScoresAQuarterWhateverCame() {
    assertThat(lab(entry(true, p(0.5)), entry(false, p(0.5))).brier()).isEqualTo(0.25);
    assertThat(lab(entry(true, p(1)), entry(false, p(0))).brier()).isZero();
  }

  @Test
  void theBandHoldsItsEdgesAndCountsOnlyWhatWasForecastAndMeasured() {
    Environment lab =
        lab(
            entry(true, p99(100, 150, 200, 100)),
            entry(true, p99(100, 150, 200, 200)),
            entry(true, p99(100, 150, 200, 99)),
            entry(true, p99(100, 150, 200, 201)),
            entry(false, p99(100, 150, 200, 150)),
            entry(true, p99(100, 150, 200, -1)),
            entry(true, p99(-1, -1, -1, 150)));
    assertThat(lab.inBand()).isEqualTo(3 / 5.0);
  }

  @Test
  void theErrorOfP99IsTheMedianOfItsShares() {
    // |300 / 200 - 1| = .5, |150 / 200 - 1| = .25, |220 / 200 - 1| = .1.
    Entry half = entry(true, p99(100, 200, 300, 300));
    Entry quarter = entry(true, p99(100, 200, 300, 150));
    Entry tenth = entry(true, p99(100, 200, 300, 220));
    assertThat(lab(half, tenth, quarter).p99Error()).isCloseTo(0.25, within(1e-12));
    assertThat(lab(half, tenth).p99Error()).as("between two").isCloseTo(0.3, within(1e-12));
    assertThat(lab(tenth, entry(true, p99(0, 0, 0, 5)), entry(true, p99(1, 2, 3, -1))).p99Error())
        .as("without forecasts of nothing and what was not measured")
        .isCloseTo(0.1, within(1e-12));
  }

  @Test
  void figuresOfNothingAreNaN() {
    assertThat(lab().brier()).isNaN();
    assertThat(lab().inBand()).isNaN();
    assertThat(lab().p99Error()).isNaN();
    assertThat(lab(entry(true, p(0.9))).inBand()).isNaN();
    assertThat(lab(entry(true, p(0.9))).p99Error()).isNaN();
  }

  @Test
  void keepsEnvironmentsApartInTheOrderOfTheirNames() {
    Forecasts forecasts =
        Forecasts.of(
            List.of(
                room(1, "production", verified(SCALE, Outcome.HELD, p(0.9))),
                room(2, "lab", verified(SCALE, Outcome.NOT_HELD, p(0.8))),
                room(3, "production", verified(RESTART, Outcome.NOT_HELD, p(0.7)))));
    assertThat(forecasts.environments())
        .containsExactly(
            new Environment(
                "lab", List.of(new Entry(RoomId.of(2026, 2), "scale_pods", false, p(0.8)))),
            new Environment(
                "production",
                List.of(
                    new Entry(RoomId.of(2026, 1), "scale_pods", true, p(0.9)),
                    new Entry(RoomId.of(2026, 3), "restart_pods", false, p(0.7)))));
  }

  @Test
  void countsEveryExecutedPlanOfARoomOnceItIsDecided() {
    Forecasts forecasts =
        Forecasts.of(
            List.of(
                room(
                    1,
                    "lab",
                    verified(SCALE, Outcome.PENDING, null),
                    verified(SCALE, Outcome.NOT_HELD, p(0.8)),
                    verified(RESTART, Outcome.PENDING, null),
                    verified(RESTART, Outcome.HELD, p(0.9)))));
    assertThat(forecasts.environments().getFirst().entries())
        .extracting(Entry::action, Entry::held)
        .containsExactly(tuple("scale_pods", false), tuple("restart_pods", true));
  }

  @Test
  void leavesOutWhatHasNoForecastBesideItOrNoPlan() {
    Plan never = plan(new Action.ShedLoad("shop", "east", 0, 0.2));
    Forecasts forecasts =
        Forecasts.of(
            List.of(
                room(1, "lab", verified(SCALE, Outcome.HELD, null)),
                room(2, "lab", verified(never, Outcome.HELD, p(0.9))),
                room(3, "quiet")));
    assertThat(forecasts.environments()).isEmpty();
  }

  @Test
  void severalRecordsTogetherAreOneByEnvironment() {
    Forecasts first = Forecasts.of(List.of(room(1, "b", verified(SCALE, Outcome.HELD, p(0.9)))));
    Forecasts second =
        Forecasts.of(
            List.of(
                room(1, "b", verified(SCALE, Outcome.NOT_HELD, p(0.8))),
                room(2, "a", verified(SCALE, Outcome.HELD, p(0.7)))));
    Forecasts together = Forecasts.together(List.of(first, second));
    assertThat(together.environments()).extracting(Environment::name).containsExactly("a", "b");
    assertThat(together.environments().getLast().entries())
        .extracting(e -> e.comparison().probability())
        .containsExactly(0.9, 0.8);
  }

  private static Environment lab(Entry... entries) {
    return new Environment("lab", List.of(entries));
  }

  private static Entry entry(boolean held, Comparison comparison) {
    return new Entry(RoomId.of(2026, 1), "scale_pods", held, comparison);
  }

  private static Comparison p(double probability) {
    return new Comparison(probability, 40, -1, -1, -1, -1, 50, -1, -1);
  }

  private static Comparison p99(double low, double middle, double high, double measured) {
    return new Comparison(0.9, 40, low, middle, high, 0, 50, measured, 0);
  }

  private static Verification verified(
      Plan plan, Outcome outcome, @Nullable Comparison comparison) {
    Instant again = outcome == Outcome.PENDING ? START : null;
    return new Verification(plan.hash(), outcome, -1, -1, again, "seen", List.of(), comparison);
  }

  private static Plan plan(Action action) {
    return new Plan(
        action,
        null,
        "no way back",
        Duration.ofSeconds(45),
        BlastRadius.SMALL,
        1,
        "pods=6",
        new MessageId("m-verdict"));
  }

  /** A signal, the request for both plans, and what was verified. */
  private static List<RoomMessage> room(int number, String environment, Payload... verified) {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(signal(environment));
    payloads.add(request(SCALE));
    payloads.add(request(RESTART));
    payloads.addAll(List.of(verified));
    List<RoomMessage> log = new ArrayList<>();
    for (Payload payload : payloads) {
      long seq = log.size() + 1L;
      log.add(
          new RoomMessage(
              RoomMessage.WIRE_VERSION,
              RoomId.of(2026, number),
              seq,
              new MessageId("m-" + seq),
              null,
              Handle.COMMANDER,
              List.of(),
              "text",
              payload,
              START.plusSeconds(seq)));
    }
    return log;
  }

  private static ApprovalRequest request(Plan plan) {
    return new ApprovalRequest(plan, plan.hash(), "please", List.of(), List.of(), START);
  }

  private static Signal signal(String environment) {
    return new Signal(
        "shop",
        "east",
        Severity.SEV1,
        "burning",
        START,
        START,
        new Slo(1000, 0.01),
        List.of(),
        List.of(),
        100,
        List.of(),
        environment);
  }
}

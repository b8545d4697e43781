package dev.aegis.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Log;
import dev.aegis.app.testkit.Stories;
import dev.aegis.incident.Incident;
import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Forecast;
import dev.aegis.room.Handle;
import dev.aegis.room.Reason;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlotTest {
  private static final Forecast NONE = new Forecast("none", List.of());

  @Test
  void tellsTheCurvesApartWithoutColour() {
    String plot = plot(Stories.leak(), 80, Glyphs.UNICODE);
    assertThat(plot)
        .contains("·· do nothing 9.7 s", "╌╌ fix 1 REJECT 7.6 s", "━━ fix 2 PASS 298 ms")
        .contains("SLO 1 s", "-10 min", "now", "+30 min");
    String ascii = plot(Stories.leak(), 80, Glyphs.ASCII);
    assertThat(ascii)
        .contains(".. do nothing", "xx fix 1 REJECT", "## fix 2 PASS", "oooooo")
        .matches(text -> text.chars().allMatch(c -> c < 127));
  }

  @Test
  void fitsInTwelveRows() {
    assertThat(plot(Stories.leak(), 80, Glyphs.UNICODE).lines()).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void followsTheForecast() {
    String rising = plot(one(t -> 300, t -> 300 + 5 * t, Verdict.REJECT), 80, Glyphs.UNICODE);
    String falling = plot(one(t -> 4000, t -> 4000 - 2 * t, Verdict.PASS), 80, Glyphs.UNICODE);
    assertThat(rowOf(rising, "fix 1")).isLessThan(rowOf(rising, "SLO"));
    assertThat(rowOf(falling, "fix 1")).isGreaterThan(rowOf(falling, "SLO"));
    assertThat(rising).isNotEqualTo(falling);
  }

  @Test
  void drawsASinglePoint() {
    Forecast point = new Forecast("x", List.of(new Forecast.Point(60, 1, 1500, 1900, 0)));
    String plot = plot(log(NONE, NONE, point, Verdict.PASS), 80, Glyphs.UNICODE);
    assertThat(plot).contains("━ fix 1 PASS 1.5 s");
    assertThat(plot.chars().filter(c -> c == '━').count()).isEqualTo(3);
  }

  @Test
  void drawsOnlyWhatWasObservedWhenNoFutureIsKnown() {
    String plot =
        plot(log(forecast(-600, 0, t -> 3100), NONE, NONE, Verdict.ABSTAIN), 80, Glyphs.UNICODE);
    assertThat(plot).contains("observed 3.1 s").contains("now").doesNotContain("fix 1");
  }

  @Test
  void drawsNothingWhereResponseTimesWereNeverTheTrouble() {
    assertThat(plot(one(t -> 300, t -> 310, Verdict.PASS), 80, Glyphs.UNICODE)).isEmpty();
  }

  @Test
  void drawsNothingWithoutPoints() {
    assertThat(plot(log(NONE, NONE, NONE, Verdict.ABSTAIN), 80, Glyphs.UNICODE)).isEmpty();
    assertThat(plot(List.of(), 80, Glyphs.UNICODE)).isEmpty();
  }

  @Test
  void leavesOutWhatIsNoNumber() {
    Forecast broken =
        new Forecast(
            "x",
            List.of(
                new Forecast.Point(60, 1, Double.NaN, 900, 0),
                new Forecast.Point(120, 1, -1, 900, 0),
                new Forecast.Point(180, 1, Double.POSITIVE_INFINITY, 900, 0),
                new Forecast.Point(240, 1, 1700, 1900, 0)));
    assertThat(plot(log(NONE, NONE, broken, Verdict.REJECT), 80, Glyphs.UNICODE))
        .contains("fix 1 REJECT 1.7 s");
  }

  @Test
  void doesNotHideASpikeBetweenTwoColumns() {
    Forecast spike = forecast(1, 1800, t -> t == 700 ? 90_000 : 300);
    String plot = plot(log(NONE, NONE, spike, Verdict.REJECT), 80, Glyphs.UNICODE);
    assertThat(plot.lines().skip(1).findFirst().orElse("")).contains("╭");
  }

  @Test
  void givesEveryLabelItsOwnRowWhenAllCurvesEndTogether() {
    Forecast flat = forecast(15, 1800, t -> 1001);
    String plot = plot(log(NONE, flat, flat, Verdict.REJECT), 80, Glyphs.UNICODE);
    assertThat(List.of(rowOf(plot, "SLO"), rowOf(plot, "do nothing"), rowOf(plot, "fix 1")))
        .doesNotHaveDuplicates();
  }

  @Test
  void shadesWhereNineOfTenReplaysLieBehindTheirMedian() {
    String plot = banded(700, 5000, 9, Glyphs.UNICODE);
    assertThat(plot).contains("nine of ten replays lie in ░", "━━ PASS 2 s", "SLO 1 s");
    List<String> shaded = plot.lines().skip(1).filter(line -> line.contains("░")).toList();
    assertThat(shaded).hasSizeGreaterThan(3);
    assertThat(shaded).anyMatch(line -> line.contains("SLO")).noneMatch(line -> line.contains("━"));
    assertThat(banded(1900, 2100, 9, Glyphs.UNICODE).lines().skip(1))
        .filteredOn(line -> line.contains("░"))
        .hasSizeLessThan(shaded.size());
    assertThat(banded(700, 5000, 9, Glyphs.ASCII))
        .contains("%%%%")
        .matches(text -> text.chars().allMatch(c -> c < 127));
  }

  @Test
  void drawsNoFutureOfAFixThatNoReplayRan() {
    assertThat(banded(700, 5000, 0, Glyphs.UNICODE)).isEmpty();
  }

  private static String banded(double low, double high, int replications, Glyphs glyphs) {
    List<Forecast.Point> points = new ArrayList<>();
    for (int t = 15; t <= 600; t += 15) {
      points.add(new Forecast.Point(t, low, 2000, high, 0));
    }
    ValidationResult result =
        new ValidationResult(
            new Action.ScalePods("api", "eu", 2, 4),
            Verdict.PASS,
            Reason.HOLDS,
            "",
            0.9,
            replications,
            Duration.ofMinutes(10),
            -1,
            NONE,
            new Forecast("fix", points),
            NONE,
            List.of(),
            List.of());
    return Plot.of(result, 1000, new Page(80, glyphs)).stream()
        .map(Style.PLAIN::paint)
        .collect(Collectors.joining("\n"));
  }

  private static int rowOf(String plot, String label) {
    List<String> lines = plot.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(label)) {
        return i;
      }
    }
    throw new AssertionError(label + " is not in\n" + plot);
  }

  private static String plot(List<RoomMessage> log, int width, Glyphs glyphs) {
    return Plot.of(Incident.of(log), new Page(width, glyphs)).stream()
        .map(Style.PLAIN::paint)
        .collect(Collectors.joining("\n"));
  }

  private static List<RoomMessage> one(
      DoubleUnaryOperator past, DoubleUnaryOperator fix, Verdict verdict) {
    return log(forecast(-600, 0, past), NONE, forecast(15, 1800, fix), verdict);
  }

  private static Forecast forecast(int from, int to, DoubleUnaryOperator p99) {
    List<Forecast.Point> points = new ArrayList<>();
    for (int t = from; t <= to; t++) {
      double v = p99.applyAsDouble(t);
      points.add(new Forecast.Point(t, v, v, v, 0));
    }
    return new Forecast("x", points);
  }

  private static List<RoomMessage> log(
      Forecast observed, Forecast doNothing, Forecast fix, Verdict verdict) {
    Action action = new Action.ScalePods("api", "eu", 2, 4);
    return new Log("INC-2026-0003")
        .say(
            1,
            Handle.OBSERVER,
            "",
            new Signal(
                "api",
                "eu",
                Severity.SEV2,
                "",
                Log.START,
                Log.START,
                Stories.SLO,
                List.of(),
                List.of(),
                0,
                List.of()))
        .say(
            2,
            Handle.REMEDIATOR,
            "",
            new Remediation(
                1, action, "", null, "", Duration.ZERO, BlastRadius.SMALL, 0, "", List.of()))
        .say(
            3,
            Handle.VALIDATOR,
            "",
            new ValidationResult(
                action,
                verdict,
                Reason.HOLDS,
                "",
                0.5,
                9,
                Duration.ofMinutes(30),
                -1,
                doNothing,
                fix,
                observed,
                List.of(),
                List.of()))
        .messages();
  }
}

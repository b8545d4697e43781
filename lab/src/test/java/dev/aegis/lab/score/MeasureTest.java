package dev.aegis.lab.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final List<Pair> PAIRS =
      List.of(
          pair("leak", Verdict.PASS, false),
          pair("leak", Verdict.PASS, false),
          pair("leak", Verdict.REJECT, false),
          pair("leak", Verdict.PASS, true),
          pair("surge", Verdict.REJECT, false),
          pair("surge", Verdict.REJECT, true),
          pair("surge", Verdict.ABSTAIN, true),
          pair("deadlock", Verdict.ABSTAIN, false));

  @Test
  void falseAcceptsAreCountedAmongWhatDidNotFix() {
    assertThat(Measure.FALSE_ACCEPTS.byPair(PAIRS)).isEqualTo(new Share(2, 5));
    assertThat(Measure.WRONG_ACCEPTS.byPair(PAIRS)).isEqualTo(new Share(2, 3));
  }

  @Test
  void aFaultWithTwoFalseAcceptsIsOneFalseAccept() {
    assertThat(Measure.FALSE_ACCEPTS.byFault(PAIRS)).isEqualTo(new Share(1, 3));
    assertThat(Measure.WRONG_ACCEPTS.byFault(PAIRS)).isEqualTo(new Share(1, 1));
  }

  @Test
  void workingFixesAreCountedAmongWhatFixed() {
    assertThat(Measure.FIXES_REJECTED.byPair(PAIRS)).isEqualTo(new Share(1, 3));
    assertThat(Measure.FIXES_REJECTED.byFault(PAIRS)).isEqualTo(new Share(1, 2));
    assertThat(Measure.FIXES_ABSTAINED_ON.byPair(PAIRS)).isEqualTo(new Share(1, 3));
    assertThat(Measure.FIXES_ABSTAINED_ON.byFault(PAIRS)).isEqualTo(new Share(1, 2));
    assertThat(Measure.ABSTAINED.byPair(PAIRS)).isEqualTo(new Share(2, 8));
    assertThat(Measure.ABSTAINED.byFault(PAIRS)).isEqualTo(new Share(2, 3));
  }

  @Test
  void ofNoPairThereIsNoRate() {
    for (Measure measure : Measure.values()) {
      assertThat(measure.byPair(List.of()).rate()).isNaN();
      assertThat(measure.byFault(List.of()).atMost()).isNaN();
    }
  }

  @Test
  void forecastsAreScoredWhereAnAcceptedFixHeld() {
    List<Pair> pairs =
        List.of(
            forecast("leak", Verdict.PASS, true, 110, 90, 120),
            forecast("leak", Verdict.PASS, true, 150, 130, 160),
            forecast("leak", Verdict.PASS, true, 130, 99, 140),
            forecast("surge", Verdict.PASS, true, 80, 70, 100),
            forecast("surge", Verdict.PASS, false, 900, 800, 999),
            forecast("surge", Verdict.REJECT, true, 900, 800, 999));
    ForecastScore byPair = ForecastScore.byPair(pairs);
    assertThat(byPair.error()).as("of 0.1, 0.2, 0.3 and 0.5").isCloseTo(0.25, within(1e-9));
    assertThat(byPair.factor())
        .as("between 100 / 80 and 130 / 100")
        .isCloseTo(Math.sqrt(1.25 * 1.3), within(1e-9));
    assertThat(byPair.coverage()).isEqualTo(0.75);
    assertThat(byPair.bands()).isEqualTo(4);
    ForecastScore byFault = ForecastScore.byFault(pairs);
    assertThat(byFault.error()).as("of 0.3 and 0.2").isCloseTo(0.25, within(1e-9));
    assertThat(byFault.coverage()).as("of 2/3 and 1").isCloseTo(5.0 / 6, within(1e-9));
    assertThat(byFault.bands()).isEqualTo(2);
  }

  @Test
  void aBandIsWidenedByTheOtherFaultsAndNeverByItsOwn() {
    List<Pair> tooLow = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tooLow.add(forecast("fault " + i, Verdict.PASS, true, 92, 90, 95));
    }
    assertThat(ForecastScore.byPair(tooLow).coverage()).isZero();
    assertThat(ForecastScore.coverageWidened(tooLow)).isEqualTo(1);
    assertThat(ForecastScore.coverageWidened(Collections.nCopies(30, tooLow.getFirst())))
        .as("of one fault alone")
        .isZero();
  }

  @Test
  void withoutAForecastOrABandThereIsNoScore() {
    ForecastScore none = ForecastScore.byPair(List.of(pair("leak", Verdict.PASS, true)));
    assertThat(none.error()).isNaN();
    assertThat(none.factor()).isNaN();
    assertThat(none.coverage()).isNaN();
    assertThat(ForecastScore.byFault(List.of()).error()).isNaN();
  }

  private static Pair pair(String fault, Verdict verdict, boolean fixed) {
    return forecast(fault, verdict, fixed, Double.NaN, Double.NaN, Double.NaN);
  }

  private static Pair forecast(
      String fault, Verdict verdict, boolean fixed, double p99, double low, double high) {
    return new Pair(fault, new Opinion(verdict, p99, low, high), fixed, 100);
  }
}

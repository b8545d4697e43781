package dev.aegis.app.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Twenty rows, of which the first three do not count, and a window of the rows 10 to 13. By hand:
 * {@code S(-1) = 2 / (1 + e^-5) - 1 = 0.986614}; the window's last row is worth {@code S(-1/4) /
 * S(-1) = 0.554600 / 0.986614 = 0.562125}; the row after it costs {@code S(1/3) = -0.682262}; every
 * row before the window costs 1.
 */
class NabScorerTest {
  private static final int ROWS = 20;
  private static final NabRuler RULER = new NabRuler(ROWS, List.of(new NabWindow(10, 13)));

  @Test
  void isPerfectAtTheLeftEdgeAndNothingInSilence() {
    assertThat(score(NabProfile.STANDARD, 10)).isEqualTo(100, within(1e-9));
    assertThat(score(NabProfile.STANDARD)).isZero();
  }

  @Test
  void countsTheLastRowOfAWindowLess() {
    assertThat(score(NabProfile.STANDARD, 13)).isEqualTo(78.1062, within(1e-4));
    assertThat(score(NabProfile.LOW_FN, 13)).isEqualTo(85.4042, within(1e-4));
  }

  @Test
  void countsTheBestDetectionOfAWindowOnce() {
    assertThat(score(NabProfile.STANDARD, 10, 11, 12, 13)).isEqualTo(100, within(1e-9));
    assertThat(score(NabProfile.STANDARD, 12, 13)).isEqualTo(score(NabProfile.STANDARD, 12));
  }

  @Test
  void chargesFalseAlarmsByTheirDistanceAfterAWindow() {
    assertThat(score(NabProfile.STANDARD, 5, 10)).isEqualTo(94.5, within(1e-9));
    assertThat(score(NabProfile.LOW_FP, 5, 10)).isEqualTo(89, within(1e-9));
    assertThat(score(NabProfile.STANDARD, 10, 14)).isEqualTo(96.2476, within(1e-4));
  }

  @Test
  void forgivesTheFirstRowsOfAFile() {
    assertThat(score(NabProfile.STANDARD, 0, 2, 10)).isEqualTo(100, within(1e-9));
    assertThat(score(NabProfile.STANDARD, 3, 10)).isEqualTo(94.5, within(1e-9));
  }

  @Test
  void choosesOneThresholdForTheWholeCorpus() {
    double[] loud = new double[ROWS];
    loud[5] = 0.9;
    loud[10] = 0.7;
    double[] quiet = new double[ROWS];
    quiet[11] = 0.5;
    NabScorer scorer = new NabScorer(List.of(RULER, RULER), List.of(loud, quiet));

    NabScorer.Result best = scorer.best(NabProfile.STANDARD);

    assertThat(best.threshold()).isEqualTo(0.5);
    assertThat(best.value()).isEqualTo(scorer.at(NabProfile.STANDARD, 0.5).value(), within(1e-9));
    // Silence at 0.95 is worth 0; the false alarm alone, at 0.9, less than that.
    assertThat(scorer.at(NabProfile.STANDARD, 0.9).value()).isEqualTo(-2.75, within(1e-9));
  }

  @Test
  void takesRowsOfOneScoreTogether() {
    double[] scores = new double[ROWS];
    scores[5] = 0.5;
    scores[10] = 0.5;
    NabScorer.Result best =
        new NabScorer(List.of(RULER), List.of(scores)).best(NabProfile.STANDARD);
    assertThat(best.value()).isEqualTo(94.5, within(1e-9));
  }

  @Test
  void prefersSilenceToFalseAlarms() {
    NabRuler nothing = new NabRuler(ROWS, List.of());
    double[] scores = new double[ROWS];
    scores[7] = 1;
    NabScorer.Result best =
        new NabScorer(List.of(nothing, RULER), List.of(scores, new double[ROWS]))
            .best(NabProfile.LOW_FP);
    assertThat(best.threshold()).isInfinite();
    assertThat(best.value()).isZero();
  }

  @Test
  void refusesScoresThatDoNotFitTheirFile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NabScorer(List.of(RULER), List.of(new double[ROWS - 1])));
    assertThatIllegalArgumentException().isThrownBy(() -> new NabScorer(List.of(RULER), List.of()));
  }

  private static double score(NabProfile profile, int... detections) {
    double[] scores = new double[ROWS];
    for (int row : detections) {
      scores[row] = 1;
    }
    return new NabScorer(List.of(RULER), List.of(scores)).at(profile, 1).value();
  }
}

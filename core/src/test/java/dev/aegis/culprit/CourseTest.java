package dev.aegis.culprit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CourseTest {
  private static final double[] NONE = {};

  @Test
  void isNotMovedByAnIncidentThatBeganBeforeItWasNoticed() {
    Course late = new Course(NONE, new double[] {10, 11, 10, 9, 80}, new double[] {80, 81, 79, 80});
    assertThat(late.level()).isEqualTo(10);
    assertThat(late.shift()).isEqualTo(70);
    assertThat(late.noise(0, 0)).isLessThan(2);
  }

  @Test
  void takesTheSpreadFromUsualTimesWhereThereAreEnough() {
    double[] usual = new double[100];
    for (int i = 0; i < usual.length; i++) {
      usual[i] = i % 2 == 0 ? 5 : 15;
    }
    Course calm = new Course(NONE, new double[] {10, 10}, new double[] {14, 14});
    Course wild = new Course(usual, new double[] {10, 10}, new double[] {14, 14});
    assertThat(calm.noise(0, 0)).isZero();
    assertThat(wild.noise(0, 0)).isCloseTo(5 / 0.6745, within(1e-9));
    assertThat(wild.level()).isEqualTo(10);
  }

  @Test
  void standsForNothingWhereThereIsNothingToCompare() {
    Course silent = new Course(NONE, new double[] {Double.NaN}, new double[] {3});
    assertThat(silent.known()).isFalse();
    assertThat(silent.shift()).isZero();
    assertThat(silent.noise(0.1, 0.5)).isEqualTo(0.5);
    assertThat(new Course(new double[] {4, 4}, NONE, new double[] {5}).level()).isEqualTo(4);
  }

  @Test
  void countsOneRowOfThreeBecauseFewAreAveraged() {
    assertThat(new Course(NONE, new double[] {0, 0}, new double[] {0, 0, 0.3}).shift())
        .isCloseTo(0.1, within(1e-9));
  }
}

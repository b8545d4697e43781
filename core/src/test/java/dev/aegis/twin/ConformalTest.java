package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.room.Comparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConformalTest {
  private static final long SEED = 5;

  /** A forecast of 100 ms with this band, and what was measured. */
  private static Comparison forecast(double low, double high, double measured) {
    return new Comparison(0.9, 30, low, 100, high, 0, 35, measured, 0);
  }

  private static List<Comparison> noisy(int n, double sigma, SplittableRandom random) {
    List<Comparison> past = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double z = Normal.quantile((random.nextInt(1 << 20) + 0.5) / (1 << 20));
      past.add(forecast(90, 111, 100 * Math.exp(sigma * z)));
    }
    return past;
  }

  @Test
  void tooFewForecastsSayNothing() {
    assertThat(Conformal.factor(List.of())).isEqualTo(1);
    assertThat(Conformal.factor(Collections.nCopies(8, forecast(99, 101, 300)))).isEqualTo(1);
    assertThat(Conformal.factor(Collections.nCopies(9, forecast(99, 101, 150)))).isGreaterThan(1);
  }

  @Test
  void whereForecastsWereRightBandsStayAsTheyAre() {
    double factor = Conformal.factor(Collections.nCopies(30, forecast(80, 120, 104)));
    assertThat(Conformal.low(80, 100, factor)).isEqualTo(80);
    assertThat(Conformal.high(120, 100, factor)).isEqualTo(120);
  }

  @Test
  void aBandThatWasWidenedBeforeDoesNotSpeakOfItself() {
    double narrow = Conformal.factor(Collections.nCopies(30, forecast(99, 101, 130)));
    double wide = Conformal.factor(Collections.nCopies(30, forecast(50, 200, 130)));
    assertThat(wide).isEqualTo(narrow).isCloseTo(1.3, within(1e-9));
  }

  @Test
  void oneForecastHoweverWrongMovesNothing() {
    List<Comparison> past = new ArrayList<>(Collections.nCopies(30, forecast(80, 120, 100)));
    past.add(forecast(80, 120, 1e6));
    assertThat(Conformal.factor(past)).isEqualTo(1);
  }

  @Test
  void whatWasNotMeasuredDoesNotCount() {
    assertThat(Conformal.factor(Collections.nCopies(30, forecast(80, 120, -1)))).isEqualTo(1);
  }

  @Test
  void nineOfTenNewMeasurementsLieInTheWidenedBand() {
    SplittableRandom random = new SplittableRandom(SEED);
    int inside = 0;
    int all = 0;
    for (int i = 0; i < 300; i++) {
      double factor = Conformal.factor(noisy(20, 0.2, random));
      for (Comparison next : noisy(10, 0.2, random)) {
        double measured = next.measuredP99Millis();
        inside +=
            measured >= Conformal.low(90, 100, factor)
                    && measured <= Conformal.high(111, 100, factor)
                ? 1
                : 0;
        all++;
      }
    }
    assertThat(inside / (double) all).as("seed %d", SEED).isCloseTo(0.9, within(0.03));
  }
}

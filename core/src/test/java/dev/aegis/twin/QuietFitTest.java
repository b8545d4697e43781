package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Serving;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietFitTest {
  private static final int SLOTS = 8;
  private static final int QUEUE = 40;
  private static final double OWN_MILLIS = 60;
  private static final double CALL_MILLIS = 30;

  private static QuietFit quiet(double perSecond) {
    ServiceModel.Region region =
        new ServiceModel.Region("here", 4, 4, "v1", 0, Steps.constant(perSecond), List.of());
    return new QuietFit(
        region,
        SLOTS,
        QUEUE,
        Serving.UNDECLARED,
        4,
        OWN_MILLIS,
        List.of("db"),
        new double[] {CALL_MILLIS});
  }

  /** What a production with this variation shows; another seed than the fit's. */
  private static double p99(double cv, double perSecond) {
    ServiceModel.Region region =
        new ServiceModel.Region(
            "here",
            4,
            4,
            "v1",
            0,
            Steps.constant(perSecond),
            List.of(Call.to("db", new Call.Phase(0, CALL_MILLIS, cv, 0, 0))));
    ServiceModel model =
        new ServiceModel(
            "checkout",
            SLOTS,
            QUEUE,
            4,
            0,
            0,
            0,
            OWN_MILLIS,
            cv,
            0,
            List.of(region),
            List.of(new ServiceModel.Version("v1", 1, 0, 0, 0, 0)),
            java.util.Map.of());
    ServiceSimulation production = new ServiceSimulation(model, 99, 0);
    production.advanceTo(20);
    production.scrape();
    production.advanceTo(20 + 60_000 / perSecond);
    return production.scrape().regions().getFirst().clients().p99Millis();
  }

  @ParameterizedTest
  @CsvSource({"0.2, 50", "0.5, 50", "1.0, 50", "0.3, 300", "0.8, 300"})
  void findsTheVariationOfWhatWasSeenAlsoWhereRequestsWait(double cv, double perSecond) {
    double seen = p99(cv, perSecond);

    assertThat(quiet(perSecond).curve(0.9 * seen, 1.1 * seen).cv(seen))
        .isCloseTo(cv, within(0.1 * cv + 0.02));
  }

  @Test
  void aHigherPercentileIsMoreVariation() {
    double seen = p99(0.5, 300);
    QuietFit.Curve curve = quiet(300).curve(0.8 * seen, 1.3 * seen);

    assertThat(curve.cv(0.9 * seen)).isLessThan(curve.cv(seen));
    assertThat(curve.cv(1.2 * seen)).isGreaterThan(curve.cv(seen));
  }
}

package dev.aegis.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aegis.telemetry.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorTest {
  private static final long STEP = 5_000;
  private static final int NORMAL = 60;

  static Stream<Function<Sensitivity, Detector>> detectors() {
    return Stream.of(Detector::zScore, Detector::medianMad);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void speaksAtTheThirdAnomalousPointAndDatesTheOnsetToTheFirst(
      Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    feed(detector, 0, NORMAL, 220);

    assertThat(detector.offer(at(60), 900)).isEmpty();
    assertThat(detector.offer(at(61), 950)).isEmpty();
    Alarm alarm = detector.offer(at(62), 1_000).orElseThrow();

    assertThat(alarm.onset()).isEqualTo(Instant.ofEpochMilli(at(60)));
    assertThat(alarm.detectedAt()).isEqualTo(Instant.ofEpochMilli(at(62)));
    assertThat(alarm.observed()).isEqualTo(1_000);
    assertThat(alarm.baseline()).isCloseTo(220, within(5.0));
    assertThat(alarm.score()).isGreaterThan(10);
    assertThat(detector.offer(at(63), 1_000)).as("an alarm is raised once").isEmpty();
    assertThat(detector.active().orElseThrow().detectedAt()).isEqualTo(alarm.detectedAt());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void doesNotLearnTheAnomalyAsNormal(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    feed(detector, 0, NORMAL, 220);
    feed(detector, NORMAL, 100, 2_000);

    assertThat(detector.active()).hasValueSatisfying(a -> assertThat(a.baseline()).isLessThan(260));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void takesALevelThatStaysForTheNewNormalInTheEnd(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.GENERIC);
    feed(detector, 0, NORMAL, 10);
    List<Alarm> alarms = feed(detector, NORMAL, 1_000, 50);

    assertThat(alarms).hasSize(1);
    assertThat(detector.active()).isEmpty();
    assertThat(feed(detector, NORMAL + 1_000, 5, 10)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void ignoresTheDirectionThatIsNotWrong(Function<Sensitivity, Detector> kind) {
    Detector latency = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    feed(latency, 0, NORMAL, 220);
    assertThat(feed(latency, NORMAL, 10, 40)).isEmpty();

    Detector completions = kind.apply(Sensitivity.of(Metric.COMPLETION_RATE));
    feed(completions, 0, NORMAL, 900);
    assertThat(feed(completions, NORMAL, 10, 2_000)).isEmpty();

    Detector fewer = kind.apply(Sensitivity.of(Metric.COMPLETION_RATE));
    feed(fewer, 0, NORMAL, 900);
    assertThat(feed(fewer, NORMAL, 10, 300)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void ignoresSpikesShorterThanThreePoints(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double value = i % 20 > 17 ? 5_000 : 220 + i % 3;
      detector.offer(at(i), value).ifPresent(alarms::add);
    }
    assertThat(alarms).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void measuresAConstantSeriesWithTheFloorInsteadOfItsZeroSpread(
      Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.ERROR_RATIO));
    feedExactly(detector, 0, NORMAL, 0);
    assertThat(feedExactly(detector, NORMAL, 10, 0.004)).as("below the floor's sigmas").isEmpty();
    assertThat(feedExactly(detector, NORMAL + 10, 10, 0.05)).hasSize(1);
    assertThat(detector.active().orElseThrow().score()).isFinite().isCloseTo(25, within(3.0));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void boundsTheScoreOfAStepFromNothing(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.GENERIC);
    feedExactly(detector, 0, NORMAL, 0);
    assertThat(feedExactly(detector, NORMAL, 3, 1e12).getFirst().score())
        .isEqualTo(Alarm.HIGHEST_SCORE);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void treatsNaNAsAGapThatNeitherConfirmsNorBreaks(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    feed(detector, 0, NORMAL, 220);
    double[] values = {900, Double.NaN, 900, Double.POSITIVE_INFINITY, 900};
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      detector.offer(at(NORMAL + i), values[i]).ifPresent(alarms::add);
    }
    assertThat(alarms).hasSize(1);
    assertThat(alarms.getFirst().onset()).isEqualTo(Instant.ofEpochMilli(at(NORMAL)));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void doesNotCountPointsOnBothSidesOfALongSilenceAsOneRow(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    feed(detector, 0, NORMAL, 220);
    detector.offer(at(NORMAL), 900);
    detector.offer(at(NORMAL + 1), 900);
    assertThat(detector.offer(at(NORMAL + 1_000), 900)).isEmpty();
    detector.offer(at(NORMAL + 1_001), 900);
    Alarm alarm = detector.offer(at(NORMAL + 1_002), 900).orElseThrow();
    assertThat(alarm.onset()).isEqualTo(Instant.ofEpochMilli(at(NORMAL + 1_000)));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void ignoresPointsThatAreNotNewer(Function<Sensitivity, Detector> kind) {
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    feed(detector, 0, NORMAL, 220);
    for (int i = 0; i < 10; i++) {
      assertThat(detector.offer(at(10), 9_000)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void seldomSpeaksOnNoiseAlone(Function<Sensitivity, Detector> kind) {
    long seed = 20261122;
    Random random = new Random(seed);
    Detector detector = kind.apply(Sensitivity.of(Metric.LATENCY_P99));
    int alarms = 0;
    for (int i = 0; i < 20_000; i++) {
      long millis = at(i) + random.nextInt(2_000);
      if (detector.offer(millis, 220 * Math.exp(0.15 * random.nextGaussian())).isPresent()) {
        alarms++;
      }
    }
    assertThat(alarms).as("false alarms in 20,000 points, seed " + seed).isLessThanOrEqualTo(3);
  }

  private static List<Alarm> feed(Detector detector, int from, int count, double level) {
    Random random = new Random(from);
    List<Alarm> alarms = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      double value = level * (1 + 0.02 * (2 * random.nextDouble() - 1));
      detector.offer(at(i), value).ifPresent(alarms::add);
    }
    return alarms;
  }

  private static List<Alarm> feedExactly(Detector detector, int from, int count, double value) {
    List<Alarm> alarms = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      detector.offer(at(i), value).ifPresent(alarms::add);
    }
    return alarms;
  }

  private static long at(int index) {
    return index * STEP;
  }
}

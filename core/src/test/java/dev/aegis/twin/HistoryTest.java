package dev.aegis.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.telemetry.Metric;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static RecordedColumns measured(double... dependencyMillis) {
    double[] rate = new double[dependencyMillis.length];
    java.util.Arrays.fill(rate, 100);
    return new RecordedColumns()
        .with(Metric.REQUEST_RATE, rate)
        .with(Metric.DEPENDENCY_LATENCY, dependencyMillis);
  }

  @Test
  void aCallerThatCollectsMeasuresItselfAndNotTheDependency() {
    History history =
        measured(30, 31, 90, 400, 29).with(Metric.GC_RATIO, 0, 0.02, 0.3, 0.9, 0.01).history();

    assertThat(history.calls.getFirst().millis()).containsExactly(30, 31, 31, 31, 29);
  }

  @Test
  void aDependencyThatIsSlowForCallersThatAreAwakeIsSlow() {
    History history = measured(30, 31, 90, 400, 29).with(Metric.GC_RATIO, 0, 0, 0, 0, 0).history();

    assertThat(history.calls.getFirst().millis()).containsExactly(30, 31, 90, 400, 29);
  }

  @Test
  void withoutCollectionsRecordedEveryFigureStands() {
    assertThat(measured(30, 31, 90, 400, 29).history().calls.getFirst().millis())
        .containsExactly(30, 31, 90, 400, 29);
  }

  @Test
  void callersThatCollectDoNotMakeTheFitSeeAnotherDependency() {
    double[] asMeasured = new double[24];
    double[] collecting = new double[24];
    double[] pods = new double[24];
    for (int i = 0; i < asMeasured.length; i++) {
      asMeasured[i] = i < 12 ? 30 + i % 3 : 300;
      collecting[i] = i < 12 ? 0.01 : 0.6;
      pods[i] = 6;
    }
    double[] busy = new double[24];
    java.util.Arrays.fill(busy, 0.3);
    RecordedColumns columns =
        measured(asMeasured).with(Metric.PODS_READY, pods).with(Metric.UTILISATION, busy);

    assertThat(phases(columns.history())).isEqualTo(2);
    assertThat(phases(columns.with(Metric.GC_RATIO, collecting).history())).isEqualTo(1);
  }

  @Test
  void countsTheRequestsThatAGrowingQueueHasTakenIn() {
    // 100 arrive every second; 60 are answered, and counted only then.
    double[] counted = {100, 100, 60, 60, 60};
    double[] waiting = {0, 0, 200, 400, 600};
    double[] pods = {6, 6, 6, 6, 6};
    RecordedColumns ended =
        new RecordedColumns()
            .with(Metric.LATENCY_P99, 100, 100, 900, 2000, 4000)
            .with(Metric.REQUEST_RATE, counted)
            .with(Metric.COMPLETION_RATE, counted)
            .with(Metric.PODS_READY, pods)
            .with(Metric.QUEUE_LENGTH, waiting)
            .with(Metric.ERROR_RATIO, 0, 0, 0, 0, 0);

    assertThat(ended.history().offered).containsExactly(100, 100, 100, 100, 100);
    // A pod that dies takes its queue with it.
    assertThat(ended.with(Metric.POD_RESTARTS, 0, 0, 0, 1, 0).history().offered)
        .containsExactly(100, 100, 100, 60, 100);
  }

  private static int phases(History history) {
    return CallFit.all(
            history,
            0.5,
            WorkFit.of(history, 0, 20, 0),
            new Production().profile(),
            CallFit.Course.LAW)
        .getFirst()
        .phases()
        .size();
  }
}

package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OpenSloTest {
  private static final String ERRORS =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: checkout-availability, displayName: Checkout works}
      spec:
        description: Requests that are answered
        service: checkout-api
        indicator:
          metadata: {name: availability}
          spec:
            ratioMetric:
              counter: true
              good:
                metricSource:
                  type: Prometheus
                  spec: {query: 'sum(http_requests_total{status!~"5.."})'}
              total:
                metricSource:
                  type: Prometheus
                  spec: {query: sum(http_requests_total)}
        timeWindow: [{duration: 28d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{displayName: Good, target: 0.999}]
      """;

  private static final String LATENCY =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: checkout-latency}
      spec:
        service: checkout-api
        indicatorRef: fast
        objectives: [{target: 0.95}, {targetPercent: 99}]
      """;

  private static final String FAST =
      """
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: fast}
      spec:
        ratioMetric:
          good: {metricSource: {spec: {query: 'sum(http_seconds_bucket{le="0.5"})'}}}
          total: {metricSource: {spec: {query: sum(http_seconds_count)}}}
      """;

  private static Declared read(String... documents) {
    return ServiceProfileYaml.read(String.join("---\n", documents), "slo.yaml");
  }

  @Test
  void aRatioOfGoodRequestsIsAPromiseAboutErrors() {
    Declared declared = read(ERRORS);
    assertThat(declared.service()).isEqualTo("checkout-api");
    assertThat(declared.errorRatio()).isCloseTo(0.001, within(1e-12));
    assertThat(declared.latencyP99Millis()).isNull();
  }

  @Test
  void aRatioOfRequestsUpToABoundIsAPromiseAboutResponseTimes() {
    Declared declared = read(ERRORS, LATENCY, FAST);
    assertThat(declared.latencyP99Millis()).isCloseTo(500, within(1e-9));
    assertThat(declared.profile().slo().errorRatio()).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void theUnitOfABoundIsThatOfTheMetricAndNeverGuessed() {
    String objective = LATENCY.replace("checkout-latency", "x");
    String millis = FAST.replace("http_seconds", "http_duration_ms").replace("0.5", "500");
    assertThat(read(objective, millis).latencyP99Millis()).isEqualTo(500);
    assertThatThrownBy(() -> read(objective, FAST.replace("http_seconds", "http_latency")))
        .hasMessageContaining("expected a query that tells the unit of response times");
  }

  @Test
  void aThresholdIsOneToo() {
    String threshold =
        """
        apiVersion: openslo/v1
        kind: SLO
        spec:
          service: checkout-api
          indicator:
            spec:
              thresholdMetric:
                metricSource: {spec: {query: 'histogram_quantile(0.99, http_%s_bucket)'}}
          objectives: [{op: lte, value: %s, target: 0.99}]
        """;
    assertThat(read(threshold.formatted("seconds", "0.3")).latencyP99Millis())
        .isCloseTo(300, within(1e-9));
    assertThat(read(threshold.formatted("duration_milliseconds", "300")).latencyP99Millis())
        .isEqualTo(300);
    assertThatThrownBy(() -> read(threshold.formatted("duration", "300")))
        .hasMessageStartingWith("slo.yaml, line ")
        .hasMessageContaining("expected a query that tells the unit of response times");
    assertThatThrownBy(() -> read(threshold.formatted("seconds", "-1")))
        .hasMessageContaining("expected op lt or lte and a value above 0");
  }

  @Test
  void whatElseIsDeclaredStandsInADocumentOfItsOwn() {
    Declared declared =
        read(ERRORS, "slo: {latency_p99: 800ms}\nservice: {region: us-east-1, slots_per_pod: 8}\n");
    assertThat(declared.profile().service()).isEqualTo("checkout-api");
    assertThat(declared.latencyP99Millis()).isEqualTo(800);
    assertThat(declared.slotsPerPod()).isEqualTo(8);
  }

  @Test
  void saysWhatCannotBeHeldAgainstFigures() {
    assertThatThrownBy(() -> read(LATENCY.replace("{targetPercent: 99}", "{target: 0.9}"), FAST))
        .hasMessageContaining("expected the target 0.99 for response times")
        .hasMessageContaining("found 0.95");
    assertThatThrownBy(() -> read(LATENCY))
        .hasMessageContaining("spec.indicatorRef to an indicator in the same file, found fast");
    assertThatThrownBy(() -> read(ERRORS.replace("0.999", "99.9")))
        .hasMessageContaining("expected a target between 0 and 1");
    assertThatThrownBy(() -> read(ERRORS, LATENCY.replace("checkout-api", "search"), FAST))
        .hasMessageContaining("expected the objectives of one service, checkout-api, found search");
    assertThatThrownBy(() -> read(ERRORS, "slo: {errors: 1%}\n"))
        .hasMessageContaining("expected slo.errors once");
    assertThatThrownBy(() -> read(FAST)).hasMessageContaining("expected an objective about");
    assertThatThrownBy(() -> read(ERRORS, "service: {name: search}\n"))
        .hasMessageContaining("expected the objectives of search, found those of checkout-api");
  }
}

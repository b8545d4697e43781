package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.telemetry.Metric;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Serving;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceProfileYamlTest {
  private static Declared read(String text) {
    return ServiceProfileYaml.read(YamlText.parse(text, "slo.yaml"), "slo.yaml");
  }

  @Test
  void readsEverythingAServiceCanDeclare() {
    Declared declared =
        read(
            """
            slo: {latency_p99: 1000ms, errors: 1%}
            symptom: {metric: p99}
            service:
              name: checkout-api
              region: us-east-1
              regions:
                us-east-1: {pods: 6, max_pods: 24}
                us-west-2: {pods: 4}
              slots_per_pod: 8
              cores_per_pod: 2
              queue_per_pod: 32
              timeout: 3s
              pod_start: 1m30s
              failover_ramp: 45s
              balancing: least_requests
              warm_up: {time: 30s, slowdown: 2.5}
              pools: {payments-db: 5}
              dependency: payments-db
              costs: {revenue_per_minute: 950, manual_recovery: 42m, pod_hour: 0.12,
                cross_region_gigabyte: 0.02, request_kilobytes: 24}
            """);

    ServiceProfile profile = declared.profile();

    assertThat(profile.slo()).isEqualTo(new Slo(1000, 0.01));
    assertThat(profile.regions())
        .containsExactly(
            new ServiceProfile.Region("us-east-1", 6, 24),
            new ServiceProfile.Region("us-west-2", 4, 4));
    assertThat(profile.podStart()).isEqualTo(Duration.ofSeconds(90));
    assertThat(profile.serving())
        .isEqualTo(
            new Serving(
                Serving.Balancing.LEAST_REQUESTS,
                new Serving.WarmUp(Duration.ofSeconds(30), 2.5),
                2,
                new TreeMap<>(Map.of("payments-db", 5))));
    assertThat(profile.costs())
        .isEqualTo(new ServiceProfile.Costs(950, Duration.ofMinutes(42), 0.12, 0.02, 24));
    assertThat(declared.symptom()).isEqualTo(Metric.LATENCY_P99);
    assertThat(declared.absences()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'slo: {latency_p9: 1s}'                    | unknown key latency_p9 in slo; did you mean latency_p99
          'slo: {latency_p99: 1000}'                 | slo.yaml, line 1: slo.latency_p99: expected a duration
          'slo: {errors: 3}'                         | expected a share between 0 and 1
          'service:\\n  slots-per-pod: 3'            | line 2: unknown key slots-per-pod in service; did you mean slots_per_pod
          'service: {regions: [a, b]}'               | expected a key a region
          'service: {region: x, regions: {y: {}}}'   | one of the regions
          'service: {cores_per_pod: 0.5}'            | expected 1 or more
          'service: {balancing: random}'             | expected round_robin or least_requests
          'service: {warm_up: long}'                 | expected none, or {time: 30s, slowdown: 2}
          'service: {warm_up: {time: 9s}}'           | expected none, or {time: 30s, slowdown: 2}
          'service: {warm_up: {time: 9s, slowdown: 0.5}}' | expected a factor of 1 or more
          'service: {pools: 5}'                      | connections of a pod by service
          'service: {pools: {db: 0}}'                | expected at least one connection
          'slo: &a {errors: 1%}\\nservice: *a'       | an alias
          'slo: !!java.net.URL x'                    | a tag
          'slo: {}\\nslo: {}'                        | the key slo twice
          'a: [1, 2'                                 | expected YAML
          'zzzzzzzzzz: 1'                            | known are slo, service, symptom
          """)
  void saysWhereAndWhatIsNearest(String text, String words) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(words)
        .hasMessageStartingWith("slo.yaml")
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesTheFirstKeyThatAScenarioMustHave() {
    assertThatThrownBy(() -> read("slo: {errors: 1%}").profile())
        .hasMessageContaining("service.name");
  }
}

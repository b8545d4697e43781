package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Prometheus sends what it scrapes. */
class PrometheusRemoteWriteTest {
  @TempDir Path directory;

  @Test
  void aBreachThatPrometheusSendsOpensARoom() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "prometheus-secret");
    String yaml =
        """
        services: [checkout.yaml]
        step: 1s
        silence: 10s
        sources:
          - {name: prom, kind: remote_write, bearer_file: token}
        """;
    try (ServedService service = new ServedService();
        Served served = Served.start(directory, yaml);
        RunningPrometheus prometheus =
            RunningPrometheus.start(
                directory,
                service.address(),
                served.onDuty.address(),
                "authorization: {credentials_file: " + token + "}")) {
      boolean fed =
          served.eventually(() -> served.onDuty.table().counts().kept() > 0 && points(served) >= 5);
      assertThat(fed).as(prometheus.log()).isTrue();
      assertThat(served.onDuty.journal().rooms()).as(served.out()).isEmpty();

      service.breakDown();

      boolean opened = served.eventually(() -> !served.onDuty.journal().rooms().isEmpty());
      assertThat(opened).as(prometheus.log() + served.err()).isTrue();
      assertThat(served.eventually(() -> served.out().contains("checkout-api"))).isTrue();
      assertThat(served.out()).contains("us-east-1");
      assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(served.metric("aegis_points_dropped_total{reason=\"out_of_order\"}")).isZero();
      assertThat(served.metric("aegis_http_failures_total")).isNaN();
    }
  }

  private static long points(Served served) {
    return served.onDuty.points("checkout-api");
  }

  @Test
  void aSenderWithAnotherTokenIsSentAway() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("token"), "prometheus-secret");
    String yaml = "sources: [{name: prom, kind: remote_write, bearer_file: token}]\n";
    try (Served served = Served.start(directory, yaml)) {
      byte[] empty = {0};
      assertThat(served.post("/api/v1/write", empty).statusCode()).isEqualTo(401);
      assertThat(
              served
                  .post("/api/v1/write", empty, "Authorization", "Bearer prometheus-secrex")
                  .statusCode())
          .isEqualTo(401);
      assertThat(
              served
                  .post("/api/v1/write", empty, "Authorization", "Bearer prometheus-secret")
                  .statusCode())
          .isEqualTo(204);
      assertThat(served.metric("aegis_refused_total{kind=\"remote_write\"}")).isEqualTo(2);
    }
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.scrape.TextServer;
import dev.aegis.app.testkit.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aegis scrapes services itself. */
class ScrapeTest {
  @TempDir Path directory;

  private static String up(String address) {
    return "aegis_target_up{source=\"shop\",target=\"" + address + "\"}";
  }

  @Test
  void aBreachThatATargetTellsOpensARoomInItsRegion() throws Exception {
    try (ServedService service = new ServedService()) {
      String yaml =
          """
          services: [checkout.yaml]
          step: 1s
          silence: 10s
          sources:
            - name: shop
              kind: scrape
              targets: ["%s"]
              labels: {job: checkout-api, region: us-east-1}
          """
              .formatted(service.address());
      try (Served served = Served.start(directory, yaml)) {
        assertThat(served.eventually(() -> served.onDuty.points("checkout-api") >= 5))
            .as(served.err())
            .isTrue();
        assertThat(served.metric(up("http://" + service.address() + "/metrics"))).isEqualTo(1);
        assertThat(served.onDuty.journal().rooms()).as(served.out()).isEmpty();

        service.breakDown();

        assertThat(served.eventually(() -> !served.onDuty.journal().rooms().isEmpty()))
            .as(served.err())
            .isTrue();
        assertThat(served.eventually(() -> served.out().contains("us-east-1"))).isTrue();
      }
    }
  }

  @Test
  void aTargetWithAPasswordIsReadOverTlsOnceItsAuthorityIsNamed() throws Exception {
    Certificate certificate = new Certificate(directory);
    Files.writeString(directory.resolve("password"), "scrape-secret");
    String basic = Base64.getEncoder().encodeToString("prom:scrape-secret".getBytes(UTF_8));
    try (ServedService service = new ServedService(certificate.context(), "Basic " + basic)) {
      String address = "https://" + service.address() + "/metrics";
      String yaml =
          """
          services: [checkout.yaml]
          step: 5s
          sources:
            - name: shop
              kind: scrape
              targets: ["https://%s"]
              basic_user: prom
              basic_file: password
          """
              .formatted(service.address());
      try (Served served = Served.start(directory, yaml)) {
        String failed =
            "aegis_scrape_failures_total{source=\"shop\",target=\""
                + address
                + "\",reason=\"untrusted\"}";
        assertThat(served.eventually(() -> served.read(failed) >= 2)).as(served.err()).isTrue();
        assertThat(served.err().lines())
            .as("said once")
            .filteredOn(line -> line.contains("shop: "))
            .singleElement()
            .asString()
            .contains("name its authority with ca_file")
            .doesNotContain("scrape-secret");
      }
      yaml += "    ca_file: authority.pem\n";
      try (Served served = Served.start(directory, yaml)) {
        assertThat(served.eventually(() -> served.read(up(address)) == 1))
            .as(served.err())
            .isTrue();
        assertThat(served.onDuty.table().counts().series()).isEqualTo(6);
      }
    }
  }

  @Test
  void aTargetThatIsGoneIsNoPodAnyMoreAtOnceAndIsBackWhenItAnswers() throws Exception {
    AtomicReference<String> accepted = new AtomicReference<>("");
    TextServer.Reply fine =
        exchange -> {
          accepted.set(exchange.getRequestHeaders().getFirst("Accept"));
          exchange.getResponseHeaders().set("Content-Type", "application/openmetrics-text");
          byte[] body =
              """
              # TYPE http_server_requests counter
              http_server_requests_total{status="200",region="r"} 17 # {trace_id="a"} 1
              unknown_to_aegis 1
              # EOF
              """
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        };
    try (TextServer target = new TextServer(fine)) {
      String yaml =
          """
          services: [checkout.yaml]
          step: 1s
          silence: 5m
          sources:
            - {name: shop, kind: scrape, targets: ["%s"], labels: {job: checkout-api, region: us-east-1}}
          """
              .formatted(target.address());
      try (Served served = Served.start(directory, yaml)) {
        String up = up(target.uri("/metrics").toString());
        assertThat(served.eventually(() -> served.read(up) == 1)).as(served.err()).isTrue();
        assertThat(accepted.get()).startsWith("application/openmetrics-text");
        assertThat(newest(served)).isEqualTo("us-east-1 r 17.0");

        target.replies(TextServer.answer(503, new byte[0]));
        assertThat(served.eventually(() -> served.read(up) == 0)).as(served.err()).isTrue();
        assertThat(newest(served)).isEqualTo("us-east-1 r NaN");

        target.replies(fine);
        assertThat(served.eventually(() -> newest(served).endsWith("17.0"))).isTrue();
        assertThat(served.err().lines())
            .filteredOn(line -> line.contains("shop: "))
            .satisfiesExactly(
                line -> assertThat(line).contains("expected status 200, found 503"),
                line -> assertThat(line).contains("answers again"));
      }
    }
  }

  private static String newest(Served served) {
    StringBuilder all = new StringBuilder();
    served
        .onDuty
        .table()
        .read((_, _, view) ->
            all.append(view.labels().get("region"))
                .append(' ')
                .append(view.labels().get("exported_region"))
                .append(' ')
                .append(view.value()));
    return all.toString();
  }

  @Test
  void theDoctorAsksEveryTargetAndNamesTheOnesThatAreOff() throws Exception {
    try (ServedService good = new ServedService();
        TextServer silent = TextServer.of("other 1\n");
        TextServer broken = TextServer.of("<html>\n")) {
      Served.config(
          directory,
          """
          services: [checkout.yaml]
          sources:
            - {name: shop, kind: scrape, targets: ["%s", "%s", "%s"]}
          """
              .formatted(good.address(), silent.address(), broken.address()));
      Ran ran =
          Ran.aegis(directory, "doctor", "--config", directory.resolve("aegis.yaml").toString());
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.out())
          .contains("ok    source   shop: scrape, 3 targets")
          .contains("OFF   source   shop: " + silent.uri("/metrics") + " says nothing that Aegis")
          .contains("OFF   source   shop: " + broken.uri("/metrics") + ", line 1: expected")
          .contains("ok    source   shop: 2 of 3 targets answer; 6 samples that are asked for");
    }
  }
}

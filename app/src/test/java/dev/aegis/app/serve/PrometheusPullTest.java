package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Prometheus is asked. */
class PrometheusPullTest {
  private static final String REFUSED = "{\"error\": \"no\\u001b[31m org\"}";
  private static final String SUCCESS =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";

  @TempDir Path directory;

  @Test
  void aBreachThatPrometheusHoldsOpensARoom() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:9");
    try (ServedService service = new ServedService();
        RunningPrometheus prometheus =
            RunningPrometheus.start(directory, service.address(), nobody, "")) {
      String yaml =
          """
          services: [checkout.yaml]
          step: 1s
          silence: 10s
          names: {labels: {region: zone}}
          sources:
            - {name: main, kind: prometheus, url: "%s", match: 'job="checkout-api"'}
          """
              .formatted(prometheus.address());
      try (Served served = Served.start(directory, yaml)) {
        boolean fed = served.eventually(() -> served.onDuty.points("checkout-api") >= 5);
        assertThat(fed).as(prometheus.log() + served.err()).isTrue();
        assertThat(served.onDuty.journal().rooms()).as(served.out()).isEmpty();

        service.breakDown();

        assertThat(served.eventually(() -> !served.onDuty.journal().rooms().isEmpty()))
            .as(served.err())
            .isTrue();
        assertThat(served.metric("aegis_pulled_samples_total{source=\"main\"}")).isPositive();
      }
    }
  }

  @Test
  void credentialsAreSentAndEachReasonOfAFailureIsSaidOnce() throws Exception {
    List<String> authorizations = new CopyOnWriteArrayList<>();
    AtomicReference<String> answer = new AtomicReference<>(REFUSED);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/prometheus/api/v1/query",
        exchange -> {
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.get().equals(REFUSED) ? 422 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.writeString(directory.resolve("token"), "pull-secret");
    String yaml =
        """
        step: 1s
        sources:
          - name: main
            kind: prometheus
            url: http://127.0.0.1:%d/prometheus/
            bearer_file: token
        """
            .formatted(server.getAddress().getPort());
    try (Served served = Served.start(directory, yaml)) {
      assertThat(served.eventually(() -> authorizations.size() >= 2)).isTrue();
      assertSaid(served, "expected status 200, found 422");
      answer.set("no JSON");
      assertSaid(served, "found 422", "expected JSON within limits");
      answer.set(REFUSED);
      int before = authorizations.size();
      assertThat(served.eventually(() -> authorizations.size() >= before + 2)).isTrue();
      answer.set(SUCCESS);
      assertSaid(served, "found 422", "JSON", "answers again");
      answer.set(REFUSED);
      assertSaid(served, "found 422", "JSON", "answers again", "found 422");
      assertThat(authorizations).containsOnly("Bearer pull-secret");
      assertThat(served.err()).doesNotContain("\u001b");
    } finally {
      server.stop(0);
    }
  }

  /** A line each, of the source, and no other. */
  private static void assertSaid(Served served, String... parts) throws InterruptedException {
    boolean all = served.eventually(() -> served.err().lines().count() == parts.length);
    assertThat(all).as(served.err()).isTrue();
    List<String> lines = served.err().lines().toList();
    for (int i = 0; i < parts.length; i++) {
      assertThat(lines.get(i)).contains("main: ", parts[i]);
    }
  }
}

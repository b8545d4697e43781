package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of {@code aegis serve} itself. */
class ServedPageTest {
  private static HttpResponse<String> page(Served served, String path, String cookie)
      throws IOException, InterruptedException {
    return served.send(
        HttpRequest.newBuilder(served.at(path))
            .header("Accept", "text/html,*/*")
            .header("Cookie", cookie));
  }

  @Test
  void whatIsWatchedIsShownToWhoeverHasTheLink(@TempDir Path home) throws Exception {
    String yaml =
        """
        services: [checkout.yaml]
        sources:
          - {name: prom, kind: alertmanager, bearer_env: PATH}
        """;
    try (Served served = Served.start(home, yaml)) {
      HttpResponse<String> entered = served.send(HttpRequest.newBuilder(served.onDuty.link()));
      String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

      assertThat(page(served, "/", cookie).body()).contains("Nothing burns", "checkout-api");
      assertThat(page(served, "/health", cookie).body())
          .contains("checkout-api", "nothing is told of it", "prom: alertmanager")
          .doesNotContain(System.getenv("PATH"));
      assertThat(page(served, "/forecasts", cookie).body()).contains("No plan was executed yet");
    }
  }

  @Test
  void programsAreToldTheAddressesAsBefore(@TempDir Path home) throws Exception {
    try (Served served = Served.start(home, "services: [checkout.yaml]")) {
      HttpResponse<String> index = served.get("/");

      assertThat(index.statusCode()).isEqualTo(200);
      assertThat(index.body()).startsWith("Aegis is on call").contains("POST  /api/v1/write");
      assertThat(served.err()).isEmpty();
    }
  }

  @Test
  void aBrowserIsShownAPageWhereNothingIsAndAProgramIsToldInALine(@TempDir Path home)
      throws Exception {
    try (Served served = Served.start(home, "services: [checkout.yaml]")) {
      HttpResponse<String> page = page(served, "/incidents/1", "");

      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.body()).contains("<h1>Nothing here</h1>", "href=\"/\"");
      assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
      assertThat(served.get("/incidents/1").body()).isEqualTo("nothing is served here; see /\n");
    }
  }
}

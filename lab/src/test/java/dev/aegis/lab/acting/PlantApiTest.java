package dev.aegis.lab.acting;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlantApiTest {
  private String health = "";
  private HttpServer plant;

  @BeforeEach
  void start() throws IOException {
    plant = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plant.createContext(
        "/v1/health",
        exchange -> {
          byte[] body = health.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    plant.start();
  }

  @AfterEach
  void end() {
    plant.stop(0);
  }

  @Test
  void saysWhyAPlantEndedByItself() {
    URI base = URI.create("http://127.0.0.1:" + plant.getAddress().getPort());
    try (PlantApi api = new PlantApi(base)) {
      health = "{\"ready\":false}";
      assertThat(api.healthy()).isFalse();
      assertThat(api.failure()).isEmpty();
      health = "{\"ready\":false,\"failure\":\"expected a database, found none\"}";
      assertThat(api.healthy()).isFalse();
      assertThat(api.failure()).contains("expected a database, found none");
      health = "{\"ready\":true}";
      assertThat(api.healthy()).isTrue();
    }
  }
}

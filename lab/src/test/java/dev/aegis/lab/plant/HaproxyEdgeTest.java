package dev.aegis.lab.plant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real HAProxy as the plant's edge. */
class HaproxyEdgeTest {
  @TempDir Path directory;

  private final List<HttpServer> servers = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Loopback loopback = new Loopback();

  @BeforeEach
  void needsHaproxy() {
    boolean found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "haproxy")));
    if (!found && "true".equals(System.getenv("AEGIS_STRICT"))) {
      Assertions.fail("AEGIS_STRICT=true allows no test to be left out: haproxy is not installed");
    }
    Assumptions.assumeTrue(found, "haproxy is not on the PATH; install it: apt install haproxy");
  }

  @AfterEach
  void end() {
    servers.forEach(server -> server.stop(0));
    client.shutdownNow();
    loopback.close();
  }

  @Test
  void servesItsPodsMovesToItsPeerAndEndsWithItsProcess() throws Exception {
    HaproxyEdge edge = HaproxyEdge.start(Region.US_EAST_1, 0, directory, loopback);
    try {
      List<Backend> pods = List.of(pod("one"), pod("two"));
      Optional<Backend> peer = Optional.of(new Backend("us-west-2", "us-west-2", serve("west")));

      edge.order(orders(pods, peer, 0, 0));
      assertThat(send(edge, 100)).isEqualTo(Map.of("one", 50, "two", 50));
      assertThat(edge.settled()).isTrue();
      assertThat(edge.idle("one")).isTrue();

      edge.order(orders(pods.subList(1, 2), peer, 0.5, 0));
      Map<String, Integer> half = send(edge, 400);
      assertThat(half).containsOnlyKeys("two", "west");
      // Half, with a standard deviation of ten.
      assertThat(half.getOrDefault("west", 0)).isBetween(140, 260);

      edge.order(orders(pods, peer, 1, 0));
      assertThat(send(edge, 50)).isEqualTo(Map.of("west", 50));

      edge.order(orders(pods, peer, 0, 1));
      assertThat(send(edge, 50)).isEqualTo(Map.of("503", 50));
      assertThat(loopback.ask("GET", edge.metricsPort(), "/metrics", ""))
          .contains("haproxy_backend_http_responses_total");
    } finally {
      edge.close();
    }
    assertThat(edge.alive()).isFalse();
  }

  @Test
  void overrulesNobodyWhileItsOwnOrderIsTheSame() throws Exception {
    HaproxyEdge edge = HaproxyEdge.start(Region.US_EAST_1, 0, directory, loopback);
    try {
      Optional<Backend> peer = Optional.of(new Backend("us-west-2", "us-west-2", serve("west")));
      List<Backend> pods = List.of(pod("one"));
      edge.order(orders(pods, peer, 0, 0));
      new dev.aegis.app.actuator.HaproxyRouteMap(
              new dev.aegis.app.actuator.HaproxySocket(
                  edge.config().socket(), Duration.ofSeconds(5)),
              edge.config().map())
          .change(routes -> routes.weighted(Map.of("us-west-2", 10_000), Duration.ZERO, 0));

      edge.order(orders(pods, peer, 0, 0));

      assertThat(send(edge, 20)).isEqualTo(Map.of("west", 20));
    } finally {
      edge.close();
    }
  }

  private static EdgeOrders orders(
      List<Backend> pods, Optional<Backend> peer, double away, double shed) {
    return new EdgeOrders(
        pods,
        peer,
        Map.of("us-east-1", 1 - away, "us-west-2", away),
        Duration.ZERO,
        shed,
        /* leastConnections= */ false);
  }

  private Backend pod(String name) throws IOException {
    return new Backend(name, "us-east-1", serve(name));
  }

  private int serve(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = name.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return server.getAddress().getPort();
  }

  private Map<String, Integer> send(HaproxyEdge edge, int requests) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + "/checkout"))
            .timeout(Duration.ofSeconds(30))
            .build();
    for (int i = 0; i < requests; i++) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      String who = answer.statusCode() == 200 ? answer.body() : "" + answer.statusCode();
      counts.merge(who, 1, Integer::sum);
    }
    return counts;
  }
}

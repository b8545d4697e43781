package dev.aegis.app.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.scrape.FetchException.Reason;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScraperTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final TextLimits SMALL = new TextLimits(10_000, 1_000, 100, 10);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final LoopbackHttp http = opened(new LoopbackHttp(Duration.ofSeconds(2)));
  private final Scraper scraper = new Scraper(http, SMALL, InstantSource.fixed(NOW));

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  private TextServer serve(TextServer.Reply reply) {
    return opened(new TextServer(reply));
  }

  private static Target target(TextServer server) {
    return new Target(server.uri("/metrics"), Map.of("pod", server.address()));
  }

  @Test
  void readsEveryTargetAndSaysWhichFailedAndWhy() throws Exception {
    TextServer good = serve(TextServer.say("a 1\n"));
    TextServer garbage = serve(TextServer.say("<html>404</html>\n"));
    TextServer broken = serve(TextServer.answer(500, new byte[0]));
    TextServer large = serve(TextServer.say("#".repeat(20_000) + "\n"));
    URI nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/metrics");
    }
    List<Target> targets =
        List.of(
            target(good),
            target(garbage),
            target(broken),
            target(large),
            new Target(nobody, Map.of()));

    Scrape scrape = scraper.scrape(targets);

    assertThat(scrape.at()).isEqualTo(NOW);
    assertThat(scrape.answers())
        .singleElement()
        .satisfies(a -> {
          assertThat(a.target()).isEqualTo(targets.getFirst());
          assertThat(a.exposition().samples()).hasSize(1);
        });
    assertThat(scrape.failures())
        .extracting(Scrape.Failure::reason)
        .containsExactly(
            Reason.UNREADABLE, Reason.BAD_STATUS, Reason.TOO_LARGE, Reason.UNREACHABLE);
    assertThat(scrape.failures().getFirst().why())
        .contains(", line 1: expected the name of a metric, found \"<html>404</html>\"");
  }

  @Test
  void anAnswerThatIsCutShortIsNoAnswer() throws Exception {
    TextServer torn =
        serve(exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("a 1\nb 2\n".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        });

    assertThat(scraper.scrape(List.of(target(torn))).failures())
        .singleElement()
        .extracting(Scrape.Failure::reason)
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void aTargetThatHangsIsGivenUpWhileTheOthersAreRead() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(10);
    TextServer hanging =
        serve(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          await(release);
        });
    List<Target> targets = new ArrayList<>(List.of(target(hanging)));
    for (int i = 0; i < 10; i++) {
      TextServer quick =
          serve(exchange -> {
            others.countDown();
            TextServer.say("a 1\n").to(exchange);
          });
      targets.add(target(quick));
    }

    Scrape scrape = scraper.scrape(targets);
    release.countDown();

    assertThat(scrape.answers()).hasSize(10);
    assertThat(others.getCount()).isZero();
    assertThat(scrape.failures())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.reason()).isEqualTo(Reason.TIMED_OUT);
          assertThat(f.why()).endsWith("expected an answer within 2000 ms, found none");
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void targetsAreFoundByHttpDiscovery() throws Exception {
    TextServer plane =
        serve(
            TextServer.say(
                """
                [{"targets": ["127.0.0.1:9001", "localhost:9002"],
                  "labels": {"service": "checkout-api", "__metrics_path__": "/m"}},
                 {"targets": ["127.0.0.1:9001", "127.0.0.1:9003"]},
                 {"targets": [], "labels": {}}]
                """));

    assertThat(new Discovery(http, plane.uri("/v1/targets")).targets())
        .containsExactly(
            new Target(
                URI.create("http://127.0.0.1:9001/m"),
                new TreeMap<>(Map.of("service", "checkout-api"))),
            new Target(
                URI.create("http://localhost:9002/m"),
                new TreeMap<>(Map.of("service", "checkout-api"))),
            new Target(URI.create("http://127.0.0.1:9001/metrics"), new TreeMap<>()),
            new Target(URI.create("http://127.0.0.1:9003/metrics"), new TreeMap<>()));
  }

  @Test
  void aDiscoveryThatSaysSomethingElseIsRefusedInOneSentence() throws Exception {
    TextServer plane = serve(TextServer.say(""));
    Discovery discovery = new Discovery(http, plane.uri("/v1/targets"));
    for (String nonsense :
        List.of(
            "{}",
            "[1]",
            "[{\"targets\": \"127.0.0.1:1\"}]",
            "[{\"targets\": [1]}]",
            "[{\"targets\": [\"127.0.0.1\"]}]",
            "[{\"targets\": [\"127.0.0.1:1\"], \"labels\": {\"a\": {}}}]",
            "[{\"targets\": [\" :\\n\"]}]",
            "[",
            "[] []",
            "")) {
      plane.says(nonsense);
      assertThatThrownBy(discovery::targets)
          .as(nonsense)
          .isInstanceOfSatisfying(
              FetchException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
          .message()
          .contains("expected ", ", found ")
          .doesNotContain("\n");
    }
  }

  @Test
  void nothingButTheLoopbackIsEverConnected() throws Exception {
    TextServer plane = serve(TextServer.say("[{\"targets\": [\"192.0.2.1:80\"]}]"));
    assertThatThrownBy(() -> new Discovery(http, plane.uri("/v1/targets")).targets())
        .isInstanceOfSatisfying(
            FetchException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_LOOPBACK));
    for (String elsewhere :
        List.of(
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "https://127.0.0.1/",
            "file:///etc/passwd",
            "http://0.0.0.0/")) {
      assertThatThrownBy(() -> new Discovery(http, URI.create(elsewhere)))
          .isInstanceOf(FetchException.class);
    }
  }
}

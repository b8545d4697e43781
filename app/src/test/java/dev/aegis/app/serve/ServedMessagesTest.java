package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a running {@code serve}, and the commands about them. */
class ServedMessagesTest {
  @TempDir private Path home;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private volatile int status = 200;

  @BeforeEach
  void listen() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    receiver.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
    Files.writeString(home.resolve("secret"), "a-secret-of-a-channel");
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  private String yaml() {
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort();
    return """
    services: [checkout.yaml]
    messages:
      channels:
        - {name: hook, kind: webhook, url: '%1$s/in', secret_file: secret}
      beat: {url: '%1$s/beat', every: 10s}
    """
        .formatted(url);
  }

  private String next(String path) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      String request = received.poll(60, TimeUnit.SECONDS);
      assertThat(request).as("a request to " + path).isNotNull();
      if (request.startsWith(path + " ")) {
        return request;
      }
    }
    throw new AssertionError("expected a request to " + path);
  }

  @Test
  void aRoomThatOpensIsToldWithALinkAndWithoutSecrets() throws Exception {
    String alert =
        """
        {"version":"4","status":"firing","alerts":[{"status":"firing","fingerprint":"f1",
         "labels":{"alertname":"Slow password=hunter2secret","service":"checkout-api"},
         "annotations":{"summary":"<!channel> token AKIAIOSFODNN7EXAMPLE"},
         "startsAt":"%s"}]}
        """
            .formatted(Instant.now());
    try (Served served = Served.start(home, yaml())) {
      assertThat(served.post("/webhook/alertmanager", alert.getBytes(UTF_8)).statusCode())
          .isEqualTo(200);

      String told = next("/in");

      assertThat(told)
          .contains("dev.aegis.incident.", "/rooms/INC-", served.at("/").toString())
          .doesNotContain("AKIAIOSFODNN7EXAMPLE", "hunter2secret");
      assertThat(next("/beat")).isEqualTo("/beat ");
      assertThat(
              served.eventually(
                  () -> served.read("aegis_messages_total{channel=\"hook\",what=\"sent\"}") >= 1))
          .isTrue();
      assertThat(served.metric("aegis_channel_down{channel=\"hook\"}")).isZero();
      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void thePageOfSourcesShowsHowEachChannelIs() throws Exception {
    String down =
        yaml()
            .replace(
                "  beat:",
                "    - {name: gone, kind: webhook, url: 'http://127.0.0.1:1/', secret_file:"
                    + " secret}\n"
                    + "  beat:");
    String alert =
        """
        {"version":"4","status":"firing","alerts":[{"status":"firing","fingerprint":"f1",
         "labels":{"alertname":"Slow","service":"checkout-api"},"startsAt":"%s"}]}
        """
            .formatted(Instant.now());
    try (Browser browser = Browser.start();
        Served served = Served.start(home, down)) {
      assertThat(served.post("/webhook/alertmanager", alert.getBytes(UTF_8)).statusCode())
          .isEqualTo(200);
      next("/in");
      browser.open(served.onDuty.link());
      browser.open(served.at("/health"));
      browser.await(
          "document.querySelector('main').textContent.includes('nobody answers there')",
          Duration.ofSeconds(60));

      assertThat(browser.text("main"))
          .contains("message to hook", "goes out", "message to gone", "tried again");
      for (String look : new String[] {"light", "dark", "320"}) {
        browser.size(look.equals("320") ? 320 : 1440, 900);
        browser.dark(look.equals("dark"));
        browser.screenshot(
            Repository.here().root().resolve("app/target/screenshots/channels-" + look + ".png"));
        assertThat(browser.violations()).as(look).isEmpty();
      }
    }
  }

  @Test
  void aLoopThatStandsStillIsNotAlive() throws Exception {
    Instant now = Instant.parse("2026-03-01T03:00:00Z");
    try (Served served = Served.start(home, yaml());
        Notifying notifying =
            new Notifying(
                Served.config(home, "services: [checkout.yaml]\n"),
                served.onDuty.journal(),
                dev.aegis.app.mask.Masking.standard(() -> new byte[32]),
                InstantSource.fixed(now),
                _ -> {})) {
      assertThat(notifying.goesRound(now, now.plus(OnDuty.STUCK))).isTrue();
      assertThat(notifying.goesRound(now, now.plus(OnDuty.STUCK).plusSeconds(1))).isFalse();
      assertThat(notifying.goesRound(Instant.MIN, now.plus(Duration.ofMinutes(30)))).isTrue();
      assertThat(notifying.goesRound(Instant.MIN, now.plus(Duration.ofMinutes(31)))).isFalse();
    }
  }

  @Test
  void aChannelIsTriedWithOneRealMessageAndLookedAtWithout() throws Exception {
    Path config = home.resolve("aegis.yaml");
    Served.config(home, yaml());

    Ran doctor = Ran.aegis(home, "doctor", "--config", config.toString(), "--port", "1");
    assertThat(doctor.out()).contains("message  hook (webhook) at http://127.0.0.1:");
    assertThat(doctor.out()).contains("beat     every 10 s to http://127.0.0.1:");
    assertThat(received).isEmpty();

    Ran tried = Ran.aegis(home, "messages", "test", "hook", "--config", config.toString());
    assertThat(tried.code()).as(tried.err()).isZero();
    assertThat(tried.out()).startsWith("taken    hook (webhook) at http://127.0.0.1:");
    assertThat(next("/in")).contains("dev.aegis.incident.test");

    status = 403;
    Ran refused = Ran.aegis(home, "messages", "test", "hook", "--config", config.toString());
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.out()).contains("it answered 403; look at its url and secret");
    Ran unknown = Ran.aegis(home, "messages", "test", "hok", "--config", config.toString());
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).contains("found hok; there are hook");

    receiver.stop(0);
    Ran gone = Ran.aegis(home, "doctor", "--config", config.toString(), "--port", "1");
    assertThat(gone.out())
        .containsPattern("OFF.*beat     every 10 s to http://127.0.0.1:.*nobody can be connected");
  }
}

package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.scrape.Authority;
import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Ran;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others than this machine reach by TLS, in HTTP/2 and HTTP/1.1. */
class Http2Test {
  private static final int SECONDS = 20;

  @TempDir private static Path certified;
  @TempDir private Path user;
  private Path home;
  private int port;
  private SSLContext trusting;

  @BeforeAll
  static void certify() throws Exception {
    new Certificate(certified).exportPem();
  }

  @BeforeEach
  void prepare() throws Exception {
    home = Files.createDirectories(user.resolve(".aegis"));
    for (String name : new String[] {"authority.pem", "key.pem"}) {
      Files.copy(certified.resolve(name), home.resolve(name));
    }
    trusting = Authority.in(home.resolve("authority.pem"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /** The address that people write has the port, so it is known before. */
  private String encrypted() {
    return """
    services: [checkout.yaml]
    listen:
      address: 127.0.0.1
      port: PORT
      url: https://127.0.0.1:PORT
      certificate_file: authority.pem
      key_file: key.pem
    """
        .replace("PORT", "" + port);
  }

  private URI at(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().sslContext(trusting).version(version).build();
  }

  private Served serve() throws Exception {
    return serve("");
  }

  private Served serve(String sources) throws Exception {
    Ran added =
        Ran.typing("correct horse battery", user, "account", "add", "anna", "--role", "viewer");
    assertThat(added.err()).isEmpty();
    return Served.start(home, encrypted() + sources);
  }

  /** Two words, the second of which comes only after the first was read. */
  private Web streaming(CountDownLatch read) throws IOException {
    Route.Endpoint stream =
        _ ->
            Outgoing.events(sink -> {
              sink.send("data: one\n\n");
              await(read);
              sink.send("data: two\n\n");
            });
    return Web.start(
        0,
        Served.config(home, encrypted()).listen(),
        List.of(
            PageRoutes.open("GET", "/stream", 0, stream),
            PageRoutes.open(
                "POST",
                "/read",
                16,
                _ -> {
                  read.countDown();
                  return Outgoing.text(200, "read");
                }),
            PageRoutes.open(
                "GET", "/", 0, _ -> Outgoing.of(200, "text/html", "<!doctype html><title>t"))),
        null,
        () -> Outgoing.text(404, "nothing here"),
        new Traffic(_ -> {}),
        InstantSource.system());
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody read what was sent");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void eachClientIsAnsweredInWhatItSpeaks(HttpClient.Version version) throws Exception {
    try (Served served = serve();
        HttpClient client = client(version)) {
      HttpResponse<String> page =
          client.send(
              HttpRequest.newBuilder(at("/login")).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(page.version()).isEqualTo(version);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Who is asking?");
      assertThat(page.headers().firstValue("Set-Cookie").orElse("")).startsWith("__Host-");
      assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(served.onDuty.outsidePort()).isEqualTo(port);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void eventsComeOneByOne(HttpClient.Version version) throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (Web web = streaming(read);
        HttpClient client = client(version)) {
      HttpResponse<InputStream> events =
          client.send(
              HttpRequest.newBuilder(at("/stream")).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(events.version()).isEqualTo(version);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(events.body(), US_ASCII))) {
        assertThat(lines.readLine()).isEqualTo("data: one");
        assertThat(web.readers()).isEqualTo(1);
        read.countDown();
        lines.readLine();
        assertThat(lines.readLine()).isEqualTo("data: two");
        lines.readLine();
        assertThat(lines.readLine()).as("the end").isNull();
      }
    }
  }

  @Test
  void aBrowserSpeaksHttp2AndHearsEventsBesideWhatItSends() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (Web web = streaming(read);
        Browser browser = Browser.startBelievingAnyCertificate()) {
      browser.open(at("/"));
      assertThat(
              browser.run("return performance.getEntriesByType('navigation')[0].nextHopProtocol"))
          .isEqualTo("h2");
      browser.run(
          """
          window.heard = [];
          const source = new EventSource('/stream');
          source.onmessage = (e) => {
            heard.push(e.data);
            if (e.data === 'one') fetch('/read', {method: 'POST'});
            else source.close();
          };
          """);
      browser.await("heard.join() === 'one,two'");
      assertThat(
              browser.run(
                  "return performance.getEntriesByType('resource').map(e => e.nextHopProtocol)"))
          .asString()
          .contains("h2")
          .doesNotContain("http/1.1");
      assertThat(web.outsidePort()).isEqualTo(port);
    }
  }

  @Test
  void telemetryComesInOverGrpc() throws Exception {
    Files.writeString(home.resolve("token"), "a-token-for-otlp");
    String source = "sources: [{name: otel, kind: otlp, bearer_file: token}]\n";
    try (Served served = serve(source);
        SdkMeterProvider meters =
            SdkMeterProvider.builder()
                .registerMetricReader(
                    PeriodicMetricReader.builder(
                            OtlpGrpcMetricExporter.builder()
                                .setEndpoint("https://127.0.0.1:" + port)
                                .setTrustedCertificates(
                                    Files.readAllBytes(home.resolve("authority.pem")))
                                .addHeader("Authorization", "Bearer a-token-for-otlp")
                                .build())
                        .setInterval(Duration.ofDays(1))
                        .build())
                .build()) {
      meters.get("test").counterBuilder("paid").build().add(1);

      assertThat(meters.forceFlush().join(SECONDS, TimeUnit.SECONDS).isSuccess())
          .as(served.err())
          .isTrue();
    }
  }

  @Test
  void aSocketOfBandIsOpenedFromOutsideAsBefore() throws Exception {
    String key =
        WireJson.parse(
                Ran.aegis(user, "agent", "add", "cost-watch", "--description", "Costs", "--json")
                    .out())
            .orElseThrow()
            .path("key")
            .asString();
    try (Served served = serve();
        HttpClient client = client(HttpClient.Version.HTTP_2)) {
      assertThat(served.onDuty.outsidePort()).isEqualTo(port);
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .header("x-api-key", key)
              .buildAsync(
                  URI.create("wss://127.0.0.1:" + port + "/api/v1/socket/websocket?vsn=2.0.0"),
                  new WebSocket.Listener() {})
              .get(SECONDS, TimeUnit.SECONDS);
      assertThat(socket.isOutputClosed()).isFalse();
      socket.abort();
    }
  }

  @Test
  void aFewBytesThatStandForLongHeadersAreRefusedAndOthersGoOn() throws Exception {
    try (Served served = serve();
        Http2Frames frames = Http2Frames.connect(trusting, port)) {
      assertThat(served.onDuty.outsidePort()).isEqualTo(port);
      frames.askWithRepeatedHeader(1, 7);
      assertThat(frames.next().type()).as("14 KB are answered").isEqualTo(Http2Frames.HEADERS);

      frames.askWithRepeatedHeader(3, 9);

      assertThat(frames.next().type()).as("18 KB end it").isEqualTo(Http2Frames.GO_AWAY);
      assertThat(frames.protocol()).isEqualTo("h2");
      assertThat(healthy()).isEqualTo(200);
    }
  }

  private int healthy() throws Exception {
    try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
      return client
          .send(
              HttpRequest.newBuilder(at("/healthz")).build(), HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  void whoBeginsAndResetsRequestsWithoutEndIsCutOff() throws Exception {
    try (Served served = serve();
        Http2Frames frames = Http2Frames.connect(trusting, port)) {
      assertThat(served.onDuty.outsidePort()).isEqualTo(port);
      Thread.ofVirtual().start(() -> resetting(frames));

      Http2Frames.Frame last = frames.next();
      while (last.type() != Http2Frames.GO_AWAY) {
        last = frames.next();
      }
      assertThat(last.error()).isEqualTo(Http2Frames.ENHANCE_YOUR_CALM);
      assertThat(healthy()).isEqualTo(200);
    }
  }

  /** Until the other side has had enough. */
  private static void resetting(Http2Frames frames) {
    try {
      for (int i = 0; i < 100_000; i++) {
        frames.askAndReset(2 * i + 1);
      }
    } catch (IOException e) {
      // The other side has closed.
    }
  }

  @Test
  void whoBelievesOtherAuthoritiesIsNotConnectedInHttp2Either() throws Exception {
    try (Served served = serve();
        HttpClient stranger = HttpClient.newHttpClient()) {
      assertThat(served.onDuty.outsidePort()).isEqualTo(port);
      assertThatThrownBy(() ->
              stranger.send(
                  HttpRequest.newBuilder(at("/login")).build(),
                  HttpResponse.BodyHandlers.ofString()))
          .hasMessageContaining("PKIX");
    }
  }
}

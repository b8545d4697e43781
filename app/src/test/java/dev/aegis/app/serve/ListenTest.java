package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.scrape.Authority;
import dev.aegis.app.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is listened to from elsewhere, over real sockets. */
class ListenTest {
  private static final String HOST = "aegis.test";
  private static final String PASSWORD = "correct horse battery";
  private static final String PROXY =
      """
      services: [checkout.yaml]
      listen: {address: 127.0.0.1, port: 0, url: 'https://aegis.test', behind_proxy: [127.0.0.2]}
      """;

  @TempDir private static Path certified;
  @TempDir private Path home;

  @BeforeAll
  static void certify() throws Exception {
    new Certificate(certified).exportPem();
  }

  @BeforeEach
  void copyCertificate() throws Exception {
    for (String name : new String[] {"authority.pem", "key.pem"}) {
      Files.copy(certified.resolve(name), home.resolve(name));
    }
  }

  private String encrypted() {
    return """
    services: [checkout.yaml]
    listen:
      address: 127.0.0.1
      port: 0
      url: https://127.0.0.1
      certificate_file: authority.pem
      key_file: key.pem
    """;
  }

  /** Where the accounts of a {@link Served} lie. */
  private void account(String name, String role) throws Exception {
    Ran added = Ran.typing(PASSWORD, home, "account", "add", name, "--role", role);
    assertThat(added.err()).isEmpty();
    Files.move(home.resolve(".aegis/accounts"), home.resolve("accounts"));
  }

  private static String field(String page, String name) {
    Matcher found =
        Pattern.compile("name=\"" + name + "\" (?:value|content)=\"([^\"]+)\"").matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }

  private static Visitors.Reply login(Visitors who, String host, String name, String... headers)
      throws Exception {
    Visitors.Reply page = who.get("/login", host, headers);
    String[] with = java.util.Arrays.copyOf(headers, headers.length + 2);
    with[headers.length] = "Cookie";
    with[headers.length + 1] = page.cookie();
    return who.post(
        "/login",
        host,
        "form="
            + field(page.body(), "form")
            + "&name="
            + name
            + "&password="
            + PASSWORD.replace(' ', '+'),
        with);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{address: 0.0.0.0}|expected the key the file.listen.url",
        "{url: 'https://a.test'}|expected the key the file.listen.address",
        "{address: everywhere, url: 'https://a.test'}|an address such as 0.0.0.0",
        "{address: 0.0.0.0, url: 'http://a.test'}|an address such as https://",
        "{address: 0.0.0.0, url: 'https://a.test/path'}|without a path",
        "{address: 0.0.0.0, url: 'https://a.test'}|nothing goes over a network in clear",
        "{address: 0.0.0.0, url: 'https://a.test', behind_proxy: [lb.test]}|such as 10.0.0.5",
        "{address: 0.0.0.0, url: 'https://a.test', behind_proxy: [10.0.0.0/33]}|such as 10.0.0.5",
        "{address: 0.0.0.0, port: 70000, url: 'https://a.test', behind_proxy: [10.0.0.1]}|a port up"
            + " to",
        "{address: '::', url: 'https://a.test', certificate_file: none}|expected the key the"
            + " file.listen.key",
        "{address: '::', url: 'https://a.test', certificate_file: none, key_file: n}|that can be"
            + " read",
        "{address: '::', url: 'https://a.test', certificate_file: authority.pem, key_file:"
            + " authority.pem}|PKCS #8",
        "{address: '::', url: 'https://a.test', certificate_file: authority.pem, key_file: key.pem,"
            + " behind_proxy: [10.0.0.5]}|either certificate_file"
      })
  void refusesWhatWouldBeHalfOpen(String listen, String message) {
    assertThatThrownBy(() -> Served.config(home, "listen: " + listen + "\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesToListenWhereASourceProvesNothing() {
    assertThatThrownBy(() -> Served.config(home, PROXY + "sources: [{name: ci, kind: changes}]\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("bearer, basic or hmac")
        .hasMessageContaining("ci");
  }

  @Test
  void refusesToListenWhereNobodyCouldEnter() {
    assertThatThrownBy(() -> Served.start(home, PROXY))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("aegis account add");
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    new Certificate(other).exportPem();
    Files.copy(
        other.resolve("key.pem"),
        home.resolve("key.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> Served.config(home, encrypted()))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining("the key of that certificate");
  }

  @Test
  void aCertificateThatIsRenewedIsShownWithoutARestartAndHalfOfOneIsNot() throws Exception {
    List<String> told = new ArrayList<>();
    Web web =
        Web.start(
            0,
            Served.config(home, encrypted()).listen(),
            List.of(),
            null,
            () -> Outgoing.text(404, ""),
            new Traffic(told::add),
            InstantSource.system());
    try {
      Renewal renewal = web.renewal().orElseThrow();
      Visitors before =
          new Visitors("127.0.0.1", web.outsidePort(), Authority.in(home.resolve("authority.pem")));
      renewal.look();
      assertThat(before.get("/", "127.0.0.1").status()).isEqualTo(404);
      assertThat(told).isEmpty();

      Path other = Files.createDirectory(home.resolve("other"));
      new Certificate(other).exportPem();
      Visitors after =
          new Visitors(
              "127.0.0.1", web.outsidePort(), Authority.in(other.resolve("authority.pem")));
      replace(other, "authority.pem");
      renewal.look();
      renewal.look();
      assertThat(told).singleElement().asString().contains("cannot be used", "still shown");
      assertThat(before.get("/", "127.0.0.1").status()).isEqualTo(404);

      replace(other, "key.pem");
      renewal.look();
      assertThat(told).last().asString().contains("another certificate is shown now");
      assertThat(after.get("/", "127.0.0.1").status()).isEqualTo(404);
      assertThatThrownBy(() -> before.get("/", "127.0.0.1")).hasMessageContaining("PKIX");
    } finally {
      web.close();
    }
  }

  private void replace(Path other, String file) throws IOException {
    Files.copy(
        other.resolve(file), home.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void anAccountEntersOverTlsWithCookiesThatStayThere() throws Exception {
    account("anna", "approver");
    try (Served served = Served.start(home, encrypted())) {
      Visitors outside =
          new Visitors(
              "127.0.0.2",
              served.onDuty.outsidePort(),
              Authority.in(home.resolve("authority.pem")));
      Visitors.Reply in = login(outside, "127.0.0.1", "anna");

      assertThat(in.status()).isEqualTo(303);
      assertThat(in.header("set-cookie"))
          .startsWith("__Host-aegis=")
          .contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/");
      assertThat(in.header("strict-transport-security")).contains("max-age=31536000");
      Visitors.Reply page = outside.get("/health", "127.0.0.1", "Cookie", in.cookie());
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("anna", "checkout-api");
    }
  }

  @Test
  void whoBelievesOtherAuthoritiesIsNotConnected() throws Exception {
    account("anna", "viewer");
    try (Served served = Served.start(home, encrypted())) {
      Visitors stranger =
          new Visitors(
              "127.0.0.2", served.onDuty.outsidePort(), javax.net.ssl.SSLContext.getDefault());

      assertThatThrownBy(() -> stranger.get("/login", "127.0.0.1"))
          .hasRootCauseInstanceOf(java.security.GeneralSecurityException.class)
          .satisfies(e -> assertThat(e.getCause()).isInstanceOf(SSLHandshakeException.class));
    }
  }

  @Test
  void outsideThereIsNoLinkNorAreThereCountersNorAddresses() throws Exception {
    account("anna", "viewer");
    try (Served served = Served.start(home, PROXY)) {
      Visitors outside = new Visitors("127.0.0.2", served.onDuty.outsidePort(), null);
      String[] by = {"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"};

      String link = served.onDuty.link().getRawPath() + "?" + served.onDuty.link().getRawQuery();
      assertThat(outside.get(link, HOST, by).status()).isEqualTo(404);
      assertThat(outside.get("/metrics", HOST, by).status()).isEqualTo(404);
      Visitors.Reply index = outside.get("/", HOST, by);
      assertThat(index.status()).isEqualTo(401);
      assertThat(index.body()).doesNotContain("/api/v1/write", "checkout", "terminal");
      assertThat(outside.get("/healthz", HOST, by).status()).isEqualTo(200);
      assertThat(served.get("/metrics").statusCode()).isEqualTo(200);
      assertThat(
              served.send(java.net.http.HttpRequest.newBuilder(served.onDuty.link())).statusCode())
          .isEqualTo(303);
    }
  }

  @Test
  void theCookieOfTheLinkIsGoodOnThisMachineAlone() throws Exception {
    account("anna", "viewer");
    try (Served served = Served.start(home, PROXY)) {
      String cookie =
          served
              .send(java.net.http.HttpRequest.newBuilder(served.onDuty.link()))
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow()
              .split(";", 2)[0];
      String secret = cookie.substring(cookie.indexOf('=') + 1);
      Visitors outside = new Visitors("127.0.0.2", served.onDuty.outsidePort(), null);

      assertThat(
              outside
                  .get(
                      "/health",
                      HOST,
                      "X-Forwarded-For",
                      "192.0.2.7",
                      "X-Forwarded-Proto",
                      "https",
                      "Cookie",
                      "__Host-aegis=" + secret)
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void onlyTheProxyAndTheNameThatTheOwnersGaveAreBelieved() throws Exception {
    account("anna", "viewer");
    // From, host, scheme, whom the proxy names, origin, and the status.
    String[] asked = {
      "127.0.0.2|aegis.test|https|192.0.2.7||200",
      "127.0.0.2|AEGIS.test:443|https|192.0.2.7||200",
      "127.0.0.2|aegis.test|https|192.0.2.7|https://aegis.test|200",
      "127.0.0.2|evil.test|https|192.0.2.7||421",
      "127.0.0.2|aegis.test:8443|https|192.0.2.7||421",
      "127.0.0.2|127.0.0.1|https|192.0.2.7||421",
      "127.0.0.2|aegis.test|https|192.0.2.7|https://evil.test|403",
      "127.0.0.2|aegis.test|https|192.0.2.7|http://aegis.test|403",
      "127.0.0.2|aegis.test|http|192.0.2.7||403",
      "127.0.0.2|aegis.test|https, http|192.0.2.7||403",
      "127.0.0.2|aegis.test|https|||403",
      "127.0.0.3|aegis.test|https|192.0.2.7||403"
    };
    try (Served served = Served.start(home, PROXY)) {
      for (String each : asked) {
        String[] words = each.split("\\|", -1);
        Visitors outside = new Visitors(words[0], served.onDuty.outsidePort(), null);
        List<String> headers = new ArrayList<>();
        headers.addAll(List.of("X-Forwarded-Proto", words[2], "X-Forwarded-For", words[3]));
        if (!words[4].isEmpty()) {
          headers.addAll(List.of("Origin", words[4]));
        }

        assertThat(outside.get("/login", words[1], headers.toArray(String[]::new)).status())
            .as(each)
            .isEqualTo(Integer.parseInt(words[5]));
      }
    }
  }

  @Test
  void whatAProxyForwardsToThePortOfThisMachineIsRefused() throws Exception {
    try (Served served = Served.start(home, "services: [checkout.yaml]\n")) {
      Visitors proxy = new Visitors("127.0.0.1", served.onDuty.address().getPort(), null);

      for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Forwarded-Proto"}) {
        Visitors.Reply reply = proxy.get("/metrics", "127.0.0.1", header, "https");
        assertThat(reply.status()).as(header).isEqualTo(403);
        assertThat(reply.body()).contains("the port of listen");
      }
      assertThat(proxy.get("/metrics", "127.0.0.1").status()).isEqualTo(200);
      assertThat(proxy.get("/metrics", "evil.test").status()).isEqualTo(403);
    }
  }

  @Test
  void attemptsAreCountedByTheAddressThatTheProxyTells() throws Exception {
    account("anna", "viewer");
    try (Served served = Served.start(home, PROXY)) {
      Visitors outside = new Visitors("127.0.0.2", served.onDuty.outsidePort(), null);
      String forged = "198.51.100.1, 192.0.2.7";
      for (int i = 0; i < 20; i++) {
        assertThat(
                login(
                        outside,
                        HOST,
                        "who" + i,
                        "X-Forwarded-For",
                        forged,
                        "X-Forwarded-Proto",
                        "https")
                    .status())
            .isEqualTo(401);
        forged = "198.51.100." + i + ", 192.0.2.7";
      }

      assertThat(
              login(
                      outside,
                      HOST,
                      "anna",
                      "X-Forwarded-For",
                      "192.0.2.7",
                      "X-Forwarded-Proto",
                      "https")
                  .status())
          .isEqualTo(429);
      assertThat(
              login(
                      outside,
                      HOST,
                      "anna",
                      "X-Forwarded-For",
                      "198.51.100.1",
                      "X-Forwarded-Proto",
                      "https")
                  .status())
          .isEqualTo(303);
    }
  }

  @Test
  void aKindThatNobodyIsDeclaredForIsClosedOutside() throws Exception {
    account("anna", "viewer");
    Files.writeString(home.resolve("key"), "a-long-secret");
    String sources = "sources: [{name: ci, kind: changes, bearer_file: key}]\n";
    try (Served served = Served.start(home, PROXY + sources)) {
      Visitors outside = new Visitors("127.0.0.2", served.onDuty.outsidePort(), null);
      String[] by = {"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"};

      assertThat(outside.post("/webhook/grafana", HOST, "{}", by).status()).isEqualTo(401);
      assertThat(outside.post("/v1/changes", HOST, "{}", by).status()).isEqualTo(401);
      assertThat(
              outside
                  .post(
                      "/v1/changes",
                      HOST,
                      "{\"service\":\"checkout-api\",\"version\":\"v2\"}",
                      "X-Forwarded-For",
                      "192.0.2.7",
                      "X-Forwarded-Proto",
                      "https",
                      "Authorization",
                      "Bearer a-long-secret")
                  .status())
          .isLessThan(300);
      assertThat(
              served
                  .post("/webhook/grafana", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                  .statusCode())
          .as("this machine may as before")
          .isNotEqualTo(401);
    }
  }

  @Test
  void whoIsRefusedTooOftenHasToWaitAndNobodyElse() throws Exception {
    account("anna", "viewer");
    try (Served served = Served.start(home, PROXY)) {
      Visitors outside = new Visitors("127.0.0.2", served.onDuty.outsidePort(), null);
      int last = 0;
      for (int i = 0; i < 4 * Refusals.FREE && last != 429; i++) {
        last =
            outside
                .get(
                    "/guess" + i,
                    HOST,
                    "X-Forwarded-For",
                    "2001:db8::" + i % 9,
                    "X-Forwarded-Proto",
                    "https")
                .status();
      }

      assertThat(last).as("one neighbourhood of IPv6").isEqualTo(429);
      assertThat(
              outside
                  .get(
                      "/login",
                      HOST,
                      "X-Forwarded-For",
                      "2001:db8:1::1",
                      "X-Forwarded-Proto",
                      "https")
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void theDoctorTellsWhoMayComeInAndHow() throws Exception {
    Served.config(home, encrypted().replace("https://127.0.0.1", "https://aegis.test"));
    Ran nobody = Ran.aegis(home, "doctor", "--config", home.resolve("aegis.yaml").toString());
    assertThat(nobody.out())
        .contains("ok    listen   127.0.0.1:0 as https://aegis.test, with a certificate until")
        .contains("OFF   enter    expected an account")
        .contains("OFF   listen   the certificate is not of aegis.test")
        .contains("note  listen   the certificate ends at");
    Served.config(home, "services: [checkout.yaml]\n");
    assertThat(Ran.aegis(home, "doctor", "--config", home.resolve("aegis.yaml").toString()).out())
        .contains("ok    listen   this machine alone");
  }
}

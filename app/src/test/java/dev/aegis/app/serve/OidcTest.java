package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People of an identity provider, and what such a provider may say that is not believed. */
class OidcTest {
  @TempDir private Path home;
  private volatile Duration ahead = Duration.ZERO;
  private LocalProvider provider;
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    provider = new LocalProvider();
    Files.writeString(home.resolve("secret"), LocalProvider.SECRET + "\n");
    served = Served.start(home, yaml(), () -> Instant.now().plus(ahead));
  }

  @AfterEach
  void end() {
    served.close();
    provider.close();
  }

  private String yaml() {
    return """
    services: [checkout.yaml]
    oidc:
      issuer: ISSUER
      client_id: aegis
      client_secret_file: secret
      roles: {sre: approver, watchers: viewer}
    """
        .replace("ISSUER", provider.issuer().toString());
  }

  /** A browser without a window or cookies: what it is told is in what it answers. */
  private HttpResponse<String> get(URI address, String cookie) throws Exception {
    return served.send(
        HttpRequest.newBuilder(address).header("Accept", "text/html").header("Cookie", cookie));
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
  }

  private static URI location(HttpResponse<String> answer) {
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  /**
   * Begins a login; where the provider sends the browser back to, and the cookie it has by then.
   */
  private Map.Entry<URI, String> returned() throws Exception {
    HttpResponse<String> begun = get(served.at("/oidc/enter"), "");
    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(begun.headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Lax");
    return Map.entry(location(get(location(begun), "")), cookie(begun));
  }

  private HttpResponse<String> login() throws Exception {
    Map.Entry<URI, String> back = returned();
    return get(back.getKey(), back.getValue());
  }

  private void assertNobody(HttpResponse<String> answer, String why) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(get(served.at("/health"), cookie(answer)).statusCode()).isEqualTo(401);
    assertThat(served.err()).contains("oidc: a login was refused").contains(why);
    assertThat(served.err()).doesNotContain(LocalProvider.SECRET);
  }

  @Test
  void aPersonOfTheProviderEntersAsWhatTheirGroupIs() throws Exception {
    HttpResponse<String> in = login();

    assertThat(in.statusCode()).as(served.err()).isEqualTo(200);
    assertThat(in.headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Strict");
    assertThat(get(served.at("/health"), cookie(in)).body()).contains("bea");
    assertThat(served.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ISSUER|issuer",
        "AUDIENCE|audience",
        "AUTHORIZED_PARTY|azp",
        "NONCE|nonce",
        "NO_NONCE|nonce",
        "EXPIRED|Expired",
        "NOT_YET|not good before",
        "ISSUED_LATER|ahead of current time",
        "NO_SIGNATURE|signed with none",
        "PUBLIC_KEY_AS_SECRET|signed with HS256",
        "UNKNOWN_KEY|no matching key",
        "KEY_OF_ANOTHER|Invalid signature",
        "CHANGED_AFTER_SIGNING|Invalid signature",
        "NO_TOKEN|expected an ID token",
        "TOO_LONG|expected at most",
        "REDIRECTED|found status 307"
      })
  void whatIsForgedIsRefusedWithAReasonAndWithoutASession(LocalProvider.Lie lie, String why)
      throws Exception {
    provider.lie = lie;

    assertNobody(login(), why);
    assertThat(provider.redirected()).isZero();
  }

  @Test
  void anAnswerIsGoodOnce() throws Exception {
    Map.Entry<URI, String> back = returned();
    assertThat(get(back.getKey(), back.getValue()).statusCode()).isEqualTo(200);

    assertNobody(get(back.getKey(), back.getValue()), "or that was used");
  }

  @Test
  void aCodeIsGoodOnceAlsoUnderAnotherState() throws Exception {
    Map.Entry<URI, String> first = returned();
    Map.Entry<URI, String> second = returned();
    assertThat(get(first.getKey(), first.getValue()).statusCode()).isEqualTo(200);
    String code = first.getKey().getQuery().replaceAll(".*code=([^&]+).*", "$1");
    String state = second.getKey().getQuery().replaceAll(".*state=([^&]+).*", "$1");
    URI mixed = served.at("/oidc/callback?code=" + code + "&state=" + state);

    assertNobody(get(mixed, second.getValue()), "found status 400");
  }

  @Test
  void theStateOfAnotherBrowserIsRefused() throws Exception {
    Map.Entry<URI, String> mine = returned();
    Map.Entry<URI, String> theirs = returned();

    assertNobody(get(theirs.getKey(), mine.getValue()), "of another browser");
    assertNobody(get(mine.getKey(), ""), "of another browser");
  }

  @ParameterizedTest
  @CsvSource({
    "code=a, found none",
    "code=a&state=guess, one that is not",
    "error=access_denied, found none"
  })
  void whatBringsNoStateOfOursIsRefused(String query, String why) throws Exception {
    assertNobody(get(served.at("/oidc/callback?" + query), ""), why);
  }

  @Test
  void anErrorOfTheProviderIsToldInTheLog() throws Exception {
    Map.Entry<URI, String> back = returned();
    URI denied =
        served.at(
            "/oidc/callback?error=access_denied&state="
                + back.getKey().getQuery().replaceAll(".*state=([^&]+).*", "$1"));

    assertNobody(get(denied, back.getValue()), "the error access_denied");
  }

  @Test
  void theAnswerOfAnotherIssuerIsRefused() throws Exception {
    Map.Entry<URI, String> back = returned();

    assertNobody(
        get(URI.create(back.getKey() + "&iss=http%3A%2F%2Fevil.test"), back.getValue()),
        "another issuer");
  }

  @Test
  void whoIsInNoGroupWithARoleIsToldSo() throws Exception {
    provider.groups = List.of("sales", "SRE");
    HttpResponse<String> answer = login();

    assertThat(answer.body()).contains("bea is in no group that may enter");
    assertNobody(answer, "is in no group that has a role");
  }

  @Test
  void newKeysAreAskedForWhenATokenNamesOne() throws Exception {
    assertThat(login().statusCode()).isEqualTo(200);
    provider.rotate();
    ahead = Duration.ofMinutes(1);

    assertThat(login().statusCode()).as(served.err()).isEqualTo(200);
  }

  @Test
  void aNameThatIsSomebodyElsesIsNotGivenTwice() throws Exception {
    assertThat(login().statusCode()).isEqualTo(200);
    provider.subject = "u-2";

    assertNobody(login(), "the name bea is somebody else's");
    provider.name = "operator";
    assertNobody(login(), "the name operator is somebody else's");
  }

  @Test
  void whoIsRenamedAtTheProviderKeepsTheirNameHere() throws Exception {
    assertThat(login().statusCode()).isEqualTo(200);
    provider.name = "carla";

    assertThat(get(served.at("/health"), cookie(login())).body())
        .contains("bea")
        .doesNotContain("carla");
  }

  @Test
  void anEndpointThatLeadsElsewhereIsNotAsked() throws Exception {
    served.close();
    for (String place :
        new String[] {
          "http://169.254.169.254/jwks", "http://10.0.0.1/jwks", "file:///etc/passwd"
        }) {
      provider.jwks = place;
      served = Served.start(home, yaml(), () -> Instant.now().plus(ahead));

      assertThat(get(served.at("/oidc/enter"), "").statusCode()).isEqualTo(503);
      assertThat(served.err()).contains("expected an address of https as jwks_uri");
      served.close();
    }
  }

  @Test
  void whereTheProviderNamesNoSafePlaceToLeaveOnlyTheSessionHereEnds() throws Exception {
    for (String place : new String[] {"http://10.0.0.1/end", "file:///etc/passwd"}) {
      served.close();
      provider.end = place;
      served = Served.start(home, yaml(), () -> Instant.now().plus(ahead));
      String cookie = cookie(login());
      String csrf =
          get(served.at("/health"), cookie)
              .body()
              .split("name=\"csrf\" value=\"", 2)[1]
              .split("\"", 2)[0];

      HttpResponse<String> left =
          served.send(
              HttpRequest.newBuilder(served.at("/logout"))
                  .header("Cookie", cookie)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf)));

      assertThat(left.statusCode()).as(left.body()).isEqualTo(303);
      assertThat(left.headers().firstValue("Location")).contains("/login");
      assertThat(get(served.at("/health"), cookie).statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{issuer: 'http://login.test', client_id: a}|an address such as https://",
        "{issuer: 'https://login.test', client_id: a, client_secret_file: none}|can be read",
        "{issuer: 'https://login.test', client_id: a, client_secret_env: NOT_SET_X}|environment",
        "{issuer: 'https://login.test', client_id: a, client_secret_file: secret}|the role of one",
        "{issuer: 'https://login.test', client_id: a, client_secret_file: secret, roles: {a:"
            + " b}}|one of viewer",
        "{issuer: 'https://login.test', client_secret: a}|unknown key client_secret"
      })
  void refusesWhatWouldLetInNobodyOrAnybody(String oidc, String message) {
    assertThatThrownBy(() -> Served.config(home, "oidc: " + oidc + "\n"))
        .isInstanceOf(IntakeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theDoctorAsksTheProvider() throws Exception {
    String file = home.resolve("aegis.yaml").toString();
    assertThat(Ran.aegis(home, "doctor", "--config", file).out())
        .contains("ok    enter    people of " + provider.issuer() + ", which answers");
    provider.close();
    assertThat(Ran.aegis(home, "doctor", "--config", file).out())
        .contains("OFF   enter    " + provider.issuer());
  }

  @Test
  void aBrowserEntersAndLeaves() {
    try (Browser browser = Browser.start()) {
      browser.size(1440, 900);
      browser.open(served.at("/login"));
      assertThat(browser.violations()).isEmpty();
      browser.screenshot(
          Repository.here().root().resolve("app/target/screenshots/login-provider.png"));
      browser.find("a[href='/oidc/enter']").click();
      browser.await("document.querySelector('.person') !== null");
      assertThat(browser.text(".person")).contains("bea");
      assertThat(browser.complaints()).isEmpty();
      browser.find("form[action='/logout'] button").click();
      browser.await("location.pathname === '/logout'");
      assertThat(browser.text("main")).contains("You have left Aegis", "still knows this browser");
      assertThat(browser.violations()).isEmpty();
      browser.screenshot(
          Repository.here().root().resolve("app/target/screenshots/left-provider.png"));
      browser.find("a.primary").click();
      browser.await("location.pathname === '/login'");
      assertThat(provider.ended()).containsEntry("client_id", LocalProvider.CLIENT);
      assertThat(provider.ended().get("id_token_hint")).matches("[^.]+\\.[^.]+\\.[^.]+");
      assertThat(provider.ended().get("post_logout_redirect_uri"))
          .isEqualTo(served.at("/login").toString());
      assertThat(browser.complaints()).isEmpty();
      browser.open(served.at("/health"));
      assertThat(browser.all(".person")).isEmpty();
    }
  }
}

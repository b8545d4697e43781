package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Stories;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.RoomId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and whose forms are taken. */
class PageAccessTest {
  private static final String PLAN =
      ((ApprovalRequest) Stories.waiting().getLast().payload()).planHash();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  @TempDir private Path home;
  private ShownLog shown;
  private RoomId room;

  @BeforeEach
  void serve() {
    shown = new ShownLog(home);
    room = shown.say(Stories.waiting());
  }

  @AfterEach
  void end() {
    client.close();
    shown.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String cookie)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(shown.address(path))
            .header("Accept", "text/html")
            .header("Cookie", cookie));
  }

  /** Exchanges the link for a cookie. */
  private String entered() throws IOException, InterruptedException {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(shown.server.link()));
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private String csrf(String cookie) throws IOException, InterruptedException {
    Matcher found =
        Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\">")
            .matcher(get("/rooms/" + room, cookie).body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private HttpResponse<String> answer(String cookie, String origin, String... fields)
      throws IOException, InterruptedException {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(fields[i]).append('=');
      form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8)).append('&');
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(shown.address("/rooms/" + room + "/answer"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", cookie)
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()));
    return send(origin.isEmpty() ? request : request.header("Origin", origin));
  }

  private boolean answered() {
    return shown.asked.poll((ApprovalRequest) Stories.waiting().getLast().payload()).isPresent();
  }

  @Test
  void nothingIsShownToWhoeverIsNotKnown() throws Exception {
    for (String path : List.of("/", "/rooms/" + room, "/rooms/" + room + "/replay.csv")) {
      HttpResponse<String> answer = get(path, "aegis-" + shown.address("/").getPort() + "=guess");

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("checkout");
    }
    assertThat(
            send(HttpRequest.newBuilder(shown.address("/rooms/" + room + "/events"))).statusCode())
        .isEqualTo(401);
  }

  @Test
  void aLinkIsGoodForOneBrowser() throws Exception {
    URI link = shown.server.link();
    String cookie = entered();

    assertThat(send(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(403);
    assertThat(get("/rooms/" + room, cookie).statusCode()).isEqualTo(200);
    assertThat(shown.server.link()).isNotEqualTo(link);
  }

  @Test
  void everyPageForbidsWhatIsWrittenInline() throws Exception {
    String cookie = entered();
    for (String path : List.of("/", "/rooms/" + room, "/rooms/INC-2026-0099")) {
      HttpResponse<String> page = get(path, cookie);

      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'self'");
      assertThat(page.body())
          .doesNotContain(" style=", " onclick=", "<style", "http://", "https://");
      assertThat(page.body()).doesNotContainPattern("<script(?![^>]* src=)");
    }
  }

  @Test
  void thePostmortemIsAFileToKeepForWhoeverMayLook() throws Exception {
    String cookie = entered();
    for (String file : List.of("postmortem.html", "postmortem.pdf", "postmortem.json")) {
      HttpResponse<String> answer = get("/rooms/" + room + "/" + file, cookie);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
          .isEqualTo("attachment; filename=\"" + room + "-" + file + "\"");
      assertThat(get("/rooms/" + room + "/" + file, "").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aFormOfAnotherPageIsNotTaken() throws Exception {
    String cookie = entered();
    String csrf = csrf(cookie);
    String own = shown.address("/").toString().replaceFirst("/$", "");

    assertThat(answer(cookie, own, "plan", PLAN, "answer", "reject").statusCode()).isEqualTo(403);
    assertThat(
            answer(cookie, "http://evil.test", "csrf", csrf, "plan", PLAN, "answer", "reject")
                .statusCode())
        .isEqualTo(403);
    assertThat(answer("", own, "csrf", csrf, "plan", PLAN, "answer", "reject").statusCode())
        .isEqualTo(401);
    assertThat(answered()).isFalse();
    assertThat(answer(cookie, own, "csrf", csrf, "plan", PLAN, "answer", "reject").statusCode())
        .isEqualTo(200);
    assertThat(answered()).isTrue();
  }

  @Test
  void anAnswerToAnotherPlanIsNotTaken() throws Exception {
    String cookie = entered();
    String csrf = csrf(cookie);

    HttpResponse<String> answer =
        answer(cookie, "", "csrf", csrf, "plan", "0".repeat(64), "answer", "reject");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("the plan has changed");
    assertThat(answered()).isFalse();
  }

  @Test
  void aSevereActionNeedsItsNameOnTheServerToo() throws Exception {
    String cookie = entered();
    String csrf = csrf(cookie);

    HttpResponse<String> answer =
        answer(cookie, "", "csrf", csrf, "plan", PLAN, "answer", "approve", "confirm", "checkout");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("type checkout-api");
    assertThat(answered()).isFalse();
  }

  @Test
  void aSecondAnswerIsToldOfTheFirst() throws Exception {
    String cookie = entered();
    String csrf = csrf(cookie);
    answer(cookie, "", "csrf", csrf, "plan", PLAN, "answer", "reject");

    HttpResponse<String> second =
        answer(
            cookie, "", "csrf", csrf, "plan", PLAN, "answer", "approve", "confirm", "checkout-api");

    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("already rejected by operator");
  }

  @Test
  void wherePeopleHaveToAgreeOnePersonCannotApproveTwice() throws Exception {
    shown.close();
    shown = new ShownLog(home.resolve("two"));
    room = shown.say(Stories.waitingForTwo());
    String cookie = entered();
    String csrf = csrf(cookie);
    String other = entered();

    HttpResponse<String> first = approve(cookie, csrf);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).contains("1 of 2 approved, operator; it needs one more, not operator");
    for (String again : List.of(cookie, other)) {
      HttpResponse<String> second = approve(again, csrf(again));
      assertThat(second.statusCode()).as("the link is one person").isEqualTo(409);
      assertThat(second.body()).contains("somebody else has to");
    }
    assertThat(get("/rooms/" + room, cookie).body()).contains("Approvals");
  }

  private HttpResponse<String> approve(String cookie, String csrf) throws Exception {
    return answer(
        cookie, "", "csrf", csrf, "plan", PLAN, "answer", "approve", "confirm", "checkout-api");
  }

  @Test
  void aRequestThatHasExpiredTakesNoAnswer() throws Exception {
    String cookie = entered();
    String csrf = csrf(cookie);
    shown.at(((ApprovalRequest) Stories.waiting().getLast().payload()).expiresAt());

    HttpResponse<String> answer =
        answer(cookie, "", "csrf", csrf, "plan", PLAN, "answer", "reject");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("expired");
    assertThat(answered()).isFalse();
  }

  @Test
  void theFiguresOfThePictureAreThereAsATable() throws Exception {
    HttpResponse<String> csv = get("/rooms/" + room + "/replay.csv", entered());

    assertThat(csv.body().lines().findFirst().orElse(""))
        .isEqualTo("future,time,p99_low_ms,p99_ms,p99_high_ms,errors_low,errors,errors_high");
    assertThat(csv.body())
        .contains("Fix 2,2026-03-01T03:30:57Z,238.4,298.0,357.6", "observed,", "Do nothing,");
  }
}

package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.access.Role;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.RoomId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each role at each endpoint, asked over HTTP. */
class RoleByEndpointTest {
  private static final String PASSWORD = "correct horse battery";

  /** The least role that each endpoint for people answers. */
  private static final Map<String, Role> LEAST = new LinkedHashMap<>();

  static {
    LEAST.put("GET /forecasts", Role.VIEWER);
    LEAST.put("GET /health", Role.VIEWER);
    LEAST.put("GET /rooms/*", Role.VIEWER);
    LEAST.put("GET /incidents/*/postmortem", Role.VIEWER);
    LEAST.put("POST /incidents/*/postmortem", Role.RESPONDER);
    LEAST.put("GET /incidents/*/update", Role.VIEWER);
    LEAST.put("POST /incidents/*/update", Role.RESPONDER);
    LEAST.put("GET /incidents/*/memory", Role.VIEWER);
    LEAST.put("GET /incidents/*/evidence", Role.VIEWER);
    LEAST.put("POST /incidents/*/memory", Role.RESPONDER);
    LEAST.put("POST /rooms/*/ask", Role.RESPONDER);
    LEAST.put("POST /rooms/*/challenge", Role.RESPONDER);
    LEAST.put("POST /rooms/*/answer", Role.APPROVER);
    LEAST.put("POST /stop", Role.RESPONDER);
    LEAST.put("POST /resume", Role.ADMIN);
    LEAST.put("POST /logout", Role.VIEWER);
  }

  /** How one enters, and what the page to enter is made of. */
  private static final List<String> ENTRANCE =
      List.of(
          "GET /",
          "GET /login",
          "POST /login",
          "GET /oidc/enter",
          "GET /oidc/callback",
          // What people published for users, and nothing else.
          "GET /status",
          "GET /assets/*");

  @TempDir private Path user;

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder form(URI address, String cookie, String fields) {
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Cookie", cookie)
        .POST(HttpRequest.BodyPublishers.ofString(fields));
  }

  private static String cookie(HttpResponse<String> answer) {
    String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    return cookie.substring(0, cookie.indexOf(';'));
  }

  private static String csrf(HttpClient client, ShownLog shown, String cookie) throws Exception {
    String page =
        send(client, HttpRequest.newBuilder(shown.address("/health")).header("Cookie", cookie))
            .body();
    Matcher found = Pattern.compile("name=\"csrf\" content=\"([^\"]+)\"").matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static int status(
      HttpClient client, ShownLog shown, RoomId room, String endpoint, String cookie, String csrf)
      throws Exception {
    String[] words = endpoint.split(" ", 2);
    URI address = shown.address(words[1].replace("*", room.toString()));
    HttpRequest.Builder request =
        words[0].equals("GET")
            ? HttpRequest.newBuilder(address).header("Cookie", cookie)
            : form(address, cookie, "csrf=" + csrf);
    HttpResponse<String> answer = send(client, request);
    if (answer.statusCode() == 403) {
      assertThat(answer.body()).contains("this needs the role");
    }
    return answer.statusCode();
  }

  /** With the form that the browser was given. */
  private static HttpResponse<String> login(HttpClient client, ShownLog shown, Role role)
      throws Exception {
    HttpResponse<String> page = send(client, HttpRequest.newBuilder(shown.address("/login")));
    Matcher form = Pattern.compile("name=\"form\" value=\"([^\"]+)\"").matcher(page.body());
    assertThat(form.find()).isTrue();
    return send(
        client,
        form(
            shown.address("/login"),
            cookie(page),
            "form="
                + form.group(1)
                + "&name=a-"
                + role.word()
                + "&password="
                + PASSWORD.replace(' ', '+')));
  }

  @Test
  void aFormToEnterThatAnotherPageMadeIsNotTaken() throws Exception {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"));
        HttpClient client = HttpClient.newHttpClient()) {
      account(Role.VIEWER);
      String fields = "name=a-viewer&password=" + PASSWORD.replace(' ', '+');
      HttpResponse<String> page = send(client, HttpRequest.newBuilder(shown.address("/login")));

      for (String cookie : new String[] {"", cookie(page)}) {
        for (String form : new String[] {"", "form=&", "form=" + "A".repeat(43) + "&"}) {
          HttpResponse<String> answer =
              send(client, form(shown.address("/login"), cookie, form + fields));

          assertThat(answer.statusCode()).isEqualTo(403);
          assertThat(answer.body()).contains("enter again");
        }
      }
      assertThat(login(client, shown, Role.VIEWER).statusCode()).isEqualTo(303);
    }
  }

  private void account(Role role) {
    Ran added =
        Ran.typing(PASSWORD, user, "account", "add", "a-" + role.word(), "--role", role.word());
    assertThat(added.err()).isEmpty();
  }

  @Test
  void everyRoleIsAnsweredWhereItMayAndNowhereElse() throws Exception {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"));
        HttpClient client = HttpClient.newHttpClient()) {
      RoomId room = shown.say(Stories.waiting());
      for (Role role : Role.values()) {
        account(role);
        HttpResponse<String> in = login(client, shown, role);
        assertThat(in.statusCode()).isEqualTo(303);
        String cookie = cookie(in);
        String csrf = csrf(client, shown, cookie);
        for (Map.Entry<String, Role> each : LEAST.entrySet()) {
          boolean may = role.compareTo(each.getValue()) >= 0;
          assertThat(status(client, shown, room, each.getKey(), cookie, csrf) != 403)
              .as(role + " at " + each.getKey())
              .isEqualTo(may);
          assertThat(status(client, shown, room, each.getKey(), "", csrf))
              .as("nobody at " + each.getKey())
              .isEqualTo(401);
        }
        assertThat(status(client, shown, room, "GET /health", cookie, "")).isEqualTo(401);
      }
    }
  }

  @Test
  void everyRouteOfPagesStandsInTheTableOrTellsNothing() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      List<Route> routes = shown.server.routes();
      assertThat(admitting(Admission.People.class, routes))
          .containsExactlyInAnyOrderElementsOf(LEAST.keySet());
      assertThat(admitting(Admission.Anybody.class, routes))
          .containsExactlyInAnyOrderElementsOf(ENTRANCE);
      assertThat(admitting(Admission.Machine.class, routes)).containsExactly("GET /enter");
      assertThat(routes).hasSize(LEAST.size() + ENTRANCE.size() + 1);
    }
  }

  @Test
  void everyOtherRouteOfServeTakesWhatSourcesSendOrTellsHowItIs() throws Exception {
    try (Served served = Served.start(user, "services: [checkout.yaml]\n")) {
      List<Route> routes = served.onDuty.routes();
      assertThat(admitting(Admission.People.class, routes))
          .containsExactlyInAnyOrderElementsOf(LEAST.keySet());
      assertThat(admitting(Admission.Anybody.class, routes))
          .containsAll(ENTRANCE)
          .contains("GET /healthz", "GET /readyz")
          .hasSize(ENTRANCE.size() + 2);
      assertThat(admitting(Admission.Machine.class, routes))
          .containsExactlyInAnyOrder("GET /metrics", "GET /enter");
      assertThat(admitting(Admission.Sources.class, routes))
          .isNotEmpty()
          .allMatch(endpoint -> endpoint.startsWith("POST "));
      assertThat(admitting(Admission.Nobody.class, routes)).isEmpty();
    }
  }

  private static List<String> admitting(Class<? extends Admission> whom, List<Route> routes) {
    return routes.stream()
        .filter(route -> whom.isInstance(route.admits()))
        .map(route -> route.method() + " " + route.path())
        .toList();
  }

  @Test
  void anAccountThatIsRemovedIsOut() throws Exception {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"));
        HttpClient client = HttpClient.newHttpClient()) {
      account(Role.ADMIN);
      String cookie = cookie(login(client, shown, Role.ADMIN));
      HttpRequest.Builder health =
          HttpRequest.newBuilder(shown.address("/health")).header("Cookie", cookie);
      assertThat(send(client, health).statusCode()).isEqualTo(200);

      Ran.typing("", user, "account", "remove", "a-admin");

      assertThat(send(client, health).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theKeyOfASourceCannotApproveNorStopAnything() throws Exception {
    String plan = ((ApprovalRequest) Stories.waiting().getLast().payload()).planHash();
    Files.writeString(user.resolve("key"), "a-long-secret");
    try (Served served =
        Served.start(
            user,
            """
            services: [checkout.yaml]
            sources: [{name: ci, kind: changes, bearer_file: key}]
            """)) {
      for (String path : new String[] {"/rooms/INC-2026-0001/answer", "/stop"}) {
        HttpResponse<String> answer =
            served.post(
                path,
                ("csrf=&answer=approve&plan=" + plan)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Authorization",
                "Bearer a-long-secret");

        assertThat(answer.statusCode()).as(path).isEqualTo(401);
      }
      assertThat(Files.exists(user.resolve("STOP"))).isFalse();
    }
  }
}

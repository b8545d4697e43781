package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.RoomId;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People edit the report: the real server, a real journal, a real browser. */
class PostmortemPageTest {
  private static final Path SHOTS = Repository.here().root().resolve("app/target/screenshots");
  private static Browser browser;

  @TempDir private Path user;

  @BeforeAll
  static void open() {
    browser = Browser.start();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private ShownLog serve() {
    return new ShownLog(user.resolve(".aegis"));
  }

  private static URI report(ShownLog shown, RoomId room) {
    return shown.address("/incidents/" + room + "/postmortem");
  }

  private static void write(String section, String text) {
    browser.run("document.querySelector('#" + section + " .edit').open = true");
    browser.find("#text-" + section).clear();
    browser.find("#text-" + section).sendKeys(text);
    browser.run("window.before = true");
    browser.find("#" + section + " .edit form button").click();
    browser.await("!window.before && document.readyState === 'complete'");
  }

  /** A person who sends forms without a browser, as one without JavaScript does. */
  private record Person(HttpClient client, ShownLog shown, RoomId room, String cookie) {
    static Person entered(HttpClient client, ShownLog shown, RoomId room) throws Exception {
      HttpResponse<String> in =
          client.send(
              HttpRequest.newBuilder(shown.server.link()).build(),
              HttpResponse.BodyHandlers.ofString());
      String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
      return new Person(client, shown, room, cookie.substring(0, cookie.indexOf(';')));
    }

    HttpResponse<String> get(String path) throws Exception {
      return client.send(
          HttpRequest.newBuilder(shown.address(path)).header("Cookie", cookie).build(),
          HttpResponse.BodyHandlers.ofString());
    }

    String page() throws Exception {
      return get("/incidents/" + room + "/postmortem").body();
    }

    String csrf() throws Exception {
      return found("name=\"csrf\" content=\"([^\"]+)\"");
    }

    String found(String pattern) throws Exception {
      Matcher found = Pattern.compile(pattern).matcher(page());
      assertThat(found.find()).as(pattern).isTrue();
      return found.group(1);
    }

    String seen(String section) throws Exception {
      return found(
          "value=\"" + section + "\"><input type=\"hidden\" name=\"seen\" value=\"(\\w+)\"");
    }

    HttpResponse<String> send(String... fields) throws Exception {
      StringBuilder form = new StringBuilder();
      for (int i = 0; i < fields.length; i += 2) {
        form.append(fields[i]).append('=');
        form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8)).append('&');
      }
      return client.send(
          HttpRequest.newBuilder(report(shown, room))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Cookie", cookie)
              .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> rewrite(String seen, String text) throws Exception {
      return send(
          "csrf", csrf(), "edit", "rewrite", "section", "summary", "seen", seen, "text", text);
    }
  }

  @Test
  void anEditIsMarkedStandsInEveryExportAndTheRecordStaysOneClickAway() {
    try (ShownLog shown = serve()) {
      RoomId room = shown.say(Stories.leak());
      browser.size(1440, 900);
      browser.open(shown.server.link());
      browser.open(report(shown, room));
      String recorded = browser.text("#summary ul");

      write("summary", "Checkout was slow for a minute.");

      assertThat(browser.text("#summary ul")).isEqualTo("Checkout was slow for a minute.");
      assertThat(browser.text("#summary .edited")).contains("Edited by operator at");
      browser.find("#summary .recorded summary").click();
      assertThat(browser.text("#summary .recorded ul")).isEqualTo(recorded);
      assertThat(browser.text("#edits")).contains("operator", "Wrote “Summary” anew");
      browser.paper(true);
      assertThat(browser.find("header.bar").isDisplayed()).isFalse();
      assertThat(browser.find("#summary .edit").isDisplayed()).isFalse();
      assertThat(browser.find("#summary .edited").isDisplayed()).isTrue();
      browser.screenshot(SHOTS.resolve("postmortem-edited-print.png"));
      browser.paper(false);
      looked("postmortem-edited", report(shown, room));

      String id = room.toString();
      for (String format : List.of("md", "html", "json")) {
        Ran edited = Ran.aegis(user, "postmortem", id, "--format", format);
        assertThat(edited.out()).contains("Checkout was slow for a minute.", "operator");
        assertThat(edited.err()).contains("with 1 change that people made", "--as-recorded");
        Ran plain = Ran.aegis(user, "postmortem", id, "--format", format, "--as-recorded");
        assertThat(plain.out()).doesNotContain("Checkout was slow").contains("Likeliest cause");
      }

      browser.open(report(shown, room));
      browser.run("document.querySelector('#summary .edit').open = true; window.before = true");
      browser.all("#summary .edit form button").getLast().click();
      browser.await("!window.before && document.readyState === 'complete'");
      assertThat(browser.text("#summary ul")).isEqualTo(recorded);
      assertThat(browser.all("#summary .edited")).isEmpty();
      assertThat(browser.text("#edits")).contains("recorded text again".replace("recorded", "own"));
    }
  }

  @Test
  void tasksGetOwnersAndMomentsAnotherTime() {
    try (ShownLog shown = serve()) {
      RoomId room = shown.say(Stories.leak());
      browser.open(shown.server.link());
      browser.open(report(shown, room));
      browser.run("document.querySelector('#follow_ups .edit').open = true; window.before = true");
      browser.find("#owner-1").sendKeys("Ben");
      browser.run("document.getElementById('due-1').value = '2026-03-31'");
      browser.find("form[aria-label='Task 1'] button").click();
      browser.await("!window.before && document.readyState === 'complete'");
      assertThat(browser.text("#follow_ups table"))
          .contains("Ben (named by operator)", "2026-03-31");

      browser.run("document.querySelector('#timeline .edit').open = true; window.before = true");
      browser.find("#time").sendKeys("2026-02-28T23:00:00Z");
      browser.find("#timeline .edit form button").click();
      browser.await("!window.before && document.readyState === 'complete'");
      assertThat(browser.text("#timeline tbody tr"))
          .contains("2026-02-28 23:00:00", "time edited by operator, recorded 2026-");
    }
  }

  @Test
  void ofTwoWhoEditAtOnceTheSecondSeesBothAndLosesNothing() throws Exception {
    try (ShownLog shown = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      RoomId room = shown.say(Stories.leak());
      browser.open(shown.server.link());
      browser.open(report(shown, room));
      Person other = Person.entered(client, shown, room);
      assertThat(other.rewrite(other.seen("summary"), "First.").statusCode()).isEqualTo(303);

      write("summary", "Second.");

      assertThat(browser.text("[role=alert]")).contains("somebody else changed this meanwhile");
      assertThat(browser.text("#summary ul")).isEqualTo("First.");
      assertThat(browser.find("#text-summary").getAttribute("value")).isEqualTo("Second.");
      pictures("postmortem-conflict");
      // Chrome itself complains of the status.
      browser.complaints();

      browser.find("#summary .edit form button").click();
      browser.await("document.querySelector('#summary ul').textContent.includes('Second.')");
      assertThat(browser.text("#edits")).contains("“First.”");
    }
  }

  @Test
  void whatPeopleWriteIsShownAndDoesNothing() {
    try (ShownLog shown = serve()) {
      RoomId room = shown.say(Stories.leak());
      browser.open(shown.server.link());
      browser.open(report(shown, room));
      write(
          "summary",
          "</textarea><script>document.title='owned'</script><img src=x onerror=alert(1)>");

      assertThat(browser.text("#summary ul")).contains("<script>document.title='owned'");
      assertThat(browser.run("return document.title")).isNotEqualTo("owned");
      assertThat(browser.all("#summary img, #summary script")).isEmpty();
    }
  }

  @Test
  void aFormWithoutItsTokenATextTooLongAndADraftAreRefused() throws Exception {
    try (ShownLog shown = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      RoomId room = shown.say(Stories.leak());
      Person person = Person.entered(client, shown, room);
      String seen = person.seen("summary");
      String before = person.page();

      assertThat(
              person
                  .send("edit", "rewrite", "section", "summary", "seen", seen, "text", "x")
                  .statusCode())
          .isEqualTo(403);
      HttpResponse<String> tooLong = person.rewrite(seen, "x".repeat(10_001));
      assertThat(tooLong.statusCode()).isEqualTo(400);
      assertThat(tooLong.body()).contains("expected 1 to 10000 characters");
      assertThat(person.rewrite(seen, "x".repeat(200_000)).statusCode()).isEqualTo(413);
      assertThat(person.rewrite(seen, " \n ").statusCode()).isEqualTo(400);
      assertThat(
              person
                  .send(
                      "csrf",
                      person.csrf(),
                      "edit",
                      "rewrite",
                      "section",
                      "evidence",
                      "seen",
                      "",
                      "text",
                      "x")
                  .statusCode())
          .isEqualTo(400);
      assertThat(person.page()).isEqualTo(before);

      assertThat(person.get("/incidents/INC-2026-0999/postmortem").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aDraftFollowsTheRecordAndTakesNoEdit() throws Exception {
    try (ShownLog shown = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      Person person = Person.entered(client, shown, shown.say(Stories.waiting()));
      assertThat(person.page()).contains("This is a draft").doesNotContain("<textarea");

      HttpResponse<String> refused = person.rewrite("", "x");

      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("it can be edited once the incident is");
    }
  }

  @Test
  void theLongestTextInAnyScriptIsTaken() throws Exception {
    try (ShownLog shown = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      Person person = Person.entered(client, shown, shown.say(Stories.leak()));
      String text = ("字".repeat(1_999) + "\n").repeat(5).strip();
      assertThat(person.rewrite(person.seen("summary"), text).statusCode()).isEqualTo(303);
      assertThat(person.page()).contains(text + "</textarea>");
      assertThat(person.rewrite(person.seen("summary"), "x".repeat(2_001)).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void secretsThatPeoplePasteAreMasked() throws Exception {
    try (ShownLog shown = serve();
        HttpClient client = HttpClient.newHttpClient()) {
      Person person = Person.entered(client, shown, shown.say(Stories.leak()));
      String secret = "AKIA" + "IOSFODNN7EXAMPLE";
      assertThat(person.rewrite(person.seen("summary"), "the key was " + secret).statusCode())
          .isEqualTo(303);
      assertThat(person.page()).contains("the key was ").doesNotContain(secret);
    }
  }

  private static void looked(String name, URI address) {
    browser.open(address);
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)");
    pictures(name);
  }

  private static void pictures(String name) {
    for (String look : List.of("light", "dark", "320")) {
      browser.size(look.equals("320") ? 320 : 1440, 900);
      browser.dark(look.equals("dark"));
      browser.screenshot(SHOTS.resolve(name + "-" + look + ".png"));
      assertThat(browser.violations()).as(name + " " + look).isEmpty();
      assertThat((Long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
          .as(name + " " + look + " scrolls sideways")
          .isLessThanOrEqualTo(0);
    }
    browser.size(1440, 900);
    browser.dark(false);
  }

  @Test
  void aTaskIsDroppedWithAReasonAndStaysTold() {
    try (ShownLog shown = serve()) {
      RoomId room = shown.say(Stories.leak());
      browser.size(1440, 900);
      browser.open(shown.server.link());
      browser.open(report(shown, room));
      int before = browser.all("#follow_ups form[aria-label^='Drop task']").size();
      assertThat(before).isPositive();

      browser.run("document.querySelector('#follow_ups .edit').open = true");
      browser.find("#why-1").sendKeys("another team does it");
      browser.run("window.before = true");
      browser.find("form[aria-label='Drop task 1'] button").click();
      browser.await("!window.before && document.readyState === 'complete'");

      assertThat(browser.all("#follow_ups form[aria-label^='Drop task']")).hasSize(before - 1);
      assertThat(browser.text("#edits"))
          .contains("Dropped a task, because another team does it.", "operator");
      assertThat(browser.violations()).isEmpty();
      browser.open(report(shown, room).resolve("?recorded=1"));
      assertThat(browser.text("body")).doesNotContain("another team does it");
    }
  }
}

package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users are told: drafted, nudged, published, and read by those whom nobody knows. */
class UpdatesPageTest {
  private static final Path SHOTS = Repository.here().root().resolve("app/target/screenshots");
  private static final List<RoomMessage> WAITING = Stories.waiting();
  private static Browser browser;

  @TempDir private Path home;

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

  private static void enter(ShownLog shown, RoomId room) {
    browser.size(1440, 900);
    browser.open(shown.server.link());
    browser.open(shown.room(room));
    browser.await("document.getElementById('live').textContent === 'live'");
  }

  private static void publish(ShownLog shown, RoomId room, String stage, String text) {
    browser.open(shown.address("/incidents/" + room + "/update"));
    browser.find("#text-" + stage).clear();
    browser.find("#text-" + stage).sendKeys(text);
    browser.run("window.before = true");
    browser.find("input[value='" + stage + "'] ~ .row button").click();
    browser.await("!window.before && document.readyState === 'complete'");
  }

  private static String asked(URI address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
      return answer.body();
    }
  }

  @Test
  void theRoomHasADraftForEachStageAndCopiesItWithoutAClipboardToo() {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(WAITING));
      assertThat(browser.text("#updates")).contains("For users: Identified", "Users hear again by");
      browser.find("#updates summary").click();
      assertThat(browser.all("#updates textarea")).hasSize(4);
      assertThat(browser.text("#updates label[for=draft-Identified]")).contains("(now)");

      browser.run(
          "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})");
      browser.find("[data-copy=draft-Monitoring]").click();
      browser.await("document.querySelector('[data-copy=draft-Monitoring]').dataset.done");
      assertThat(browser.run("return getSelection().toString() || document.activeElement.value"))
          .asString()
          .startsWith("Monitoring: ");
      pictures("updates-room");
    }
  }

  @Test
  void whoTellsUsersNothingForHalfAnHourIsNudgedUntilTheyDo() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(WAITING);
      Instant said = WAITING.getLast().ts();
      shown.at(said.plus(Duration.ofMinutes(31)));
      enter(shown, room);
      assertThat(browser.text("#updates .problem")).startsWith("Overdue: users should have heard");

      publish(shown, room, "Investigating", "We are looking.");

      assertThat(browser.all(".paper .problem")).isEmpty();
      enter(shown, room);
      assertThat(browser.all("#updates .problem")).isEmpty();
      assertThat(browser.text("#updates")).contains("Told last at", "by operator: Investigating");

      shown.at(said.plus(Duration.ofMinutes(62)));
      browser.await("document.querySelector('#updates .problem') !== null");
    }
  }

  @Test
  void whatIsPublishedIsReadWithoutEnteringAndNothingElseIs() throws Exception {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(WAITING);
      URI status = shown.address("/status");
      assertThat(asked(status)).contains("Nothing is reported.");
      enter(shown, room);
      browser.open(shown.address("/incidents/" + room + "/update"));
      pictures("updates-write");
      publish(shown, room, "Investigating", "Some pay slowly. <b>Sorry</b>");

      String read = asked(status);

      assertThat(read)
          .contains("Investigating", "Some pay slowly. &lt;b&gt;Sorry&lt;/b&gt;")
          .doesNotContain("checkout", "us-east-1", "v2.3.1", "operator", room.toString(), "memory");
      browser.open(status);
      pictures("status");
    }
    try (ShownLog again = new ShownLog(home)) {
      assertThat(asked(again.address("/status"))).contains("Some pay slowly.");
      again.at(Instant.parse("2027-01-01T00:00:00Z"));
      assertThat(asked(again.address("/status"))).contains("Nothing is reported.");
    }
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
}

package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Pages as documents: what people read and do in a real browser that runs no script. */
class WithoutJavaScriptTest {
  private static final Path SHOTS = Repository.here().root().resolve("app/target/screenshots");
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

  @BeforeEach
  void runNothing() {
    browser.scripts(false);
    browser.size(1440, 900);
  }

  private static RoomId entered(ShownLog shown, List<RoomMessage> log) {
    RoomId room = shown.say(log);
    browser.open(shown.server.link());
    browser.open(shown.room(room));
    return room;
  }

  @Test
  void theRoomIsReadAsOfATimeAndOffersNothingThatDoesNothing() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = entered(shown, Stories.talk());

      assertThat(browser.text("header.bar ~ noscript")).contains("As of 2026-03-01", "Load it");
      assertThat(browser.text("#live")).startsWith("as of 2026-03-01 0").endsWith(" UTC");
      assertThat(browser.all("#log .message")).hasSameSizeAs(Stories.talk());
      assertThat(idle()).isEmpty();
      looked("still-room");

      browser.find("#log .message details summary").click();
      browser.find("#log .message details[open] a[aria-label^='link to']").click();
      browser.awaitText("h1", "Evidence ");
      assertThat(browser.text("h1")).contains(room.toString());
      assertThat(idle()).isEmpty();
      looked("still-evidence");
      browser.find("main p a").click();
      browser.awaitText("#talk-title", "Room");
      browser.find(".causes a[data-evidence]").click();
      browser.awaitText("h1", "Evidence ");
      assertThat(browser.address().getPath()).isEqualTo("/incidents/" + room + "/evidence");
    }
  }

  /** Links to nowhere, and buttons that send no form. */
  private static List<String> idle() {
    return browser.all("a, button").stream()
        .filter(e -> e.isDisplayed())
        .filter(e ->
            e.getTagName().equals("a")
                ? List.of("", "#").contains(String.valueOf(e.getDomAttribute("href")))
                    && !e.getText().equals("Load it again")
                : e.findElements(By.xpath("ancestor::form[@method]")).isEmpty())
        .map(e -> e.getTagName() + " " + e.getText())
        .toList();
  }

  private static void looked(String name) {
    List<String> wrong = new ArrayList<>();
    for (String look : List.of("light", "dark", "320")) {
      browser.size(look.equals("320") ? 320 : 1440, 900);
      browser.dark(look.equals("dark"));
      browser.screenshot(SHOTS.resolve(name + "-" + look + ".png"));
      browser.scripts(true);
      browser.violations().forEach(v -> wrong.add(look + ": " + v));
      browser.scripts(false);
      assertThat((Long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
          .as(name + " " + look + " scrolls sideways")
          .isLessThanOrEqualTo(0);
    }
    browser.size(1440, 900);
    browser.dark(false);
    assertThat(wrong).isEmpty();
  }

  @Test
  void aPlanIsApprovedByTypingWhatItTouchesAndTheAnswerIsTold() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = entered(shown, Stories.waiting());
      assertThat(browser.text(".remaining"))
          .matches("until \\d\\d:\\d\\d:\\d\\d UTC, then .*inert");

      browser.find("#confirm").sendKeys("checkout");
      browser.find("button[value=approve]").click();
      browser.awaitText("main", "type checkout-api; nothing was done");
      assertThat(browser.text("h1")).isEqualTo("Not taken");
      looked("still-not-taken");
      browser.find("main a.primary").click();
      browser.awaitText("#talk-title", "Room");
      assertThat(browser.address()).isEqualTo(shown.room(room));

      browser.find("#confirm").sendKeys("checkout-api");
      browser.find("#reason").sendKeys("seen it before");
      browser.find("button[value=approve]").click();

      browser.awaitText("main", "Approved. Everything is looked at once");
      assertThat(browser.text("h1")).isEqualTo("Taken");
      ApprovalRequest asked = (ApprovalRequest) Stories.waiting().getLast().payload();
      assertThat(shown.asked.poll(asked).orElseThrow().toString())
          .contains("granted=true", "seen it before");
    }
  }

  @Test
  void peopleAskAndChallengeByForms() {
    try (ShownLog shown = new ShownLog(home)) {
      List<RoomMessage> log = Stories.waiting();
      RoomId room = entered(shown, log);
      browser.find("#question").sendKeys("@validator why not restart?", Keys.ENTER);
      browser.awaitText("main", "Asked @validator; the answer comes");
      browser.find("main a.primary").click();
      browser.awaitText("#talk-title", "Room");
      assertThat(browser.all("#challenge[open]")).isEmpty();

      browser.find("#m2 .doubt").click();

      browser.awaitText("#challenge[open]", "is looked at again");
      assertThat(browser.text("#challenged")).startsWith("What @diagnostician said at");
      looked("still-challenge");
      browser.find("#challenge [data-close]").click();
      browser.awaitText(".war:not(:has(#challenge[open])) #talk-title", "Room");
      browser.find("#m2 .doubt").click();
      browser.awaitText("#challenge[open]", "is looked at again");
      browser.find("#doubt").sendKeys("it was rolled back", Keys.ENTER);
      browser.awaitText("main", "Challenged; @diagnostician looks again");
      assertThat(shown.asked.contributions())
          .extracting(said -> said.payload())
          .containsExactly(
              new Question("@validator why not restart?", "operator"),
              new Challenge(log.get(1).id(), "it was rolled back", "operator"));
      browser.open(shown.address("/rooms/" + room + "?challenge=999999"));
      assertThat(browser.all("#challenge[open]")).isEmpty();
      assertThat(log.get(1).sender()).isEqualTo(Handle.DIAGNOSTICIAN);
    }
  }

  @Test
  void allIsStoppedAndAllowedAgainFromARoom() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = entered(shown, Stories.waiting());
      browser.find("#stop-all").click();
      browser.awaitText("#stopped", "Kill switch on");
      assertThat(browser.address()).isEqualTo(shown.room(room));
      assertThat(browser.text("#stopped")).contains("stopped on the page by");
      browser.find("#confirm").sendKeys("checkout-api");
      browser.find("button[value=approve]").click();
      browser.awaitText("main", "All actions are stopped");
      browser.find("main a.primary").click();
      browser.awaitText("#talk-title", "Room");
      browser.find("#allow-actions").click();
      browser.awaitText("#kill", "Stop all");
      assertThat(browser.all(".stop-banner")).isEmpty();
    }
  }

  @Test
  void olderMessagesAreALinkAway() {
    try (ShownLog shown = new ShownLog(home)) {
      entered(shown, PageTimes.large().subList(0, PageTimes.MESSAGES));
      assertThat(browser.all("#log .message")).hasSize(150);
      browser.find("[data-earlier]").click();
      browser.awaitText("#talk:not(:has([data-earlier])) h2", "Room");
      assertThat(browser.all("#log .message")).hasSize(PageTimes.MESSAGES);
    }
  }

  @Test
  void theReportIsEditedUsersAreToldAndAMemoryIsMarked() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = entered(shown, Stories.leak());
      browser.open(shown.address("/incidents/" + room + "/postmortem"));
      assertThat(idle()).isEmpty();
      browser.find("#summary .edit summary").click();
      browser.find("#text-summary").clear();
      browser.find("#text-summary").sendKeys("Checkout was slow for a minute.");
      browser.find("#summary .edit form button").click();
      browser.awaitText("#summary ul", "Checkout was slow for a minute.");
      assertThat(browser.text("#summary .edited")).contains("Edited by operator at");

      browser.open(shown.address("/incidents/" + room + "/update"));
      assertThat(idle()).isEmpty();
      browser.find("#text-Resolved").clear();
      browser.find("#text-Resolved").sendKeys("Paying works again.");
      browser.find("input[value=Resolved] ~ .row button").click();
      browser.awaitText("#told-title + ul", "Paying works again.");
      browser.open(shown.address("/status"));
      assertThat(browser.text("main")).contains("Resolved", "Paying works again.");

      browser.open(shown.address("/incidents/" + room + "/memory"));
      browser.find("#because").sendKeys("a drill");
      browser.find("button[value=doubted]").click();
      browser.awaitText("#marks-title + ul", "a drill");
      assertThat(browser.text(".paper")).contains("it is doubted");
    }
  }

  @Test
  void incidentsAreFoundAndSourcesAndForecastsRead() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = entered(shown, Stories.leak());
      browser.open(shown.address("/"));
      assertThat(browser.text("#past")).contains(room.toString());
      browser.find("#search").sendKeys("nothing like it", Keys.ENTER);
      browser.awaitText("#past", "Nothing has the words");
      browser.find("#search").clear();
      browser.find("#search").sendKeys("memory leak", Keys.ENTER);
      browser.awaitText("#past", room.toString());
      looked("still-list");
      for (String page : List.of("/", "/forecasts", "/health")) {
        browser.open(shown.address(page));
        assertThat(browser.text("header.bar ~ noscript")).contains("As of");
        assertThat(idle()).as(page).isEmpty();
      }
      browser.open(shown.address("/incidents/INC-2026-0999/memory"));
      assertThat(browser.text("main")).contains("Nothing here", "No such incident");
    }
  }

  @Test
  void whoLeavesHasToEnterAgain() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = entered(shown, Stories.leak());
      browser.find("form[action='/logout'] button").click();
      browser.awaitText("main", "Who is asking?");
      browser.open(shown.room(room));
      assertThat(browser.text("main")).contains("Who is asking?");
    }
  }
}

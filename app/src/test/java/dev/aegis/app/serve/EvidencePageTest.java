package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Answer;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A piece of evidence at an address of its own: the real server, a real browser. */
class EvidencePageTest {
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

  @Test
  void eachPieceOfARoomLinksToAPageThatShowsAllOfIt() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(Stories.talk());
      browser.size(1440, 900);
      browser.open(shown.server.link());
      // A page of an earlier test may have asked a server that is gone.
      browser.complaints();
      browser.open(shown.room(room));
      browser.await("document.getElementById('live').textContent === 'live'");
      List<String> addresses =
          browser.all("#log .piece a[aria-label^='link to']").stream()
              .map(a -> String.valueOf(a.getDomProperty("href")))
              .toList();
      assertThat(addresses)
          .isNotEmpty()
          .hasSameSizeAs(browser.all("#log .piece"))
          .doesNotHaveDuplicates();
      int drawn = 0;
      for (String address : addresses) {
        browser.open(URI.create(address));
        assertThat(browser.text("h1")).startsWith("Evidence ").contains(room.toString());
        assertThat(browser.text("main")).contains("Cited by @");
        if (!browser.all("[data-series]").isEmpty()) {
          browser.await("document.querySelector('[data-series] canvas') !== null");
          pictures("evidence");
          drawn++;
        }
        assertThat(browser.complaints()).isEmpty();
      }
      assertThat(drawn).isPositive();
    }
  }

  @Test
  void whatRestsOnItIsTold() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(Stories.leak());
      browser.open(shown.server.link());
      browser.open(shown.address("/incidents/" + room + "/evidence?message=2&id=e2"));

      assertThat(browser.text("#rests-title + .rests")).contains("for memory leak introduced by");
      browser.find("main p a").click();
      browser.await("location.hash === '#m2'");
    }
  }

  @Test
  void hostileTextInItIsInert() {
    List<RoomMessage> log = new ArrayList<>(Stories.leak().subList(0, 1));
    RoomMessage first = log.getFirst();
    Evidence hostile =
        new Evidence(
            "e\"><script>parent.hit=1</script>",
            "<img src=x onerror=parent.hit=1> \u202egnp",
            "SELECT '<script>parent.hit=1</script>'",
            "sql",
            List.of("a<b>", "\u001b[31mred"),
            IntStream.range(0, 1_200)
                .mapToObj(i -> List.of("<b>" + i + "</b>", "x".repeat(500)))
                .toList());
    RoomMessage said =
        new RoomMessage(
            first.wireVersion(),
            first.room(),
            2,
            Stories.leak().get(1).id(),
            first.id(),
            dev.aegis.room.Handle.OBSERVER,
            List.of(),
            "an answer",
            new Answer("an answer", List.of(hostile)),
            first.ts().plusSeconds(1));
    log.add(said);
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(log);
      browser.size(320, 640);
      browser.open(shown.server.link());
      browser.open(shown.room(room));
      browser.await("document.getElementById('live').textContent === 'live'");
      browser.open(
          URI.create(
              String.valueOf(
                  browser.run("return document.querySelector('[aria-label^=\"link to\"]').href"))));

      assertThat(browser.text("h1")).contains("<script>parent.hit=1</script>");
      assertThat(browser.run("return window.hit")).isNull();
      assertThat(browser.all("main script, main img, main td b")).isEmpty();
      assertThat(browser.all("main tbody tr")).hasSize(1_000);
      assertThat(browser.text("main")).contains("200 more rows in the record");
      assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth"))
          .isEqualTo(0L);
    }
  }

  @Test
  void whatIsNotThereSaysWhatWasExpected() {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(Stories.leak());
      browser.open(shown.server.link());
      for (String query : List.of("", "?message=2", "?message=2&id=e999", "?message=x&id=e3")) {
        browser.open(shown.address("/incidents/" + room + "/evidence" + query));
        assertThat(browser.text("body")).contains("No such evidence: expected", "?message=2&id=e1");
      }
      browser.open(shown.address("/incidents/INC-2026-0999/evidence?message=2&id=e2"));
      assertThat(browser.text("body")).contains("No such incident");
      browser.complaints();
    }
  }

  private static void pictures(String name) {
    List<String> wrong = new ArrayList<>();
    for (String look : List.of("light", "dark", "320")) {
      boolean narrow = look.equals("320");
      browser.size(narrow ? 320 : 1440, narrow ? 640 : 900);
      browser.dark(look.equals("dark"));
      browser.await("document.querySelector('[data-series] canvas') !== null");
      browser.screenshot(SHOTS.resolve(name + "-" + look + ".png"));
      browser.violations().forEach(v -> wrong.add(look + ": " + v));
      assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth"))
          .isEqualTo(0L);
    }
    browser.size(1440, 900);
    browser.dark(false);
    assertThat(wrong).isEmpty();
  }
}

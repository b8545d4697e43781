package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.memory.Fingerprint;
import dev.aegis.memory.Likeness;
import dev.aegis.memory.Recollection;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What incidents leave behind, on pages: the real server, a real journal, a real browser. */
class MemoryPageTest {
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

  private static void mark(String standing, String reason) {
    browser.find("#because").sendKeys(reason);
    browser.run("window.before = true");
    browser.find("button[value=" + standing + "]").click();
    browser.await("!window.before && document.readyState === 'complete'");
  }

  @Test
  void aMarkStandsInTheRoomWithWhoAndWhyAsTheCommandPostsIt() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      RoomId room = shown.say(Stories.leak());
      browser.size(1440, 900);
      browser.open(shown.server.link());
      browser.open(shown.address("/incidents/" + room + "/memory"));
      assertThat(browser.text(".paper")).contains("it counts", "memory leak introduced by v2.3.1");

      mark("doubted", "the deploy <b>was not</b> it");

      assertThat(browser.text(".paper")).contains("it is doubted", "the deploy <b>was not</b> it");
      pictures("memory");
      assertThat(Ran.aegis(user, "memory", "list").out()).contains(room + "", "DOUBTED");
      browser.open(shown.room(room));
      browser.await("document.getElementById('live').textContent === 'live'");
      assertThat(browser.text("#log")).contains("doubted in memory: the deploy");
      assertThat(browser.text("#memory")).contains("is doubted");

      browser.open(shown.address("/incidents/" + room + "/memory"));
      mark("forgotten", "a drill");
      mark("counts", "it was right after all");
      assertThat(browser.text(".paper")).contains("it counts", "forgotten", "a drill");
      assertThat(Ran.aegis(user, "memory", "list").out()).doesNotContain("DOUBTED");
    }
  }

  @Test
  void nothingIsMarkedWithoutAReasonOrWhereNothingIsRemembered() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      RoomId room = shown.say(Stories.denied());
      browser.open(shown.server.link());
      browser.open(shown.address("/incidents/" + room + "/memory"));
      assertThat(browser.text(".paper")).contains("Nothing is remembered of it");
      assertThat(browser.all("#because")).isEmpty();
    }
    try (ShownLog shown = new ShownLog(user.resolve("other"))) {
      RoomId room = shown.say(Stories.leak());
      browser.open(shown.server.link());
      browser.open(shown.address("/incidents/" + room + "/memory"));
      browser.run("document.getElementById('because').required = false");
      mark("doubted", "   ");
      assertThat(browser.text("[role=alert]")).contains("expected a reason, found none");
      assertThat(browser.text(".paper")).contains("it counts");
      // Chrome itself complains of the status.
      browser.complaints();
    }
  }

  @Test
  void theRoomShowsWhichPastIncidentsItIsLikeAndWhatDiffers() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      RoomId room = shown.say(recalling(Stories.waiting()));
      browser.size(1440, 900);
      browser.open(shown.server.link());
      browser.open(shown.room(room));
      browser.await("document.getElementById('live').textContent === 'live'");

      assertThat(browser.text("#memory"))
          .contains("90 % alike", "region us-west-2, then us-east-1", "service checkout-api")
          .contains("rollback_and_failover checkout-api: held");
      assertThat(browser.find("#memory a[href$='/memory']").getAttribute("href"))
          .endsWith("/incidents/INC-2026-0007/memory");
      pictures("memory-room");
    }
  }

  /** The same log, whose diagnosis recalls an earlier leak. */
  private static List<RoomMessage> recalling(List<RoomMessage> log) {
    Fingerprint past = Fingerprint.of(Stories.leak()).orElseThrow();
    Fingerprint earlier =
        new Fingerprint(
            new RoomId("INC-2026-0007"),
            past.at(),
            past.sketch(),
            past.cause(),
            past.causeService(),
            past.statement(),
            past.fixes(),
            past.standing());
    Likeness likeness =
        new Likeness(
            0.9, List.of("service checkout-api"), List.of("region us-west-2, then us-east-1"));
    Recollection recollection =
        new Recollection(List.of(new Recollection.Recalled(earlier, likeness)));
    Evidence evidence =
        new Evidence(
            "e9",
            "past incidents",
            "recall",
            Fingerprint.LANGUAGE,
            Recollection.columns(),
            recollection.rows());
    return log.stream().map(m -> with(m, evidence)).toList();
  }

  private static RoomMessage with(RoomMessage m, Evidence evidence) {
    if (!(m.payload() instanceof Diagnosis d)) {
      return m;
    }
    List<Evidence> all = new ArrayList<>(d.evidence());
    all.add(evidence);
    return new RoomMessage(
        m.wireVersion(),
        m.room(),
        m.seq(),
        m.id(),
        m.inReplyTo(),
        m.sender(),
        m.mentions(),
        m.text(),
        new Diagnosis(d.hypotheses(), all, d.gaps()),
        m.ts());
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

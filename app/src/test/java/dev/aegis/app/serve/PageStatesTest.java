package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Comparison;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every state of a page in a real browser: light, dark and 320 px wide. What axe-core finds fails
 * the test; the pictures lie in {@code app/target/screenshots} for people to look at.
 */
class PageStatesTest {
  private static final Path SHOTS = Repository.here().root().resolve("app/target/screenshots");

  private static Browser browser;

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
  void everyStateIsAccessibleInLightAndDarkAndNeverScrollsSideways(@TempDir Path home) {
    Map<String, List<RoomMessage>> states = new TreeMap<>();
    states.put("begun", Stories.waiting().subList(0, 1));
    states.put("rejected-fix", Stories.waiting().subList(0, 4));
    states.put("waiting", Stories.waiting());
    states.put("talk", Stories.talk());
    states.put("executing", Stories.leak().subList(0, 12));
    states.put("resolved", graded(Stories.leak()));
    states.put("denied", Stories.denied());
    states.put("unknown", Stories.unknown());
    states.put("undecidable", Stories.undecidable());
    List<String> wrong = new ArrayList<>();
    states.forEach((state, log) -> wrong.addAll(shown(home.resolve(state), state, log)));

    assertThat(wrong).isEmpty();
  }

  /** The same with the forecast beside what was measured. */
  private static List<RoomMessage> graded(List<RoomMessage> log) {
    return log.stream().map(PageStatesTest::graded).toList();
  }

  private static RoomMessage graded(RoomMessage m) {
    if (!(m.payload() instanceof Verification v)) {
      return m;
    }
    Verification graded =
        new Verification(
            v.planHash(),
            v.outcome(),
            v.p99Millis(),
            v.errorRatio(),
            v.lookAgainAt(),
            v.sentence(),
            v.evidence(),
            new Comparison(0.98, 49, 238, 298, 358, 0, 53, v.p99Millis(), 0));
    return new RoomMessage(
        m.wireVersion(),
        m.room(),
        m.seq(),
        m.id(),
        m.inReplyTo(),
        m.sender(),
        m.mentions(),
        m.text(),
        graded,
        m.ts());
  }

  private static List<String> shown(Path home, String state, List<RoomMessage> log) {
    try (ShownLog shown = new ShownLog(home)) {
      List<String> wrong = new ArrayList<>();
      if (state.equals("begun")) {
        wrong.addAll(pictures("login", shown.address("/login")));
      }
      browser.open(shown.server.link());
      if (state.equals("begun")) {
        wrong.addAll(pictures("empty", shown.address("/")));
        wrong.addAll(pictures("nowhere", shown.address("/incidents/1")));
      }
      RoomId room = shown.say(log);
      wrong.addAll(pictures(state, shown.room(room)));
      wrong.addAll(pictures("list-" + state, shown.address("/")));
      if (state.equals("waiting")) {
        wrong.addAll(stoppedAndOffline(shown, room));
      }
      if (state.equals("resolved")) {
        wrong.addAll(pictures("forecasts", shown.address("/forecasts")));
        wrong.addAll(pictures("health", shown.address("/health")));
      }
      return wrong;
    }
  }

  /** The kill switch on, and a page that has lost its server. */
  private static List<String> stoppedAndOffline(ShownLog shown, RoomId room) {
    List<String> wrong = new ArrayList<>();
    try {
      shown.home.stop("stopped by hand");
      wrong.addAll(pictures("stopped", shown.room(room)));
      shown.home.resume();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    browser.open(shown.room(room));
    browser.await("document.getElementById('live').textContent === 'live'");
    browser.offline(true);
    shown.server.dropReaders();
    browser.await("!document.getElementById('offline').hidden");
    browser.screenshot(SHOTS.resolve("offline-320.png"));
    browser.violations().forEach(v -> wrong.add("offline: " + v));
    browser.offline(false);
    browser.await("document.getElementById('offline').hidden");
    // The browser itself complains of the lost connection.
    browser.complaints();
    return wrong;
  }

  private static List<String> pictures(String name, URI address) {
    List<String> wrong = new ArrayList<>();
    for (String look : List.of("light", "dark", "320")) {
      boolean narrow = look.equals("320");
      browser.size(narrow ? 320 : 1440, narrow ? 640 : 900);
      browser.dark(look.equals("dark"));
      browser.open(address);
      browser.await("document.readyState === 'complete'");
      if (!browser.all("[data-verified]").isEmpty()) {
        browser.await("document.querySelectorAll('[data-verified] canvas').length === 1");
      }
      if (!browser.all("[data-plot]").isEmpty()) {
        browser.await("document.querySelectorAll('[data-plot] canvas').length === 2");
      }
      if (name.equals("talk")) {
        browser.await(
            "document.querySelectorAll('details[open] [data-series] canvas').length === 1");
        browser.run(
            "document.querySelector('details.line').open = true;"
                + "document.getElementById('log').style.maxHeight = 'none'");
      }
      browser.screenshot(SHOTS.resolve(name + "-" + look + ".png"));
      browser.violations().forEach(v -> wrong.add(name + " " + look + ": " + v));
      Object wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
      if (wide instanceof Long pixels && pixels > 0) {
        wrong.add(name + " " + look + ": scrolls sideways by " + pixels + " px");
      }
      browser.complaints().stream()
          .filter(c -> !(name.equals("nowhere") && c.contains("status of 404")))
          .forEach(c -> wrong.add(name + " " + look + ": " + c));
    }
    return wrong;
  }
}

package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Log;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Challenge;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Question;
import dev.aegis.room.Remark;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What people do in the room, in a real browser against the real server and a real journal. */
class WarRoomTest {
  private static Browser browser;

  @BeforeAll
  static void open() {
    browser = Browser.start();
    browser.size(1440, 900);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void enter(ShownLog shown, RoomId room) {
    browser.open(shown.server.link());
    browser.open(shown.room(room));
    browser.await("document.getElementById('live').textContent === 'live'");
  }

  @Test
  void aMessageIsOnThePageAsSoonAsItIsInTheRoom(@TempDir Path home) {
    List<RoomMessage> log = Stories.leak();
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(log.subList(0, 4));
      enter(shown, room);

      log.subList(4, log.size()).forEach(shown::say);

      browser.await("document.querySelectorAll('#log .message').length === " + log.size());
      browser.await("document.querySelector('#head').textContent.includes('Resolved')");
      assertThat(browser.text("#decision")).contains("Approved by policy:demo");
      assertThat(browser.text("#report")).contains("Averted", "$38,491");
    }
  }

  @Test
  void aLostConnectionLosesAndDoublesNoMessage(@TempDir Path home) {
    List<RoomMessage> log = Stories.leak();
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(log.subList(0, 4));
      enter(shown, room);

      log.subList(4, 6).forEach(shown::say);
      browser.await("document.querySelectorAll('#log .message').length === 6");
      browser.offline(true);
      shown.server.dropReaders();
      browser.await("!document.getElementById('offline').hidden");
      log.subList(6, 10).forEach(shown::say);
      browser.offline(false);
      browser.await("document.getElementById('offline').hidden");
      log.subList(10, log.size()).forEach(shown::say);

      browser.await("document.querySelectorAll('#log .message').length >= " + log.size());
      assertThat(
              browser.run(
                  "return [...document.querySelectorAll('#log .message')].map(e =>"
                      + " +e.dataset.seq)"))
          .isEqualTo(LongStream.rangeClosed(1, log.size()).boxed().toList());
    }
  }

  @Test
  void aSevereActionIsApprovedByTypingWhatItTouches(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));
      assertThat(browser.find("button[value=approve]").isEnabled()).isFalse();

      browser.find("#confirm").sendKeys("checkout-api");
      browser.find("#reason").sendKeys("sale is over");
      browser.find("button[value=approve]").click();

      browser.await("document.querySelector('#decision .result').textContent.includes('Approved')");
      assertThat(browser.find("button[value=approve]").isEnabled()).isFalse();
      ApprovalRequest request = (ApprovalRequest) Stories.waiting().getLast().payload();
      assertThat(shown.asked.poll(request).orElseThrow().approval())
          .isEqualTo(new Approval(request.planHash(), true, "operator", "sale is over"));
    }
  }

  @Test
  void ofTwoPeopleWhoAnswerAtOnceTheFirstCounts(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home);
        Browser other = Browser.start()) {
      RoomId room = shown.say(Stories.waiting());
      enter(shown, room);
      other.size(1440, 900);
      other.open(shown.server.link());
      other.open(shown.room(room));
      other.await("document.getElementById('live').textContent === 'live'");

      browser.find("#confirm").sendKeys("checkout-api");
      other.find("button[value=reject]").click();
      other.await("document.querySelector('#decision .result').textContent.includes('Rejected')");
      browser.find("button[value=approve]").click();

      browser.await(
          "document.querySelector('#decision .result').textContent.includes('already rejected')");
      ApprovalRequest request = (ApprovalRequest) Stories.waiting().getLast().payload();
      assertThat(shown.asked.poll(request).orElseThrow().approval().granted()).isFalse();
    }
  }

  @Test
  void anExpiredRequestTakesNoAnswerAndSaysWhy(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(Stories.waiting());
      browser.open(shown.server.link());
      shown.at(Log.at(369));
      browser.open(shown.room(room));

      browser.await("document.querySelector('#decision .result').textContent.includes('expired')");

      assertThat(browser.find("button[value=reject]").isEnabled()).isFalse();
    }
  }

  @Test
  void aQuestionGoesToTheRoom(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));

      browser.press("/");
      browser.press("p99 by version?", Keys.ENTER);

      browser.await("document.querySelector('.ask .result').textContent.includes('Asked')");
      assertThat(shown.asked.contributions())
          .singleElement()
          .satisfies(said -> {
            assertThat(said.payload()).isEqualTo(new Question("p99 by version?", "operator"));
            assertThat(said.mentions()).containsExactly(Handle.DIAGNOSTICIAN);
          });
    }
  }

  @Test
  void whatPeoplePostIsTheirsAndMentionsAskWhomTheyName(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));

      browser.find("#question").sendKeys("the sale ends at six");
      browser.find("button[value=post]").click();
      browser.await("document.querySelector('.ask .result').textContent.includes('Posted')");
      browser.find("[data-mention='@validator']").click();
      browser.press("what if you restart?", Keys.ENTER);
      browser.await("document.querySelector('.ask .result').textContent.includes('@validator')");

      assertThat(shown.asked.contributions())
          .extracting(said -> said.payload(), said -> said.mentions())
          .containsExactly(
              tuple(new Remark("the sale ends at six", "operator"), List.of()),
              tuple(
                  new Question("@validator what if you restart?", "operator"),
                  List.of(Handle.VALIDATOR)));
    }
  }

  @Test
  void aClaimIsChallengedByAKeyWithAReason(@TempDir Path home) {
    List<RoomMessage> log = Stories.waiting();
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(log));

      browser.press("jjc");
      browser.await("document.getElementById('challenge').open");
      browser.press("the deploy was rolled back", Keys.ENTER);
      browser.await("!document.getElementById('challenge').open");

      assertThat(shown.asked.contributions())
          .singleElement()
          .satisfies(said -> {
            assertThat(said.payload())
                .isEqualTo(
                    new Challenge(log.get(1).id(), "the deploy was rolled back", "operator"));
            assertThat(said.mentions()).containsExactly(Handle.DIAGNOSTICIAN);
          });
    }
  }

  @Test
  void whatIsNoClaimCannotBeChallenged(@TempDir Path home) {
    List<RoomMessage> log = Stories.talk();
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(log));

      assertThat(browser.all("#log .message.person [data-challenge]")).isEmpty();
      assertThat(browser.all("#log .message [data-challenge]")).isNotEmpty();
    }
  }

  @Test
  void aPlanThatWasReplacedTakesNoAnswerAndSaysWhy(@TempDir Path home) {
    List<RoomMessage> log = Stories.waiting();
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(log);
      enter(shown, room);
      RoomMessage proposal = log.get(2);

      shown.say(
          new RoomMessage(
              RoomMessage.WIRE_VERSION,
              proposal.room(),
              log.size() + 1,
              new MessageId("again"),
              null,
              Handle.REMEDIATOR,
              List.of(),
              "",
              proposal.payload(),
              log.getLast().ts().plusSeconds(1)));

      browser.await("document.querySelector('#decision .state')?.textContent === 'Void'");
      assertThat(browser.text("#decision")).contains("Another fix was proposed since");
      assertThat(browser.all("#decision form")).isEmpty();
    }
  }

  @Test
  void aCourseInTimeIsDrawnAndHasAFileOfItsRows(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.talk()));

      browser.await("document.querySelectorAll('[data-series=e60] canvas').length === 1");
      browser.await("document.querySelector('.series-key').textContent.includes('usual: 90 %')");

      Object csv =
          browser.run(
              "const r = new XMLHttpRequest(); r.open('GET',"
                  + " document.querySelector('[data-csv=e60]').href, false); r.send(); return"
                  + " r.responseText");
      assertThat((String) csv).startsWith("ts,p99_ms\n").hasLineCount(31);
    }
  }

  @Test
  void theRoomOfAThousandMessagesWeighsLessThan300Kilobytes(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(PageTimes.large().subList(0, PageTimes.MESSAGES));
      enter(shown, room);
      browser.await("document.querySelectorAll('[data-plot] canvas').length === 2");

      assertThat((Long) browser.run("return " + PageTimes.WEIGHT)).isLessThan(300_000);
      assertThat(browser.all("#log .message")).hasSize(150);
      browser.find("[data-earlier]").click();
      browser.await("document.querySelectorAll('#log .message').length === 1000");
    }
  }

  @Test
  void everythingIsReachedByKeys(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));

      browser.press("j");
      browser.press("j");
      assertThat(browser.find(".message.at").getDomAttribute("data-seq")).isEqualTo("2");
      browser.press("e");
      assertThat(browser.text(".message.at .evidence")).contains("regr_slope", "0.0372");
      browser.press("k");
      assertThat(browser.find(".message.at").getDomAttribute("data-seq")).isEqualTo("1");
      browser.press("d");
      assertThat(browser.run("return document.activeElement.id")).isEqualTo("card-title");
      browser.press("?");
      assertThat(browser.find("#keys").isDisplayed()).isTrue();
      browser.press(Keys.ESCAPE);
      browser.press(Keys.chord(Keys.CONTROL, "k"));
      browser.press("why", Keys.ENTER);
      browser.await("document.activeElement.id === 'causes-title'");
    }
  }

  @Test
  void theKillSwitchIsOneClickAwayAndItsStateIsOnEveryPage(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));

      Object room = browser.run("window.before = true; return location.pathname");
      browser.find("#kill button").click();
      browser.await("!window.before && document.querySelector('.stop-banner') !== null");

      assertThat(shown.home.stopped()).contains("stopped on the page by operator");
      assertThat(browser.run("window.before = true; return location.pathname")).isEqualTo(room);
      browser.find("#kill button").click();
      browser.await("!window.before && document.querySelector('.stop-banner') === null");
      assertThat(shown.home.stopped()).isEmpty();
      assertThat(browser.run("return location.pathname")).isEqualTo(room);
    }
  }

  @Test
  void theKillSwitchThatIsSetElsewhereShowsInTheRoomAtOnce(@TempDir Path home) throws Exception {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));
      browser.find("#reason").sendKeys("half a sent");

      shown.home.stop("stopped at a terminal");
      browser.await("document.querySelector('.stop-banner') !== null");

      assertThat(browser.text("#stopped")).contains("stopped at a terminal");
      assertThat(browser.text("#kill")).contains("Allow actions");
      browser.find("#reason").sendKeys("ence");
      assertThat(browser.find("#reason").getDomProperty("value")).isEqualTo("half a sentence");
      shown.home.resume();
      browser.await("document.querySelector('.stop-banner') === null");
      assertThat(browser.text("#kill")).contains("Stop all");
    }
  }

  @Test
  void whileAllActionsAreStoppedNothingIsApprovedAndTheRequestStaysOpen(@TempDir Path home)
      throws Exception {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));
      browser.find("#confirm").sendKeys("checkout-api");
      assertThat(browser.find(".while-stopped").isDisplayed()).isFalse();

      shown.home.stop("stopped at a terminal");
      browser.await("document.querySelector('.stop-banner') !== null");

      assertThat(browser.find("button[value=approve]").isEnabled()).isFalse();
      assertThat(browser.find("button[value=reject]").isEnabled()).isTrue();
      assertThat(browser.text(".while-stopped")).contains("All actions are stopped");
      browser.run("document.querySelector('button[value=approve]').disabled = false");
      browser.find("button[value=approve]").click();
      browser.await(
          "document.querySelector('#decision .result').textContent.includes('stays open until')");
      ApprovalRequest request = (ApprovalRequest) Stories.waiting().getLast().payload();
      assertThat(shown.asked.poll(request)).isEmpty();

      shown.home.resume();
      browser.await("document.querySelector('.stop-banner') === null");
      browser.find("button[value=approve]").click();
      browser.await("document.querySelector('#decision .result').textContent.includes('Approved')");
      assertThat(shown.asked.poll(request)).isPresent();
    }
  }

  @Test
  void whatIsFocusedIsNeverHiddenBehindAnotherPart(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));
      for (int width : List.of(1440, 320)) {
        browser.size(width, 640);
        browser.run("window.scrollTo(0, 0); document.activeElement.blur();");
        List<Object> hidden = new ArrayList<>();
        int stops = 0;
        for (; stops < 200; stops++) {
          browser.press(Keys.TAB);
          Object found = browser.run(COVERED);
          if ("round".equals(found)) {
            break;
          }
          if (!"seen".equals(found)) {
            hidden.add(width + ": " + found);
          }
        }
        assertThat(stops).isBetween(15, 199);
        assertThat(hidden).isEmpty();
      }
      browser.size(1440, 900);
    }
  }

  /** Where the keys are, as {@code seen}; "round" when they have left the page again. */
  private static final String COVERED =
      """
      const e = document.activeElement;
      if (!e || e === document.body || e.dataset.visited === innerWidth + '') return 'round';
      e.dataset.visited = innerWidth;
      const box = e.getBoundingClientRect();
      const seen = (x, y) => { const at = document.elementFromPoint(x, y); return at && (e.contains(at) || at.contains(e)); };
      for (const x of [box.left + 2, (box.left + box.right) / 2, box.right - 2])
        for (const y of [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2])
          if (seen(x, y)) return 'seen';
      return e.tagName + ' ' + e.id + ' ' + e.textContent.slice(0, 30) + ' ' + JSON.stringify(box);
      """;

  @Test
  void whatIsSaidAnywhereIsAnnouncedAndNothingMovesForWhoeverWantsItStill(@TempDir Path home) {
    List<RoomMessage> log = Stories.waiting();
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(log.subList(0, 3));
      enter(shown, room);

      shown.say(log.get(3));
      browser.await("document.getElementById('said').textContent.includes('@validator')");

      assertThat(browser.find("#said").getDomAttribute("aria-live")).isEqualTo("polite");
      assertThat(browser.run(MOVES)).isEqualTo(List.of());
    }
  }

  /** What is animated where the system asks for reduced motion. */
  private static final String MOVES =
      """
      const still = [...document.styleSheets].flatMap(s => [...s.cssRules])
          .filter(r => r.media && r.media.mediaText.includes('prefers-reduced-motion'));
      if (!still.length) return ['no rule'];
      return document.getAnimations().filter(a => !a.effect || a.effect.getTiming().iterations === Infinity)
          .map(a => a.animationName ?? 'transition');
      """;

  @Test
  void everyTargetIsLargeEnoughForAFinger(@TempDir Path home) {
    try (ShownLog shown = new ShownLog(home)) {
      enter(shown, shown.say(Stories.waiting()));
      assertThat(browser.run(SMALL.replace("LEAST", "24"))).isEqualTo(List.of());
      browser.size(320, 640);

      assertThat(browser.run(SMALL.replace("LEAST", "24"))).isEqualTo(List.of());
      assertThat(
              browser.run(
                  SMALL
                      .replace("LEAST", "44")
                      .replace("button, a.button, summary, input", "[data-card] button")))
          .isEqualTo(List.of());
      browser.size(1440, 900);
    }
  }

  /** Controls that are lower or narrower. */
  private static final String SMALL =
      """
      return [...document.querySelectorAll('button, a.button, summary, input')]
          .filter(e => e.offsetParent !== null && e.type !== 'hidden')
          .map(e => [e, e.getBoundingClientRect()])
          .filter(([e, b]) => b.width < LEAST || b.height < LEAST)
          .map(([e, b]) => e.tagName + ' ' + e.textContent.slice(0, 30) + ' ' + b.width + 'x' + b.height);
      """;

  @Test
  void hostileTextIsShownAndDoesNothing(@TempDir Path home) {
    String markup =
        "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
    String hostile = markup + "\u001b[2J\u202Eevil\u2066 &amp; ${7*7} ";
    Log log = new Log("INC-2026-0001");
    List<RoomMessage> all = new ArrayList<>(Stories.waiting().subList(0, 2));
    all.forEach(m -> log.say(5, m.sender(), m.text(), m.payload()));
    Evidence evidence =
        new Evidence(
            "e9",
            hostile,
            hostile + "\nSELECT 1",
            "sql",
            List.of(hostile),
            List.of(List.of(hostile)));
    log.say(20, Handle.DIAGNOSTICIAN, hostile, new Answer(hostile, List.of(evidence)));
    log.say(
        21, Handle.DIAGNOSTICIAN, "long", new Answer(markup + "x".repeat(1_000_000), List.of()));
    try (ShownLog shown = new ShownLog(home)) {
      RoomId room = shown.say(log.messages().subList(0, 3));
      browser.open(URI.create("about:blank"));
      browser.complaints();
      enter(shown, room);
      shown.say(log.messages().get(3));
      browser.await("document.querySelectorAll('#log .message').length === 4");

      assertThat(browser.run("return document.title")).isEqualTo(room + " · Aegis");
      assertThat(browser.all("#log img, #log script")).isEmpty();
      assertThat(browser.text("#m3")).contains(markup, "<001b>[2J<202e>evil<2066>", "${7*7}");
      assertThat(browser.text("#m4").length()).isBetween(2_000, 3_000);
      assertThat(browser.text("#m4")).contains(markup);
      assertThat(browser.text("#m4")).contains("more characters in the record");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}

package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.access.Role;
import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.RoomId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** What a page offers to whom: nothing that the server would refuse. */
class RolePageTest {
  private static final String PASSWORD = "correct horse battery";
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

  private void enter(ShownLog shown, String name, Role role) {
    Ran.typing(PASSWORD, user, "account", "add", name, "--role", role.word());
    browser.open(shown.address("/login"));
    browser.find("#name").sendKeys(name);
    browser.find("#password").sendKeys(PASSWORD);
    browser.find("form[action='/login'] button").click();
    browser.await("document.querySelector('.person') !== null");
  }

  private static boolean offers(String css) {
    List<WebElement> found = browser.all(css);
    return !found.isEmpty() && found.stream().allMatch(WebElement::isDisplayed);
  }

  private static void leave() {
    browser.find("form[action='/logout'] button").click();
    browser.await("location.pathname === '/login'");
  }

  @Test
  void aPageOffersWhatTheRoleMayAndSaysWhoMayTheRest() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      RoomId room = shown.say(Stories.waiting());
      for (Role role : Role.values()) {
        enter(shown, "a-" + role.word(), role);
        browser.size(1440, 900);
        browser.open(shown.room(room));
        browser.await("document.getElementById('live').textContent === 'live'");

        boolean speaks = role != Role.VIEWER;
        boolean decides = role == Role.APPROVER || role == Role.ADMIN;
        assertThat(offers("#question")).as(role + " asks").isEqualTo(speaks);
        assertThat(offers(".may-not[data-for=speak]")).isEqualTo(!speaks);
        assertThat(offers("#m2 .doubt")).as(role + " challenges").isEqualTo(speaks);
        assertThat(offers("form[action='/stop']")).as(role + " stops").isEqualTo(speaks);
        assertThat(offers("button[value=reject]")).as(role + " decides").isEqualTo(decides);
        assertThat(offers(".may-not[data-for=decide]")).isEqualTo(!decides);
        assertThat(browser.text(".person")).contains("a-" + role.word(), role.word());
        if (role == Role.VIEWER) {
          looked("viewer");
        }
        browser.open(shown.address("/rooms/" + room + "?challenge=2"));
        assertThat(offers("#challenge[open]")).as(role + " is asked why").isEqualTo(speaks);
        browser.open(shown.address("/"));
        leave();
      }
    }
  }

  @Test
  void aResponderStopsAllAndAnAdminAloneAllowsItAgain() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      enter(shown, "rob", Role.RESPONDER);
      browser.run("window.before = true");
      browser.find("form[action='/stop'] button").click();
      browser.await("!window.before && document.querySelector('.stop-banner') !== null");
      assertThat(shown.home.stopped()).contains("stopped on the page by rob");
      assertThat(offers("form[action='/resume']")).isFalse();
      assertThat(browser.text(".kill")).contains("an admin allows them again");
      leave();
      enter(shown, "ada", Role.ADMIN);
      browser.find("form[action='/resume'] button").click();
      browser.await("document.querySelector('.stop-banner') === null");
      assertThat(shown.home.stopped()).isEmpty();
      leave();
    }
  }

  @Test
  void whoApprovedSeesThatSomebodyElseHasTo() {
    try (ShownLog shown = new ShownLog(user.resolve(".aegis"))) {
      RoomId room = shown.say(Stories.waitingForTwo());
      enter(shown, "anna", Role.APPROVER);
      browser.open(shown.room(room));
      browser.await("document.getElementById('live').textContent === 'live'");
      assertThat(browser.text("#decision")).contains("0 of 2 approved");
      browser.find("#confirm").sendKeys("checkout-api");
      browser.find("button[value=approve]").click();
      browser.await("document.querySelector('#decision .result').textContent.includes('1 of 2')");
      assertThat(browser.find("button[value=approve]").isEnabled()).isFalse();

      shown.say(Stories.oneOfTwo("anna"));

      browser.await("document.getElementById('decision').textContent.includes('not anna')");
      assertThat(browser.text("#decision .result")).contains("somebody else has to");
      assertThat(browser.find("button[value=approve]").isEnabled()).isFalse();
      looked("one-of-two");
      leave();
    }
  }

  private static void looked(String name) {
    assertThat(
            Stream.of("light", "dark", "320").flatMap(look -> looked(name, look).stream()).toList())
        .isEmpty();
    browser.size(1440, 900);
    browser.dark(false);
  }

  private static List<String> looked(String name, String look) {
    browser.size(look.equals("320") ? 320 : 1440, 900);
    browser.dark(look.equals("dark"));
    browser.screenshot(
        Repository.here()
            .root()
            .resolve("app/target/screenshots/role-" + name + "-" + look + ".png"));
    return browser.violations();
  }
}

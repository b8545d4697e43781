package dev.aegis.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * A person in front of the war room of a lab that is up: real processes break, a fix that the
 * replay vouches for is approved with a click and really carried out.
 */
class LabWarRoomIT {
  /** A bound, not an expectation: each step takes seconds to two minutes on an idle machine. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path temporary;
  private Browser browser;
  private Process lab;
  private Thread reading;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private CompletableFuture<URI> link = new CompletableFuture<>();

  @BeforeEach
  void up() throws IOException {
    browser = Browser.start();
    browser.size(1440, 900);
    start();
  }

  private void start() throws IOException {
    CompletableFuture<URI> told = new CompletableFuture<>();
    link = told;
    lab = aegis("lab", "up").redirectError(temporary.resolve("up.err").toFile()).start();
    reading =
        Thread.ofPlatform()
            .daemon()
            .start(() -> read(lab.inputReader(StandardCharsets.UTF_8).lines(), told));
  }

  @AfterEach
  void down() throws InterruptedException {
    if (browser != null) {
      browser.close();
    }
    if (lab != null) {
      lab.destroy();
      assertThat(lab.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsApprovedWithAClickIsReallyDoneInTheLab() throws Exception {
    untilADecisionIsWanted();
    assertThat(browser.text("#log")).contains("PASS");
    assertThat(browser.text("#decision")).contains("v2.4.0", "v2.3.0");
    stopAndAllow();
    approve();

    browser.await("document.querySelector('#report pre') !== null", LIMIT);
    browser.screenshot(ROOT.resolve("lab/target/screenshots/lab.png"));
    assertThat(browser.text("#head")).contains("Resolved");
    assertThat(browser.text("#decision")).contains("Approved by operator");
    assertThat(browser.all(".steps .tone-good")).isNotEmpty();
    assertThat(browser.text("#steps")).contains("Held", "forecast", "measured");
    lab.destroy();
    assertThat(reading.join(LIMIT)).isTrue();
    assertThat(said).anyMatch(line -> line.contains("RESOLVED"));
    assertThat(temporary.resolve("home/lab/oncall/INC-2026-0001.md")).isNotEmptyFile();
  }

  private void approve() {
    for (WebElement typed : browser.all("#confirm")) {
      typed.sendKeys("checkout-api");
    }
    browser.find("button[value=approve]").click();
  }

  private void untilADecisionIsWanted() throws Exception {
    browser.open(link.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    browser.await("document.body.textContent.includes('scraped every 2 s')", LIMIT);
    assertThat(inject("bad-deploy")).isZero();
    browser.await("document.querySelector('.incident .what a') !== null", LIMIT);
    browser.find(".incident .what a").click();
    browser.await("document.querySelector('.card.waiting') !== null", LIMIT);
  }

  /** In the middle of the incident: nothing can be approved, and the request stays open. */
  private void stopAndAllow() throws IOException {
    browser.find("#kill button").click();
    browser.await("document.querySelector('.stop-banner') !== null", LIMIT);
    browser.await("document.querySelector('button[value=approve]').disabled", LIMIT);
    browser.screenshot(ROOT.resolve("lab/target/screenshots/lab-stopped.png"));
    assertThat(browser.text("#decision")).contains("All actions are stopped");
    browser.find("#kill button").click();
    browser.await("document.querySelector('.stop-banner') === null", LIMIT);
    browser.await("document.querySelector('.card.waiting') !== null", LIMIT);
  }

  /** A lab begins anew: what was left open goes on, and its plan does not fit any more. */
  @Test
  void aRoomThatWasOpenWhenItsProcessWasKilledGoesOnInTheNextOne() throws Exception {
    untilADecisionIsWanted();
    assertThat(lab.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    browser.await("!document.getElementById('offline').hidden", LIMIT);
    browser.screenshot(ROOT.resolve("lab/target/screenshots/lab-killed.png"));
    assertThat(browser.find("button[value=approve]").isEnabled()).isFalse();

    start();
    browser.open(link.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    browser.await("document.querySelector('.incident .what a') !== null", LIMIT);
    browser.find(".incident .what a").click();
    browser.await("document.querySelector('.card.waiting') !== null", LIMIT);
    browser.screenshot(ROOT.resolve("lab/target/screenshots/lab-goes-on.png"));
    approve();
    browser.await("document.querySelector('.card.handover') !== null", LIMIT);
    browser.screenshot(ROOT.resolve("lab/target/screenshots/lab-went-on.png"));
    assertThat(browser.text("#log")).contains("the approval is void", "the targets now show");
    assertThat(browser.text("#log")).doesNotContain("DISPATCHED");
  }

  private void read(Stream<String> lines, CompletableFuture<URI> told) {
    lines.forEach(line -> {
      said.add(line);
      if (line.contains("/enter?")) {
        told.complete(URI.create(line.strip()));
      }
    });
    told.completeExceptionally(new AssertionError("no link was told: " + said));
  }

  private int inject(String fault) throws IOException, InterruptedException {
    Process command = aegis("lab", "inject", fault).inheritIO().start();
    assertThat(command.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return command.exitValue();
  }

  private ProcessBuilder aegis(String... arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("aegis").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AEGIS_BUILD", "never");
    builder.environment().put("AEGIS_HOME", temporary.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }
}

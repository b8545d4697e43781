package dev.aegis.app.scenario;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;

/** How long the story on the page takes somebody who approves at once; a stopwatch. */
final class StoryTimes {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private StoryTimes() {}

  public static void main(String[] arguments) throws Exception {
    ProcessBuilder starting =
        new ProcessBuilder("./aegis", "demo", "--web")
            .directory(Repository.here().root().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    starting.environment().put("AEGIS_HOME", Files.createTempDirectory("story").toString());
    Process demo = starting.start();
    try (Browser browser = Browser.start();
        BufferedReader err =
            new BufferedReader(
                new InputStreamReader(demo.getErrorStream(), StandardCharsets.UTF_8))) {
      browser.size(1440, 900);
      browser.open(link(err));
      long opened = System.nanoTime();
      browser.await("document.querySelector('.incident .what a') !== null");
      told("the incident is in the list", opened);
      browser.find(".incident .what a").click();
      shows(browser, opened, "the first fix is rejected", ".verdict-REJECT");
      shows(browser, opened, "the decision is asked for", ".card.waiting");
      browser.find("#confirm").sendKeys("checkout-api");
      browser.find("button[value=approve]").click();
      shows(browser, opened, "the postmortem is there", "#report pre");
    } finally {
      demo.descendants().forEach(ProcessHandle::destroy);
      demo.destroy();
    }
  }

  private static URI link(BufferedReader err) throws IOException {
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.contains("/enter?")) {
        return URI.create(line.strip());
      }
    }
    throw new IOException("no link was told");
  }

  private static void shows(Browser browser, long since, String what, String selector) {
    browser.await("document.querySelector('" + selector + "') !== null", LONGEST);
    told(what, since);
  }

  private static void told(String what, long since) {
    System.out.printf(
        Locale.ROOT, "%-30s after %5.1f s%n", what, (System.nanoTime() - since) / 1e9);
  }
}

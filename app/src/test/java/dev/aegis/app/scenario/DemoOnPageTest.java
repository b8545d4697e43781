package dev.aegis.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ApprovalMode;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import dev.aegis.app.testkit.Browser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story in a real browser, from the first alert over a click to the postmortem. */
class DemoOnPageTest {
  private static final double FASTER = 20;

  @Test
  void theStoryIsToldOnThePageAndEndsByItself(@TempDir Path home) throws Exception {
    PipedInputStream told = new PipedInputStream(1 << 16);
    try (Browser browser = Browser.start();
        BufferedReader err =
            new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8))) {
      CompletableFuture<ExitCode> demo =
          play(home, new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8));
      browser.size(1440, 900);
      browser.open(link(err));
      browser.await("document.querySelector('.incident .what a') !== null");
      browser.find(".incident .what a").click();

      browser.await("document.querySelector('.verdict-REJECT') !== null");
      browser.await("document.querySelector('.card.waiting') !== null");
      browser.find("#confirm").sendKeys("checkout-api");
      browser.find("button[value=approve]").click();

      browser.await("document.querySelector('#head').textContent.includes('Resolved')");
      browser.await("document.querySelector('#report pre') !== null");
      assertThat(browser.text("#decision")).contains("Approved by operator");
      assertThat(browser.all(".steps .tone-good")).hasSize(2);
      assertThat(browser.text("#steps")).contains("Held", "forecast", "measured");
      assertThat(browser.violations()).isEmpty();
      browser.open(URI.create("about:blank"));

      assertThat(demo.get(1, TimeUnit.MINUTES)).isEqualTo(ExitCode.DONE);
    }
  }

  private static URI link(BufferedReader err) throws IOException {
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.contains("/enter?")) {
        return URI.create(line.strip());
      }
    }
    throw new AssertionError("no link was told");
  }

  private static CompletableFuture<ExitCode> play(Path home, PrintStream err) {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(
            out,
            out,
            err,
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    DemoRun.Options options =
        new DemoRun.Options("leak", OptionalLong.empty(), ApprovalMode.ASK, false, false, true);
    return CompletableFuture.supplyAsync(
        () -> new Demo(new StateDirectory(home, home), FASTER).run(options, streams),
        task -> Thread.ofPlatform().daemon().name("demo").start(task));
  }
}

package dev.aegis.app.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser, Chromium, without a window; one that is new and knows nobody. */
public final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofSeconds(10);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; a test that calls this is skipped where there is none. */
  public static Browser start() {
    return start(/* anyCertificate= */ false);
  }

  /** The same for a user who accepts the certificate of a test. */
  public static Browser startBelievingAnyCertificate() {
    return start(/* anyCertificate= */ true);
  }

  private static Browser start(boolean anyCertificate) {
    Path chromium = Needs.program("chromium");
    Path chromedriver = Needs.program("chromedriver", "chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setAcceptInsecureCerts(anyCertificate);
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(LOOK);
    return new Browser(driver);
  }

  public void open(URI address) {
    driver.get(address.toString());
  }

  /** Of the page that is shown. */
  public URI address() {
    return URI.create(driver.getCurrentUrl());
  }

  /** Whether pages may run scripts, as its user has it. */
  public void scripts(boolean on) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  /** How wide and high the page is shown. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Whether its user likes dark pages. */
  public void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Shows pages as on paper, or on a screen again. */
  public void paper(boolean paper) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", paper ? "print" : ""));
  }

  /** Cuts the browser off, or lets it in again. */
  public void offline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  public String text(String css) {
    return find(css).getText();
  }

  /** Types on the page itself. */
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Waits until a script is true, also over a change of pages; fails when it never is. */
  public void await(String script) {
    await(script, PATIENCE);
  }

  /** The same for what takes longer. */
  public void await(String script, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    do {
      try {
        if (Boolean.TRUE.equals(driver.executeAsyncScript(watching(script)))) {
          return;
        }
      } catch (ScriptTimeoutException | JavascriptException e) {
        // The page was left while it was looked at; the next one is looked at.
      }
    } while (System.nanoTime() < end);
    throw new AssertionError("never came true: " + script);
  }

  /**
   * Waits until a part of the page has these words, over a change of pages and where no script
   * runs; fails when it never has.
   */
  public void awaitText(String css, String words) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String found = "nothing";
    do {
      try {
        found = text(css);
        if (found.contains(words)) {
          return;
        }
      } catch (WebDriverException e) {
        // The page was left while it was looked at; the next one is looked at.
      }
    } while (System.nanoTime() < end);
    throw new AssertionError("expected " + css + " to have “" + words + "”, found: " + found);
  }

  private static String watching(String script) {
    return """
    const done = arguments[0];
    const look = () => {
      try { if (SCRIPT) return done(true); } catch { }
      setTimeout(look, 30);
    };
    look();
    """
        .replace("SCRIPT", script);
  }

  public @Nullable Object run(String script) {
    return driver.executeScript(script);
  }

  /** A picture of the whole page. */
  public void screenshot(Path file) {
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of(
                "format",
                "png",
                "captureBeyondViewport",
                true,
                "clip",
                Map.of(
                    "x",
                    0,
                    "y",
                    0,
                    "scale",
                    1,
                    "width",
                    driver.executeScript("return document.documentElement.clientWidth"),
                    "height",
                    driver.executeScript("return document.documentElement.scrollHeight"))));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode((String) shot.get("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core finds against WCAG 2.2 AA, a line each. */
  public List<String> violations() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
              rules: {'target-size': {enabled: true}}
            }).then(r => done(r.violations.flatMap(v => v.nodes.map(
                n => v.id + ' at ' + n.target.join(' ') + ': ' + n.failureSummary.replace(/\\s+/g, ' ')))),
              e => done(['axe failed: ' + e]));
            """);
    return found instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static String axe() {
    try (InputStream in =
        Browser.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Errors on its console, such as what the content security policy refused. */
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}

package dev.aegis.app.serve;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Log;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Answer;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.Question;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/**
 * How fast the page of a large room is, for {@code bench/page.sh}: not a test, since it measures
 * time.
 */
final class PageTimes {
  static final int MESSAGES = 1_000;
  private static final int OPENED = 20;
  private static final int VIEWERS = 200;
  private static final int SAID = 50;

  private PageTimes() {}

  public static void main(String[] args) throws Exception {
    Path home = Files.createTempDirectory("page-times");
    try (ShownLog shown = new ShownLog(home)) {
      List<RoomMessage> log = large();
      RoomId room = shown.say(log.subList(0, MESSAGES));
      try (Browser browser = Browser.start()) {
        browser.size(1440, 900);
        browser.open(shown.server.link());
        opened(browser, shown, room);
      }
      viewers(shown, room, log.subList(MESSAGES, log.size()));
    }
  }

  /** A room that waits for its decision, in which much was asked and answered. */
  static List<RoomMessage> large() {
    Log log = new Log("INC-2026-0001");
    for (int i = 0; log.messages().size() < (MESSAGES - 9); i++) {
      log.say(i, Handle.HUMAN, "asks", new Question("p99 by version, asked " + i));
      String words = "mean of latency_p99_ms by version: v2.3.1 1780; v2.3.0 208, look " + i;
      log.say(i, Handle.DIAGNOSTICIAN, "answers", new Answer(words, List.of()));
    }
    List<RoomMessage> all = new ArrayList<>();
    Stories.waiting().forEach(all::add);
    log.messages().forEach(m -> all.add(renamed(m)));
    for (int i = 0; i < SAID; i++) {
      all.add(renamed(log.messages().get(1), "more-" + i));
    }
    return all;
  }

  private static RoomMessage renamed(RoomMessage m) {
    return renamed(m, "large-" + m.id().value());
  }

  private static RoomMessage renamed(RoomMessage m, String id) {
    return new RoomMessage(
        m.wireVersion(),
        m.room(),
        m.seq(),
        new MessageId(id),
        null,
        m.sender(),
        m.mentions(),
        m.text(),
        m.payload(),
        Log.at(70));
  }

  private static void opened(Browser browser, ShownLog shown, RoomId room) {
    double[] paint = new double[OPENED];
    double[] whole = new double[OPENED];
    double[] key = new double[OPENED];
    for (int i = 0; i < OPENED; i++) {
      browser.open(shown.room(room));
      browser.await("document.querySelectorAll('[data-plot] canvas').length === 2");
      whole[i] = number(browser, "performance.now()");
      // It is told some time after it was painted.
      browser.await("performance.getEntriesByName('first-contentful-paint').length === 1");
      paint[i] =
          number(browser, "performance.getEntriesByName('first-contentful-paint')[0].startTime");
      browser.run(
          "window.took = -1; const at = performance.now();"
              + "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}));"
              + "requestAnimationFrame(() => requestAnimationFrame(() => {"
              + " window.took = document.querySelector('.at') ? performance.now() - at : -1; }));");
      browser.await("window.took >= 0");
      key[i] = number(browser, "window.took");
    }
    report("first paint of a room with " + MESSAGES + " messages, ms", paint);
    report("room drawn with its plots, ms", whole);
    report("key j until the frame after next, ms", key);
    System.out.printf(
        Locale.ROOT,
        "%-52s %8.0f%n",
        "bytes of a room's page with all it loads",
        number(browser, WEIGHT));
  }

  /** What a page and everything that it loaded weighs, as it was sent. */
  static final String WEIGHT =
      "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
          + ".reduce((sum, e) => sum + e.encodedBodySize, 0)";

  private static double number(Browser browser, String script) {
    return browser.run("return " + script) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static void viewers(ShownLog shown, RoomId room, List<RoomMessage> more)
      throws InterruptedException, IOException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    String cookie =
        client
            .send(
                HttpRequest.newBuilder(shown.server.link()).build(),
                HttpResponse.BodyHandlers.discarding())
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow()
            .split(";", 2)[0];
    long[] said = new long[MESSAGES + SAID + 1];
    ConcurrentLinkedQueue<Double> took = new ConcurrentLinkedQueue<>();
    CountDownLatch looking = new CountDownLatch(VIEWERS);
    CountDownLatch over = new CountDownLatch(VIEWERS);
    URI events = shown.address("/rooms/" + room + "/events?after=" + MESSAGES);
    HttpRequest request = HttpRequest.newBuilder(events).header("Cookie", cookie).build();
    for (int i = 0; i < VIEWERS; i++) {
      Thread.ofVirtual()
          .start(() -> {
            look(client, request, looking, seq -> took.add((System.nanoTime() - said[seq]) / 1e6));
            over.countDown();
          });
    }
    looking.await();
    for (int i = 0; i < SAID; i++) {
      said[MESSAGES + 1 + i] = System.nanoTime();
      shown.say(more.get(i));
      Thread.sleep(200);
    }
    over.await();
    report(
        "from said to seen by each of " + VIEWERS + " viewers, ms",
        took.stream().mapToDouble(Double::doubleValue).toArray());
    System.out.printf("%-52s %8d of %d%n", "messages that came", took.size(), VIEWERS * SAID);
    client.shutdownNow();
  }

  /** Reads a room's events until its last message. */
  private static void look(
      HttpClient client, HttpRequest request, CountDownLatch looking, IntConsumer seen) {
    try {
      Iterator<String> lines =
          client.send(request, HttpResponse.BodyHandlers.ofLines()).body().iterator();
      looking.countDown();
      int seq = 0;
      while (seq < MESSAGES + SAID && lines.hasNext()) {
        String line = lines.next();
        if (line.startsWith("id: ")) {
          seq = Integer.parseInt(line.substring(4));
          seen.accept(seq);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void report(String what, double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-52s median %7.1f  p95 %7.1f  most %7.1f%n",
        what,
        sorted[sorted.length / 2],
        sorted[(int) (0.95 * (sorted.length - 1))],
        sorted[sorted.length - 1]);
  }
}

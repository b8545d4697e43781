package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Repository;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the readme shows of the page and of the terminal is what they show. */
class ReadmePicturesTest {
  private static final Path ROOT = Repository.here().root();
  private static final Path STORY = Path.of("src/test/resources/golden/stories/leak");

  /** What shows the time that goes by. */
  private static final String TICKING = "[data-since], [data-until]";

  private static final String PICTURE = "docs/images/room.png";

  /** The words on the picture are kept beside it; who rewrites them makes the picture anew. */
  @Test
  void thePictureOfTheRoomHasTheWordsOfTheRoom(@TempDir Path home) throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("(" + PICTURE + ")");
    try (Browser browser = Browser.start();
        ShownLog shown = new ShownLog(home)) {
      browser.open(shown.server.link());
      RoomId room = shown.say(untilSomebodyIsAsked());
      browser.size(1440, 900);
      browser.open(shown.room(room));
      browser.await("document.querySelectorAll('[data-plot] canvas').length === 2");
      if (Boolean.getBoolean("aegis.golden.rewrite")) {
        browser.screenshot(ROOT.resolve(PICTURE));
      }
      browser.run("document.querySelectorAll('" + TICKING + "').forEach(e => e.remove())");
      Golden.matches("golden/page/room.txt", browser.text("main") + "\n");
    }
    assertThat(ROOT.resolve(PICTURE)).exists();
  }

  @Test
  void theTerminalOfTheReadmeIsAPieceOfTheDemo() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int from = readme.indexOf("```text\n");
    assertThat(from).as("a block of text in README.md").isPositive();
    String shown = readme.substring(from + 8, readme.indexOf("```", from + 8));
    assertThat(shown).hasLineCount(30);
    assertThat(Files.readString(STORY.resolve("transcript.txt"))).contains(shown);
  }

  private static List<RoomMessage> untilSomebodyIsAsked() throws IOException {
    List<RoomMessage> log = new ArrayList<>();
    for (String line : Files.readAllLines(STORY.resolve("room.jsonl"))) {
      RoomMessage message = RoomJson.read(line);
      log.add(message);
      if (message.payload() instanceof ApprovalRequest) {
        return log;
      }
    }
    throw new AssertionError("nobody is asked in " + STORY);
  }
}

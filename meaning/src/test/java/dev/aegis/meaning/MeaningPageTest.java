package dev.aegis.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.oncall.AskedOnPage;
import dev.aegis.app.page.HealthView;
import dev.aegis.app.serve.PageServer;
import dev.aegis.app.testkit.Browser;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Draft;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person finds on the page who has other words for it. */
class MeaningPageTest {
  private static final Path SHOTS =
      Path.of("..").toAbsolutePath().normalize().resolve("meaning/target/screenshots");

  @Test
  void thePageShowsWhatIsNearInMeaningBesideWhatHasTheWords(@TempDir Path directory) {
    StateDirectory home = new StateDirectory(directory, directory);
    List<RoomMessage> leak = Stories.leak();
    try (Journal journal =
            Journal.open(directory.resolve("rooms"), InstantSource.fixed(leak.getLast().ts()));
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
        PageServer page =
            PageServer.start(
                0,
                journal,
                home,
                InstantSource.fixed(leak.getLast().ts()),
                new AskedOnPage(),
                () -> HealthView.NOTHING,
                _ -> {});
        Browser browser = Browser.start()) {
      RoomId room = journal.openRoom(leak.getFirst().ts());
      leak.forEach(m ->
          bus.connect(m.sender())
              .post(
                  room,
                  List.of(
                      new Draft(
                          m.id(),
                          m.repliedTo().orElse(null),
                          m.mentions(),
                          m.text(),
                          m.payload()))));
      browser.size(1440, 900);
      browser.open(page.link());

      browser.open(page.address().resolve("/?q=heap+exhausted+after+a+release"));
      browser.await("document.getElementById('near-title') !== null");

      assertThat(browser.text("#past")).contains("Nothing has the words", "Near in meaning");
      assertThat(browser.find("#past tbody tr").getText()).contains(room.toString());
      assertThat(browser.violations()).isEmpty();
      browser.screenshot(SHOTS.resolve("near.png"));
      browser.open(page.address().resolve("/?q=unicorn"));
      browser.await("!document.body.textContent.includes('Reading what is near')");
      assertThat(browser.all("#near-title")).isEmpty();
    }
  }
}

package dev.aegis.app.band;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.journal.MortalJournal;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.testkit.Stories;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What was acknowledged to somebody outside is there after a crash at any moment of a write. */
class BandCrashTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T03:10:00Z"));
  private static final int WORDS = 4;
  private static final int MOST_MOMENTS = 60;

  @TempDir Path directory;

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Band band(Journal journal, LocalBus bus, Path home) {
    return Band.open(
        journal,
        bus,
        new StateDirectory(home, home),
        Masking.standard(() -> "key".getBytes(UTF_8)),
        List.of(),
        CLOCK,
        e -> {
          throw e;
        });
  }

  private static RoomId incident(Path home) {
    try (Journal journal = Journal.open(home.resolve("oncall"), CLOCK);
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      RoomId room = journal.openRoom(CLOCK.instant());
      RoomMessage signal = Stories.leak().getFirst();
      bus.connect(signal.sender())
          .post(
              room,
              List.of(
                  new Draft(
                      signal.id(), null, signal.mentions(), signal.text(), signal.payload())));
      return room;
    }
  }

  private static String key(Path home) {
    Key.Made made = Key.make(PartyType.USER, "anna", "A key.", CLOCK.instant(), new SecureRandom());
    assertThat(new Keys(new StateDirectory(home, home)).add(made.key())).isTrue();
    return made.text();
  }

  private static ApiReply post(Band band, String key, RoomId room, String words) {
    String observer = Crew.of(Handle.OBSERVER).id().toString();
    return band.answer(
        new ApiRequest(
            "POST",
            Band.PEOPLE + "chats/" + IncidentBridge.chatOf(room) + "/messages",
            "",
            key,
            "{\"message\":{\"content\":\""
                + words
                + "\",\"mentions\":[{\"id\":\""
                + observer
                + "\"}]}}"));
  }

  /** Says some words until the crash; what was acknowledged. */
  private static List<String> said(Path home, String key, RoomId room, int crashAt) {
    AtomicInteger moments = new AtomicInteger();
    List<String> acknowledged = new ArrayList<>();
    try (Journal journal =
            MortalJournal.open(
                home.resolve("oncall"),
                CLOCK,
                _ -> {
                  if (moments.incrementAndGet() == crashAt) {
                    throw new Crash();
                  }
                });
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
        Band band = band(journal, bus, home)) {
      for (int i = 0; i < WORDS; i++) {
        ApiReply reply = post(band, key, room, "word-" + i);
        assertThat(reply.status()).as(reply.json()).isEqualTo(201);
        acknowledged.add("word-" + i);
      }
      acknowledged.add("all");
    } catch (Crash e) {
      // The process is dead; the next one finds what it left.
    }
    return acknowledged;
  }

  @Test
  void nothingAcknowledgedIsLostAndNothingIsSaidTwiceInTheRoom() throws Exception {
    boolean whole = false;
    for (int moment = 1; !whole && moment < MOST_MOMENTS; moment++) {
      Path home = Files.createDirectory(directory.resolve("m" + moment));
      RoomId room = incident(home);
      String key = key(home);

      List<String> acknowledged = said(home, key, room, moment);

      whole = acknowledged.remove("all");
      try (Journal journal = Journal.open(home.resolve("oncall"), CLOCK);
          LocalBus bus = new LocalBus(journal, (_, _, _) -> {});
          Band band = band(journal, bus, home)) {
        assertThat(journal.check()).isEmpty();
        ApiReply chat =
            band.answer(
                new ApiRequest(
                    "GET",
                    Band.PEOPLE + "chats/" + IncidentBridge.chatOf(room) + "/messages",
                    "limit=100",
                    key,
                    ""));
        List<String> kept = new ArrayList<>();
        JsonNode json = WireJson.parse(chat.json()).orElseThrow();
        json.path("data").forEach(m -> kept.add(word(m.path("content").asString())));
        List<String> heard =
            bus.connect(Handle.AEGIS).history(room, 0).stream()
                .map(m -> word(m.text()))
                .filter(word -> word.startsWith("word-"))
                .toList();
        assertThat(kept).as("moment %d", moment).containsAll(acknowledged);
        assertThat(heard)
            .as("moment %d: the room heard what the chat keeps, each once", moment)
            .doesNotHaveDuplicates()
            .containsExactlyElementsOf(
                kept.reversed().stream().filter(word -> word.startsWith("word-")).toList());
      }
    }
    assertThat(whole).as("every moment was reached").isTrue();
  }

  private static String word(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  @Test
  void anEntryThatWasChangedOnDiskIsFound() throws Exception {
    Path home = directory;
    RoomId room = incident(home);
    String key = key(home);
    assertThat(said(home, key, room, MOST_MOMENTS * 10)).contains("all");
    try (java.sql.Connection file =
            org.sqlite.JDBC.createConnection(
                "jdbc:sqlite:" + home.resolve("oncall/journal.db"), new java.util.Properties());
        java.sql.Statement change = file.createStatement()) {
      assertThat(
              change.executeUpdate(
                  "UPDATE chat_entries SET raw = replace(raw, 'word-1', 'word-9')"))
          .isPositive();
    }
    try (Journal journal = Journal.open(home.resolve("oncall"), CLOCK)) {
      assertThat(journal.check()).singleElement().asString().contains("of the chats");
    }
  }
}

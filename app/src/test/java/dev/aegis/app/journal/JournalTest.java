package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

class JournalTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-12-31T23:59:59Z"));
  private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");
  private static final RoomId ROOM = RoomId.of(2026, 1);

  @TempDir Path temporary;

  @Test
  void handsOutEachRoomOnceAlsoAfterItWasClosed() {
    try (Journal journal = open()) {
      assertThat(journal.openRoom(CLOCK.instant())).isEqualTo(RoomId.of(2026, 1));
      assertThat(journal.openRoom(CLOCK.instant())).isEqualTo(RoomId.of(2026, 2));
      append(journal, RoomId.of(2026, 41), "posted before it was opened");
    }
    try (Journal journal = open()) {
      assertThat(journal.openRoom(CLOCK.instant())).isEqualTo(RoomId.of(2026, 42));
      assertThat(journal.openRoom(NEW_YEAR)).isEqualTo(RoomId.of(2027, 1));
      assertThat(journal.rooms())
          .extracting(RoomId::value)
          .containsExactly(
              "INC-2026-0001", "INC-2026-0002", "INC-2026-0041", "INC-2026-0042", "INC-2027-0001");
    }
  }

  @Test
  void recognisesAfterARestartWhatWasPostedBefore() {
    List<RoomMessage> first;
    try (Journal journal = open()) {
      first = append(journal, ROOM, "a");
    }
    try (Journal journal = open()) {
      assertThat(append(journal, ROOM, "a")).isEqualTo(first);
      assertThat(append(journal, ROOM, "b").getFirst().seq()).isEqualTo(2);
      assertThat(journal.page(ROOM, 0)).hasSize(2);
    }
  }

  @Test
  void keepsAlertsUntilARoomTakesThem() {
    try (Journal journal = open()) {
      Inbox.Alert alert = journal.inbox().accept("f1", "alertmanager", "{\"raw\":\"\u0000é\"}");
      assertThat(journal.inbox().accept("f1", "alertmanager", alert.body())).isEqualTo(alert);
      journal.inbox().accept("f2", "pagerduty", "");
    }
    try (Journal journal = open()) {
      Inbox inbox = journal.inbox();
      assertThat(inbox.pending()).extracting(Inbox.Alert::id).containsExactly("f1", "f2");
      assertThat(inbox.pending().getFirst().body()).isEqualTo("{\"raw\":\"\u0000é\"}");
      RoomId room = inbox.openRoom("f1", CLOCK.instant());
      assertThat(inbox.openRoom("f1", CLOCK.instant())).isEqualTo(room);
      inbox.assign("f2", room);
      inbox.assign("f2", room);
      assertThat(inbox.pending()).isEmpty();
      assertThat(inbox.all()).extracting(Inbox.Alert::room).containsExactly(room, room);
      assertThat(journal.rooms()).containsExactly(room);
    }
    try (Journal journal = open()) {
      assertThat(journal.inbox().pending()).isEmpty();
      assertThat(journal.check()).isEmpty();
    }
  }

  @Test
  void refusesAnotherAlertUnderAKnownId() {
    try (Journal journal = open()) {
      Inbox inbox = journal.inbox();
      inbox.accept("f1", "alertmanager", "one");
      inbox.assign("f1", ROOM);
      assertRefused(
          () -> inbox.accept("f1", "alertmanager", "two"), RoomException.Code.CONFLICTING_ID, "f1");
      assertRefused(
          () -> inbox.assign("f1", RoomId.of(2026, 9)),
          RoomException.Code.CONFLICTING_ID,
          "INC-2026-0001");
      assertRefused(
          () -> inbox.accept("f2", "x", "y".repeat(Inbox.MAX_BYTES + 1)),
          RoomException.Code.MALFORMED,
          "1048577");
      assertThatThrownBy(() -> inbox.assign("f9", ROOM)).hasMessageContaining("\"f9\"");
      assertThat(inbox.all()).hasSize(1);
    }
  }

  @Test
  void letsOneJournalHaveADirectory() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal.rooms()).isEmpty();
      Path alias = Files.createSymbolicLink(temporary.resolve("alias"), home());
      for (Path name : List.of(home(), alias)) {
        assertRefused(
            () -> Journal.open(name, CLOCK),
            RoomException.Code.IN_USE,
            "in use by this process (" + ProcessHandle.current().pid() + ")");
      }
    }
    open().close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void makesItsDirectoryForTheOwnerOnly() throws Exception {
    open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home().resolve("journal.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesWhatIsNoJournal() throws Exception {
    Files.createDirectories(home());
    Files.writeString(home().resolve("journal.db"), "dear diary, ".repeat(1000));
    assertRefused(this::open, RoomException.Code.UNREADABLE, "a file that is no database");

    Files.delete(home().resolve("journal.db"));
    sql("CREATE TABLE diary (day TEXT)");
    assertRefused(this::open, RoomException.Code.UNREADABLE, "another program's database");
  }

  @Test
  void refusesAJournalOfANewerVersion() throws Exception {
    open().close();
    sql("PRAGMA user_version=" + (Schema.VERSION + 1));
    assertRefused(this::open, RoomException.Code.UNREADABLE, "found version 3");
    sql("PRAGMA user_version=" + Schema.VERSION);
    open().close();
  }

  @Test
  void startsAnewWhereItsMakingWasCutShort() throws Exception {
    Files.createDirectories(home());
    Files.createFile(home().resolve("journal.db"));
    Files.createFile(home().resolve("journal.mark"));
    try (Journal journal = open()) {
      assertThat(append(journal, ROOM, "a")).hasSize(1);
    }
  }

  @Test
  void namesAnEntryOfANewerVersionAndExportsIt() throws Exception {
    String raw;
    try (Journal journal = open()) {
      append(journal, ROOM, "a");
      RoomMessage last = append(journal, ROOM, "b").getFirst();
      raw = RoomJson.write(last).replace("\"question\",", "\"prophecy\",");
    }
    rewrite(2, raw);
    try (Journal journal = open()) {
      assertRefused(
          () -> journal.page(ROOM, 0),
          RoomException.Code.UNREADABLE,
          "expected entry 2 of INC-2026-0001",
          "found \"prophecy\"");
      assertThat(journal.check()).singleElement().asString().contains("prophecy");
      assertThat(exported(journal).lines()).hasSize(2).last().isEqualTo(raw);
      assertThat(append(journal, ROOM, "c").getFirst().seq()).isEqualTo(3);
      assertThat(journal.page(ROOM, 2)).hasSize(1);
    }
  }

  @Test
  void namesAnEntryThatWasChanged() throws Exception {
    fill(5);
    sql("UPDATE messages SET raw = replace(raw, 'why m3', 'why M3') WHERE seq = 3");
    assertDamaged("entry 3 of INC-2026-0001");
    try (Journal journal = open()) {
      assertThat(exported(journal)).contains("why M3");
    }
  }

  @Test
  void namesAnEntryThatIsMissing() throws Exception {
    fill(5);
    sql("DELETE FROM messages WHERE seq = 3");
    assertDamaged("entry 3 of INC-2026-0001", "it is missing");
  }

  @Test
  void noticesALogThatLostItsEnd() throws Exception {
    fill(5);
    sql("DELETE FROM messages WHERE seq = 5");
    assertDamaged("entry 5 of INC-2026-0001", "it is missing");
  }

  @Test
  void noticesALogThatWasMadeToEndEarlier() throws Exception {
    fill(5);
    sql("UPDATE rooms SET last_seq = 4");
    assertDamaged("the log goes on after its end");
    sql("UPDATE rooms SET last_seq = 5, head = zeroblob(32)");
    assertDamaged("the log does not end with it");
    sql("DELETE FROM rooms");
    assertDamaged("the log goes on after its end");
  }

  @Test
  void noticesAnEntryThatWasExchangedForAnother() throws Exception {
    fill(5);
    sql("UPDATE messages SET seq = -1 WHERE seq = 2");
    sql("UPDATE messages SET seq = 2 WHERE seq = 3");
    sql("UPDATE messages SET seq = 3 WHERE seq = -1");
    assertDamaged("entry 2 of INC-2026-0001");
  }

  @Test
  void noticesAnAlertThatWasChanged() throws Exception {
    try (Journal journal = open()) {
      journal.inbox().accept("f1", "alertmanager", "checkout-api is slow");
    }
    sql("UPDATE inbox SET body = 'all is well'");
    try (Journal journal = open()) {
      assertRefused(journal.inbox()::pending, RoomException.Code.UNREADABLE, "\"f1\"");
      assertThat(journal.check()).hasSize(1);
    }
  }

  @Test
  void noticesAnOlderCopyPutBack() throws Exception {
    fill(5);
    Path copy = Files.copy(home().resolve("journal.db"), temporary.resolve("copy.db"));
    try (Journal journal = open()) {
      append(journal, ROOM, "later");
    }
    Files.delete(home().resolve("journal.db"));
    Files.move(copy, home().resolve("journal.db"));
    assertRefused(
        this::open,
        RoomException.Code.UNREADABLE,
        "expected 6 acknowledged writes",
        "found 5",
        "remove journal.mark");
    Files.delete(home().resolve("journal.mark"));
    try (Journal journal = open()) {
      assertThat(journal.page(ROOM, 0)).hasSize(5);
    }
  }

  @Test
  void refusesToWorkWhenClosed() {
    Journal journal = open();
    journal.close();
    journal.close();
    assertRefused(() -> append(journal, ROOM, "a"), RoomException.Code.CLOSED, "closed");
    assertRefused(journal::rooms, RoomException.Code.CLOSED, "closed");
    assertRefused(journal.inbox()::pending, RoomException.Code.CLOSED, "closed");
  }

  private void fill(int count) {
    try (Journal journal = open()) {
      for (int i = 1; i <= count; i++) {
        append(journal, ROOM, "m" + i);
      }
    }
  }

  private void assertDamaged(String... words) {
    try (Journal journal = open()) {
      assertRefused(() -> journal.page(ROOM, 0), RoomException.Code.UNREADABLE, words);
    }
  }

  /** Replaces the text of the room's last entry as another version would have written it. */
  private void rewrite(long seq, String raw) throws SQLException {
    try (Connection connection = connect()) {
      RoomLog log = new RoomLog(connection, ROOM);
      byte[] chain = Chain.link(log.stored(seq - 2, 1).getFirst().chain(), raw.getBytes(UTF_8));
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE messages SET raw = ?, chain = ? WHERE seq = ?")) {
        update.setString(1, raw);
        update.setBytes(2, chain);
        update.setLong(3, seq);
        assertThat(update.executeUpdate()).isOne();
      }
      try (PreparedStatement update = connection.prepareStatement("UPDATE rooms SET head = ?")) {
        update.setBytes(1, chain);
        update.executeUpdate();
      }
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = connect()) {
      Store.execute(connection, statement);
    }
  }

  private Connection connect() throws SQLException {
    return JDBC.createConnection("jdbc:sqlite:" + home().resolve("journal.db"), new Properties());
  }

  private static String exported(Journal journal) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    journal.export(ROOM, out);
    return out.toString(UTF_8);
  }

  private static List<RoomMessage> append(Journal journal, RoomId room, String id) {
    List<Draft> drafts = List.of(AgentBusContract.question(id.replace(' ', '-')));
    return journal.append(room, Handle.HUMAN, drafts);
  }

  private Journal open() {
    return Journal.open(home(), CLOCK);
  }

  private Path home() {
    return temporary.resolve("deep/state");
  }

  private static void assertRefused(
      ThrowingCallable call, RoomException.Code code, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(RoomException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words);
  }
}

package dev.aegis.app.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T03:00:00Z"));
  @TempDir private Path home;

  private Journal open() {
    return Journal.open(home, CLOCK);
  }

  @Test
  void editsOfEachRoomAreThereInOrderAfterARestartAndTheRoomIsAsItWas() {
    RoomId first;
    RoomId second;
    try (Journal journal = open()) {
      first = journal.openRoom(CLOCK.instant());
      second = journal.openRoom(CLOCK.instant());
      assertThat(journal.edits().of(first)).isEmpty();
      journal.edits().append(first, "a");
      journal.edits().append(second, "b");
      journal.edits().append(first, "c");
    }
    try (Journal journal = open()) {
      assertThat(journal.edits().of(first)).containsExactly("a", "c");
      assertThat(journal.edits().of(second)).containsExactly("b");
      assertThat(journal.log(first)).isEmpty();
      assertThat(journal.check()).isEmpty();
      assertThat(ReadOnlyJournal.edits(first, home)).containsExactly("a", "c");
    }
  }

  @Test
  void anEditThatWasChangedOrTakenOutIsFound() throws Exception {
    for (String damage :
        new String[] {
          "UPDATE edits SET raw = 'mine' WHERE entry = 1",
          "DELETE FROM edits WHERE entry = 1",
          "UPDATE edits SET room = 'INC-2026-0009' WHERE entry = 1"
        }) {
      Path directory = home.resolve("" + damage.hashCode());
      RoomId room;
      try (Journal journal = Journal.open(directory, CLOCK)) {
        room = journal.openRoom(CLOCK.instant());
        journal.edits().append(room, "a");
        journal.edits().append(room, "b");
      }
      try (Connection file =
              DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
          Statement statement = file.createStatement()) {
        statement.execute(damage);
      }
      try (Journal journal = Journal.open(directory, CLOCK)) {
        assertThatThrownBy(() -> journal.edits().of(room))
            .as(damage)
            .isInstanceOf(RoomException.class)
            .hasMessageContaining("entry 1 of the edits of " + room);
        assertThat(journal.check()).anyMatch(f -> f.contains("entry 1 of the edits"));
        assertThatThrownBy(() -> journal.edits().append(room, "c"))
            .isInstanceOf(RoomException.class);
      }
    }
  }
}

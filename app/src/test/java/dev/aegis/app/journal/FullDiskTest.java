package dev.aegis.app.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aegis.app.testkit.Needs;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a file system of two megabytes, mounted for the test. */
class FullDiskTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-31T08:00:00Z"));
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final int BALLAST_BYTES = 700_000;

  @TempDir Path temporary;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(temporary.resolve("disk"));
    if (run("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "aegis", disk)) {
      Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
    }
    Needs.path(disk.resolve("ballast"), "run as root, who may mount a small tmpfs there");
  }

  @AfterEach
  void unmount() throws Exception {
    if (Files.isDirectory(disk)) {
      run("umount", disk);
    }
  }

  @Test
  void aFullDiskLosesNothingAcknowledgedAndTheBusGoesOnWhenThereIsRoom() throws Exception {
    List<RoomMessage> acknowledged = new ArrayList<>();
    try (Journal journal = Journal.open(disk, CLOCK)) {
      RoomException full = fill(journal, acknowledged);
      assertThat(full.code()).isEqualTo(RoomException.Code.NOT_DURABLE);
      assertThat(full).hasMessageContaining("the disk is full; make room and try again");
      assertThat(acknowledged).hasSizeGreaterThan(5);
      assertThat(journal.page(ROOM, 0)).isEqualTo(acknowledged);
      assertThatThrownBy(() -> journal.inbox().accept("f1", "s", "x".repeat(200_000)))
          .isInstanceOf(RoomException.class);
      assertThat(journal.inbox().pending()).isEmpty();

      Files.delete(disk.resolve("ballast"));
      int known = acknowledged.size();
      acknowledged.addAll(journal.append(ROOM, Handle.HUMAN, List.of(draft(known))));
      assertThat(acknowledged).last().extracting(RoomMessage::seq).isEqualTo(known + 1L);
      assertThat(journal.check()).isEmpty();
    }
    try (Journal journal = Journal.open(disk, CLOCK)) {
      assertThat(journal.page(ROOM, 0)).isEqualTo(acknowledged);
      assertThat(journal.check()).isEmpty();
    }
  }

  @Test
  void aJournalClosedOnAFullDiskIsWholeWhenItIsOpenedAgain() throws Exception {
    List<RoomMessage> acknowledged = new ArrayList<>();
    try (Journal journal = Journal.open(disk, CLOCK)) {
      fill(journal, acknowledged);
    }
    Files.delete(disk.resolve("ballast"));
    try (Journal journal = Journal.open(disk, CLOCK)) {
      assertThat(journal.page(ROOM, 0)).isEqualTo(acknowledged);
      assertThat(journal.check()).isEmpty();
    }
  }

  @Test
  void noJournalIsMadeOnAFullDisk() throws Exception {
    try {
      Files.write(disk.resolve("more"), new byte[3_000_000]);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    assertNotDurable();
    Files.delete(disk.resolve("more"));
    Journal.open(disk, CLOCK).close();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
    List<RoomMessage> acknowledged = new ArrayList<>();
    try (Journal journal = Journal.open(disk, CLOCK)) {
      acknowledged.addAll(journal.append(ROOM, Handle.HUMAN, List.of(draft(0))));
    }
    assertThat(run("mount", "-o", "remount,ro", disk)).isTrue();
    assertNotDurable();
    assertThat(run("mount", "-o", "remount,rw", disk)).isTrue();
    try (Journal journal = Journal.open(disk, CLOCK)) {
      assertThat(journal.page(ROOM, 0)).isEqualTo(acknowledged);
    }
  }

  private void assertNotDurable() {
    assertThatThrownBy(() -> Journal.open(disk, CLOCK))
        .isInstanceOfSatisfying(
            RoomException.class,
            e -> assertThat(e.code()).isEqualTo(RoomException.Code.NOT_DURABLE))
        .hasMessageContaining("expected")
        .hasMessageContaining(disk.toString());
  }

  /** Posts until a post is refused. */
  private static RoomException fill(Journal journal, List<RoomMessage> acknowledged) {
    while (true) {
      try {
        Draft draft = draft(acknowledged.size());
        acknowledged.addAll(journal.append(ROOM, Handle.HUMAN, List.of(draft)));
      } catch (RoomException e) {
        return e;
      }
    }
  }

  private static Draft draft(int i) {
    return AgentBusContract.draft("m" + i, new Question("why? ".repeat(4_000)));
  }

  private static boolean run(Object... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // There is no such program here.
      return false;
    }
  }
}

package dev.aegis.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.journal.Journal;
import dev.aegis.app.journal.LocalBus;
import dev.aegis.app.testkit.Ran;
import dev.aegis.app.testkit.Repository;
import dev.aegis.room.AgentBus;
import dev.aegis.room.Answer;
import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.MessageId;
import dev.aegis.room.RoomId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path user;
  @TempDir Path elsewhere;

  private static void unpack(Path zip, Path into) throws IOException {
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path to = into.resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.copy(entries, to);
      }
    }
  }

  @Test
  void whatIsUnpackedSaysWhatWasThere() throws IOException {
    Path leak = Repository.here().root().resolve("examples/leak");
    Ran first =
        Ran.aegis(
            user,
            "investigate",
            leak.resolve("metrics.csv").toString(),
            "--changes",
            leak.resolve("changes.json").toString(),
            "--slo",
            leak.resolve("service.yaml").toString());
    assertThat(first.code()).as(first.err()).isZero();
    Path zip = elsewhere.resolve("b.zip");
    Ran backup = Ran.aegis(user, "backup", zip.toString());
    assertThat(backup.code()).as(backup.err()).isZero();
    assertThat(backup.out()).contains("b.zip holds", "1 journals among them");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)))
        .isEqualTo("rw-------");

    unpack(zip, elsewhere.resolve(".aegis"));
    for (String[] command :
        List.of(
            new String[] {"evidence", "INC-2026-0001", "--json"},
            new String[] {"forecasts", "--json"})) {
      Ran there = Ran.aegis(user, command);
      Ran restored = Ran.aegis(elsewhere, command);
      assertThat(restored.code()).as(restored.err()).isZero();
      assertThat(restored.out()).isEqualTo(there.out());
    }
  }

  @Test
  void takesWhatIsWrittenWhileItIsTaken() throws Exception {
    Path home = user.resolve(".aegis");
    CountDownLatch some = new CountDownLatch(20);
    AtomicBoolean end = new AtomicBoolean();
    RoomId room;
    try (Journal journal = Journal.open(home, InstantSource.fixed(NOW));
        LocalBus bus = new LocalBus(journal, (_, _, _) -> {})) {
      room = journal.openRoom(NOW);
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                AgentBus.Seat seat = bus.connect(Handle.OBSERVER);
                for (int i = 0; !end.get(); i++) {
                  seat.post(room, List.of(said(i)));
                  some.countDown();
                }
              });
      some.await();
      Ran backup = Ran.aegis(user, "backup", elsewhere.resolve("b.zip").toString());
      end.set(true);
      writer.join();
      assertThat(backup.code()).as(backup.err()).isZero();
    }
    unpack(elsewhere.resolve("b.zip"), elsewhere.resolve(".aegis"));
    try (Journal restored = Journal.open(elsewhere.resolve(".aegis"), InstantSource.fixed(NOW))) {
      assertThat(restored.check()).isEmpty();
      assertThat(restored.rooms()).containsExactly(room);
      try (LocalBus bus = new LocalBus(restored, (_, _, _) -> {})) {
        assertThat(bus.connect(Handle.OBSERVER).history(room, 0)).hasSizeGreaterThanOrEqualTo(20);
      }
    }
  }

  private static Draft said(int i) {
    Answer answer = new Answer("message " + i, List.of());
    return new Draft(new MessageId("m" + i), null, List.of(), answer.answer(), answer);
  }

  @Test
  void leavesWhatIsThereAsItIsAndSaysWhatIsWrong() throws IOException {
    assertThat(Ran.aegis(user, "backup", elsewhere.resolve("a.zip").toString()).err())
        .contains("expected a state directory");
    Files.createDirectories(user.resolve(".aegis"));
    Path there = Files.writeString(elsewhere.resolve("there.zip"), "mine");
    Ran over = Ran.aegis(user, "backup", there.toString());
    assertThat(over.code()).isEqualTo(3);
    assertThat(over.err()).contains("expected no file");
    assertThat(there).hasContent("mine");
    Ran inside = Ran.aegis(user, "backup", user.resolve(".aegis/b.zip").toString());
    assertThat(inside.err()).contains("outside of");
    try (var files = Files.list(user.resolve(".aegis"))) {
      assertThat(files).isEmpty();
    }
  }
}

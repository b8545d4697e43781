package dev.aegis.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as a crash, a bad disk or a bad copy leaves them. */
class TornFileTest {
  private static final long SEED = Long.getLong("aegis.seed", 20260104L);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-31T08:00:00Z"));
  private static final RoomId ROOM = RoomId.of(2026, 1);
  private static final int EARLY = 6;
  private static final int ALL = 12;
  private static final int FRAME_BYTES = 24 + 4096;

  @TempDir Path temporary;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private List<RoomMessage> posted = List.of();
  private Path early;
  private Path late;
  private Path closed;

  /** Copies of the files after some messages, after all, and after closing. */
  @BeforeEach
  void fill() throws IOException {
    System.out.println("seed " + SEED);
    early = temporary.resolve("early");
    late = temporary.resolve("late");
    closed = temporary.resolve("closed");
    Path home = temporary.resolve("home");
    List<RoomMessage> messages = new ArrayList<>();
    try (Journal journal = Journal.open(home, CLOCK)) {
      for (int i = 1; i <= ALL; i++) {
        messages.addAll(journal.append(ROOM, Handle.HUMAN, List.of(draft(i))));
        if (i == EARLY) {
          copy(home, early);
        }
      }
      copy(home, late);
    }
    copy(home, closed);
    posted = List.copyOf(messages);
  }

  @Test
  void aTornTailLosesNothingThatWasAcknowledgedBefore() throws IOException {
    long acknowledged = Files.size(early.resolve("journal.db-wal"));
    long end = Files.size(late.resolve("journal.db-wal"));
    assertThat(end).isGreaterThan(acknowledged + 5 * FRAME_BYTES);
    for (long cut : cuts(acknowledged, end)) {
      Path torn = torn(cut);
      // What was acknowledged at the time: the crash came before the later ones were.
      Files.copy(
          early.resolve("journal.mark"),
          torn.resolve("journal.mark"),
          StandardCopyOption.REPLACE_EXISTING);
      List<RoomMessage> log = read(torn).orElseThrow();
      assertThat(log).as("cut at %s", cut).hasSizeGreaterThanOrEqualTo(EARLY);
      assertThat(posted).startsWith(log.toArray(RoomMessage[]::new));
    }
  }

  @Test
  void aLogCutBelowWhatWasAcknowledgedIsRefused() throws IOException {
    long end = Files.size(late.resolve("journal.db-wal"));
    int refused = 0;
    for (long cut : cuts(0, end)) {
      Optional<List<RoomMessage>> log = read(torn(cut));
      refused += log.isEmpty() ? 1 : 0;
      log.ifPresent(whole -> assertThat(whole).as("cut at %s", cut).isEqualTo(posted));
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void aFlippedBitInTheDatabaseNeverChangesAMessageUnnoticed() throws IOException {
    assertThat(Files.exists(closed.resolve("journal.db-wal"))).isFalse();
    assertFlipsAreNoticed(closed, "journal.db", 120);
  }

  @Test
  void aFlippedBitInTheLogNeverChangesOrLosesAMessageUnnoticed() throws IOException {
    assertFlipsAreNoticed(late, "journal.db-wal", 60);
  }

  @Test
  void aTornMarkCountsAsNone() throws IOException {
    for (int length : new int[] {0, 1, 8, 15}) {
      Path torn = copy(late, temporary.resolve("mark" + length));
      truncate(torn.resolve("journal.mark"), length);
      assertThat(read(torn)).contains(posted);
    }
    Path flipped = copy(late, temporary.resolve("flipped"));
    flip(flipped.resolve("journal.mark"), 7 * 8);
    assertThat(read(flipped)).contains(posted);
  }

  private void assertFlipsAreNoticed(Path source, String file, int flips) throws IOException {
    int refused = 0;
    for (int i = 0; i < flips; i++) {
      Path damaged = copy(source, temporary.resolve("damaged"));
      long bit = random.nextLong(8 * Files.size(damaged.resolve(file)));
      flip(damaged.resolve(file), bit);
      Optional<List<RoomMessage>> log = read(damaged);
      refused += log.isEmpty() ? 1 : 0;
      log.ifPresent(read -> assertThat(read).as("bit %s of %s", bit, file).isEqualTo(posted));
    }
    assertThat(refused).as("flips that were noticed").isGreaterThan(flips / 20);
    System.out.println(file + ": " + refused + " of " + flips + " flips refused, others harmless");
  }

  /** The whole log, or nothing where the journal says that it is damaged. */
  private static Optional<List<RoomMessage>> read(Path home) {
    try (Journal journal = Journal.open(home, CLOCK)) {
      return Optional.of(journal.page(ROOM, 0));
    } catch (RoomException e) {
      assertThat(e.code()).isEqualTo(RoomException.Code.UNREADABLE);
      assertThat(e.getMessage()).contains("expected").contains("found");
      return Optional.empty();
    }
  }

  /** Around every edge of a frame, and some places between. */
  private Set<Long> cuts(long from, long to) {
    Set<Long> cuts = new TreeSet<>();
    for (long edge = 32; edge <= to; edge += FRAME_BYTES) {
      cuts.addAll(List.of(edge - 1, edge, edge + random.nextLong(FRAME_BYTES)));
    }
    cuts.add(to);
    cuts.removeIf(cut -> cut < from || cut > to);
    return cuts;
  }

  private Path torn(long cut) throws IOException {
    Path torn = copy(late, temporary.resolve("torn"));
    truncate(torn.resolve("journal.db-wal"), cut);
    return torn;
  }

  private static void truncate(Path file, long length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }

  private static void flip(Path file, long bit) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(bit / 8);
      int before = open.read();
      open.seek(bit / 8);
      open.write(before ^ (1 << (bit % 8)));
    }
  }

  /** Replaces what is at the target; the memory that processes share about the log is no file. */
  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : List.of("journal.db", "journal.db-wal", "journal.db-shm", "journal.mark")) {
      Files.deleteIfExists(to.resolve(name));
      if (!name.endsWith("-shm") && Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    }
    return to;
  }

  private static Draft draft(int i) {
    return AgentBusContract.draft("m" + i, new Question(("why " + i + "? ").repeat(40 * i)));
  }
}

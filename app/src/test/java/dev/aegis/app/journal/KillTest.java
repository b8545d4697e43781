package dev.aegis.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed in the middle of their work. */
class KillTest {
  private static final long SEED = Long.getLong("aegis.seed", 20260103L);
  private static final int ROUNDS = 10;
  private static final int THREADS = 2;

  @TempDir Path home;

  @Test
  void losesNothingAcknowledgedWhenKilledAtAnyMoment() throws Exception {
    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, String> acknowledged = new HashMap<>();
    Set<String> alerts = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      int before = acknowledged.size();
      acknowledged.putAll(killedAfter(1 + random.nextInt(60), "r" + round, alerts));
      assertThat(acknowledged).as("acknowledged in round %s", round).hasSizeGreaterThan(before);
      assertThat(alerts).isNotEmpty();
      try (Journal journal = Journal.open(home, JournalChild.CLOCK)) {
        assertThat(journal.check()).as("round %s", round).isEmpty();
        Map<String, String> kept = new HashMap<>();
        for (RoomId room : journal.rooms()) {
          List<RoomMessage> log = log(journal, room);
          assertOrderedAndWhole(log);
          log.forEach(message -> kept.put(key(message), message.id().value()));
        }
        assertThat(kept).as("round %s", round).containsAllEntriesOf(acknowledged);
        assertThat(journal.inbox().pending()).extracting(Inbox.Alert::id).containsAll(alerts);
      }
    }
  }

  @Test
  void aSecondProcessIsToldWhoHasTheJournal() throws Exception {
    try (Journal journal = Journal.open(home, JournalChild.CLOCK)) {
      assertThat(journal.rooms()).isEmpty();
      Process second = Child.start(List.of(), home, "second", 1, 1);
      try (BufferedReader out = second.inputReader()) {
        assertThat(out.readLine())
            .startsWith("IN_USE: expected the journal in " + home.toRealPath() + " to be free")
            .contains("in use by process " + ProcessHandle.current().pid() + ";")
            .contains("AEGIS_HOME");
      }
      assertThat(second.waitFor()).isEqualTo(3);
    }
    Process third = Child.start(List.of(), home, "third", 1, 1);
    try (BufferedReader out = third.inputReader()) {
      assertThat(out.lines()).anyMatch(line -> line.startsWith("ack INC-2026-0001 1 third-1-0.1."));
    }
    assertThat(third.waitFor()).isZero();
  }

  /** Runs a process until it has acknowledged so many messages, kills it, and gives all it said. */
  private Map<String, String> killedAfter(int acks, String name, Set<String> alerts)
      throws IOException {
    Map<String, String> acknowledged = new HashMap<>();
    Process child = Child.start(List.of(), home, name, THREADS, Integer.MAX_VALUE);
    try (BufferedReader out = child.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", -1);
        // The last line may be torn: its writer was killed.
        if (words[0].equals("ack") && words.length == 4 && line.matches(".*\\.\\d\\.\\d")) {
          acknowledged.put(words[1] + " " + words[2], words[3]);
        }
        if (words[0].equals("alert") && line.endsWith(".")) {
          alerts.add(words[1].substring(0, words[1].length() - 1));
        }
        if (acknowledged.size() == acks) {
          // By its handle, which leaves the pipe open for what was said until then.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    return acknowledged;
  }

  private static List<RoomMessage> log(Journal journal, RoomId room) {
    List<RoomMessage> log = new ArrayList<>();
    for (List<RoomMessage> page = journal.page(room, 0);
        !page.isEmpty();
        page = journal.page(room, log.size())) {
      log.addAll(page);
    }
    return log;
  }

  /** The numbers have no gaps, and a batch that has begun goes on to its end. */
  private static void assertOrderedAndWhole(List<RoomMessage> log) {
    assertThat(log).extracting(RoomMessage::seq).isEqualTo(AgentBusContract.seqs(1, log.size()));
    for (int i = 0; i < log.size(); ) {
      String[] parts = log.get(i).id().value().split("\\.", -1);
      int size = Integer.parseInt(parts[2]);
      for (int k = 1; k <= size; k++) {
        assertThat(log.get(i++).id().value()).isEqualTo(parts[0] + "." + k + "." + size);
      }
    }
  }

  private static String key(RoomMessage message) {
    return message.room() + " " + message.seq();
  }
}

package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.room.Draft;
import dev.aegis.room.Handle;
import dev.aegis.room.Question;
import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process that posts and is killed. Says {@code alert ID.} after it accepted an alert, {@code
 * start BATCH} before a post and {@code ack ROOM SEQ ID} after it returned, each line in one system
 * call.
 */
final class JournalChild {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T08:00:00Z"));

  private JournalChild() {}

  /**
   * Arguments: the directory, a name for this process's batches, how many threads, how many posts.
   */
  public static void main(String[] arguments) throws Exception {
    try (Journal journal = Journal.open(Path.of(arguments[0]), CLOCK);
        LocalBus bus = new LocalBus(journal, (room, who, why) -> say("failed " + why))) {
      int posts = Integer.parseInt(arguments[3]);
      List<Thread> threads = new ArrayList<>();
      for (int n = 1; n <= Integer.parseInt(arguments[2]); n++) {
        int number = n;
        Runnable work = () -> post(journal, bus, number, arguments[1] + "-" + number, posts);
        threads.add(Thread.ofPlatform().start(work));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (RoomException e) {
      say(e.code() + ": " + e.getMessage());
      System.exit(3);
    }
  }

  private static void post(Journal journal, LocalBus bus, int number, String name, int posts) {
    RoomId room = RoomId.of(2026, number);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    for (int i = 0; i < posts; i++) {
      String batch = name + "-" + i;
      List<Draft> drafts = batch(batch, 1 + random.nextInt(4), random);
      journal.inbox().accept(batch, "child", "something is wrong");
      say("alert " + batch + ".");
      say("start " + batch);
      bus.connect(Handle.HUMAN)
          .post(room, drafts)
          .forEach(message -> say("ack " + room + " " + message.seq() + " " + message.id()));
    }
  }

  /** Each id ends with its place in the batch and the size of the batch. */
  private static List<Draft> batch(String name, int size, SplittableRandom random) {
    List<Draft> drafts = new ArrayList<>();
    for (int k = 1; k <= size; k++) {
      String id = name + "." + k + "." + size;
      String question = id + " " + "?".repeat(random.nextInt(6_000));
      drafts.add(AgentBusContract.draft(id, new Question(question)));
    }
    return drafts;
  }

  private static void say(String line) {
    // One write, not buffered: what the parent has read was said before the child was killed.
    @SuppressWarnings("resource")
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    try {
      out.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
